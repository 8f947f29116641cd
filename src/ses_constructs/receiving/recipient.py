"""Which mail a receipt rule is for, said by name. Guide: recipient conditions of receipt rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

from .recipients import check_address, check_recipient


@checks_types
@dataclass(frozen=True, slots=True)
class Recipient:
    """A condition on recipients.

    Made by :meth:`address`, :meth:`domain`, :meth:`subdomains`, :meth:`domain_and_subdomains` or :meth:`all`.

    >>> Recipient.domain_and_subdomains("example.com").conditions
    ('example.com', '.example.com')

    Guide: Creating receipt rules.
    """

    conditions: tuple[str, ...]
    """As SES writes them; none for :meth:`all`."""

    @classmethod
    def address(cls, address: str) -> Recipient:
        """One address with all of its ``+tag`` forms, or one ``+tag`` form alone.

        Raises:
            InvalidSettingError: for what is not an address.
        """
        check_address("address", address)
        return cls((address,))

    @classmethod
    def domain(cls, domain: str) -> Recipient:
        """All addresses of a domain, or of one subdomain; not those below it.

        Raises:
            InvalidSettingError: for an address, or a leading dot.
        """
        return cls((_plain(domain),))

    @classmethod
    def subdomains(cls, domain: str) -> Recipient:
        """All addresses of all subdomains of a domain; not its own.

        Raises:
            InvalidSettingError: for an address, or a leading dot.
        """
        return cls((f".{_plain(domain)}",))

    @classmethod
    def domain_and_subdomains(cls, domain: str) -> Recipient:
        """All addresses of a domain and of all of its subdomains: two of the 100 conditions of a rule.

        Raises:
            InvalidSettingError: for an address, or a leading dot.
        """
        return cls((_plain(domain), f".{domain}"))

    @classmethod
    def all(cls) -> Recipient:
        """All mail of all verified domains of the account, of later ones too; stands alone."""
        return cls(())


def written(recipients: Sequence[str | Recipient] | None, *, catch_all: bool) -> tuple[list[str] | None, bool]:
    """The conditions as texts, and whether all mail is meant.

    Raises:
        ConflictingSettingsError: for ``Recipient.all()`` beside other recipients.
    """
    if recipients is None:
        return None, catch_all
    texts: list[str] = []
    for recipient in recipients:
        if not isinstance(recipient, Recipient):
            texts.append(recipient)
        elif recipient.conditions:
            texts.extend(recipient.conditions)
        elif len(recipients) > 1 or catch_all:
            raise ConflictingSettingsError(
                "Recipient.all() is for all mail, and stands beside other recipients",
                fix="leave the others out, or Recipient.all()",
                see="Creating receipt rules",
            )
        else:
            return None, True
    return texts, catch_all


def _plain(domain: str) -> str:
    if is_known(domain) and ("@" in domain or domain.startswith(".")):
        bare = domain.rpartition("@")[2].lstrip(".")
        raise InvalidSettingError(
            "domain", domain, "is not a domain alone", fix=f"write {bare!r}, or use another maker of Recipient"
        )
    check_recipient(domain)
    return domain
