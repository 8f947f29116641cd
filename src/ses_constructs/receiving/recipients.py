"""Which mail a receipt rule is for. Guide: recipient conditions of receipt rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import quotas
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import is_known

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'+/=?^_`{|}~.-]{1,64}")
"""What may stand before the ``@`` of an address, without ``*``, which SES would take for itself."""


def checked_recipients(recipients: Sequence[str] | None, *, catch_all: bool) -> list[str] | None:
    """The recipients of a rule; None for all mail, which must be asked for.

    Raises:
        InvalidSettingError: for a recipient that SES would never match, or more than 100.
        ConflictingSettingsError: for both of recipients and catch_all, or neither.
    """
    if not recipients:
        if not catch_all:
            raise ConflictingSettingsError(
                "a rule without recipients is for all mail of all verified domains, of later ones too",
                fix="give recipients=['support@example.com', ...], or catch_all=True if that is meant",
                see="Creating receipt rules",
            )
        return None
    if catch_all:
        raise ConflictingSettingsError(
            "catch_all=True is for all mail, recipients for some", fix="leave one of the two out"
        )
    most = quotas.RECIPIENTS_PER_RULE
    if len(recipients) > most:
        raise InvalidSettingError(
            "recipients",
            f"<{len(recipients)} recipients>",
            f"has more than the {most} that SES takes",
            fix="name their domain instead, or spread them over two rules",
            see="Service quotas in Amazon SES",
        )
    for recipient in recipients:
        check_recipient(recipient)
    return list(recipients)


def check_recipient(recipient: str) -> None:
    """Refuses what SES would never match.

    ``user@example.com`` also matches ``user+tag@example.com``; ``example.com`` matches its addresses but not those
    of subdomains, ``.example.com`` those of subdomains only.

    Raises:
        InvalidSettingError: with what to write instead.
    """
    if not is_known(recipient):
        return
    if "*" in recipient:
        plain = recipient.replace("*@", "").replace("*.", ".").replace("*", "")
        fix = f"write {plain!r}" if plain else "use catch_all=True"
        raise InvalidSettingError("recipients", recipient, "has a '*', which SES does not know", fix=fix)
    local, at, domain = recipient.rpartition("@")
    if at and _LOCAL_PART.fullmatch(local) is None:
        raise InvalidSettingError(
            "recipients",
            recipient,
            "has no local part that mail can be sent to" if local else "has nothing before the '@'",
            fix=f"write an address such as 'support@{domain}', or {domain!r} for all of its addresses",
        )
    checked_domain("recipients", domain if at else domain.removeprefix("."))


def check_address(setting: str, address: str) -> None:
    """Refuses what is not one plain address.

    Raises:
        InvalidSettingError: for a domain, a display name, or letters outside ASCII.
    """
    if not is_known(address):
        return
    local, at, domain = address.rpartition("@")
    if not at or _LOCAL_PART.fullmatch(local) is None:
        raise InvalidSettingError(
            setting, address, "is not an e-mail address", fix="write an address alone: 'name@example.com'"
        )
    checked_domain(setting, domain)


def all_covered(recipients: Sequence[str] | None, *, by: Sequence[str] | None) -> bool:
    """True when each recipient matches one of ``by`` too; None stands for all recipients."""
    if by is None:
        return True
    if recipients is None:
        return False
    return all(any(_covers(wider, recipient) for wider in by) for recipient in recipients)


def _covers(wider: str, recipient: str) -> bool:
    wider, recipient = wider.lower(), recipient.lower()
    if wider == recipient:
        return True
    local, at, domain = recipient.rpartition("@")
    if wider.startswith("."):
        return f".{domain.removeprefix('.')}".endswith(wider) and domain != wider.removeprefix(".")
    if not at:
        return False
    return wider in (domain, f"{local.partition('+')[0]}@{domain}")
