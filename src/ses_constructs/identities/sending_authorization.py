"""What a delegate sender may do: a statement of an identity policy."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import quotas
from ses_constructs.facts.addresses import domain_of
from ses_constructs.facts.domains import is_below
from ses_constructs.shared import Aws, is_known

from .delegate import Delegate

_HASH_LENGTH = 8
_NAME_LENGTH = 64
"""Of an identity policy. Guide: Identity authorization policies in Amazon SES."""
_TOKEN = re.compile(r"\$\{Token\[[^]]*\]\}")
_SEE = "Sending authorization policy examples"


class SendAction(StrEnum):
    """A call that sends mail. Guide: Identity authorization policies in Amazon SES."""

    FORMATTED = "ses:SendEmail"
    """Also the templated mail of SES version 2."""
    RAW = "ses:SendRawEmail"
    """Also SMTP."""
    TEMPLATED = "ses:SendTemplatedEmail"
    BULK = "ses:SendBulkTemplatedEmail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """One statement: who, what, and under which conditions; or what is denied."""

    delegate: Delegate
    actions: tuple[SendAction, ...]
    deny: bool
    from_addresses: tuple[str, ...] | None
    from_display_names: tuple[str, ...] | None
    recipients: tuple[str, ...] | None
    feedback_addresses: tuple[str, ...] | None
    not_before: datetime | None
    not_after: datetime | None

    def check(self, identity: str) -> None:
        """Refuses what SES would not take, or would silently get wrong.

        Args:
            identity: The domain or the address.

        Raises:
            InvalidSettingError: for an empty list, a From address elsewhere, or a time without its zone.
            ConflictingSettingsError: when everybody may send, or the window of time is empty.
        """
        if self.delegate.is_anyone and not self.deny:
            raise ConflictingSettingsError(
                "Delegate.anyone() lets the whole world send as this identity",
                fix="name accounts, or use Delegate.organization(...)",
                see=_SEE,
            )
        for setting in ("actions", "from_addresses", "from_display_names", "recipients", "feedback_addresses"):
            value = getattr(self, setting)
            if value is not None and not value:
                raise InvalidSettingError(setting, value, "allows nothing", fix="list something, or leave it out")
        _check_senders(identity, self.from_addresses)
        for setting in ("not_before", "not_after"):
            moment = getattr(self, setting)
            if moment is not None and moment.tzinfo is None:
                fix = "give one with its zone, such as datetime(2026, 12, 1, tzinfo=UTC)"
                raise InvalidSettingError(setting, moment, "has no time zone", fix=fix)
        if self.not_before is not None and self.not_after is not None and self.not_before >= self.not_after:
            raise ConflictingSettingsError(
                f"not_before={self.not_before} is not before not_after={self.not_after}",
                fix="exchange the two",
                see=_SEE,
            )

    def document(self, identity_arn: str) -> dict[str, object]:
        """The policy document."""
        statement: dict[str, object] = {
            "Effect": "Deny" if self.deny else "Allow",
            "Principal": self.delegate.principal_json,
            "Action": [str(action) for action in self.actions],
            "Resource": identity_arn,
        }
        conditions = self._conditions()
        if conditions:
            statement["Condition"] = conditions
        return {"Version": "2012-10-17", "Statement": [statement]}

    def _conditions(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for operator, key, value in self.delegate.conditions:
            found.setdefault(operator, {})[key] = value
        likes = {
            "ses:FromAddress": self.from_addresses,
            "ses:FromDisplayName": self.from_display_names,
            "ses:FeedbackAddress": self.feedback_addresses,
        }
        for key, patterns in likes.items():
            if patterns is not None:
                found.setdefault("StringLike", {})[key] = list(patterns)
        if self.recipients is not None:
            # Allowed only when all of them match; denied when a single one does.
            operator = "ForAnyValue:StringLike" if self.deny else "ForAllValues:StringLike"
            found.setdefault(operator, {})["ses:Recipients"] = list(self.recipients)
        for operator, moment in (("DateGreaterThan", self.not_before), ("DateLessThan", self.not_after)):
            if moment is not None:
                text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                found.setdefault(operator, {})["aws:CurrentTime"] = text
        return found


def with_policy(ids: frozenset[str], id: str) -> frozenset[str]:
    """The ids of an identity's policies, with one more.

    Raises:
        ConflictingSettingsError: for an id that is taken, or more than 20 policies.
    """
    if id in ids:
        raise ConflictingSettingsError(
            f"the identity has an authorization or denial {id!r} already, which this one would replace",
            fix="give each an id of its own",
        )
    if len(ids) >= quotas.IDENTITY_POLICIES:
        raise ConflictingSettingsError(
            f"an identity has at most {quotas.IDENTITY_POLICIES} sending policies, and this is one more",
            fix="authorize an organization in place of its accounts",
            see="Identity authorization policies in Amazon SES",
        )
    return ids | {id}


def _check_senders(identity: str, from_addresses: Sequence[str] | None) -> None:
    """Refuses From addresses that are never of the identity; a domain with a pattern in it may be anything.

    Raises:
        InvalidSettingError: for an address elsewhere.
    """
    own = domain_of(identity)
    for address in from_addresses or ():
        domain = domain_of(address)
        told = "@" in address and is_known(address) and not set(domain) & set("*?")
        if told and domain != own and ("@" in identity or not is_below(domain, own)):
            raise InvalidSettingError(
                "from_addresses", address, f"is never sent as {identity!r}", fix="give addresses of the identity"
            )


def check_size(document: dict[str, object]) -> None:
    """Refuses a policy longer than SES takes, as far as its length is known.

    Raises:
        ConflictingSettingsError: for more than 4 KB.
    """
    size = len(_TOKEN.sub("", json.dumps(document, separators=(",", ":"))))
    if size > quotas.IDENTITY_POLICY_BYTES:
        raise ConflictingSettingsError(
            f"the policy has {size} bytes, and SES takes {quotas.IDENTITY_POLICY_BYTES}",
            fix="use patterns such as '*@example.com', or split the list into two authorizations",
            see="Identity authorization policies in Amazon SES",
        )


def patterns(given: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """One text or several, as a tuple."""
    if given is None:
        return None
    return (given,) if isinstance(given, str) else tuple(given)


def policy_name(identity: Construct, place: str, id: str) -> str:
    """A name that nobody else gives a policy of the identity, so that theirs are never replaced.

    An app that is deployed twice, under two names of its stack, has two.

    Args:
        place: What tells several resources of one identity apart.
    """
    stack, path = Aws.of(identity).stack.stack_name, identity.node.path
    owner = f"{stack}|{path}" if is_known(stack) else path
    digest = hashlib.sha256(f"{owner}{place}|{id}".encode()).hexdigest()[:_HASH_LENGTH]
    clean = re.sub(r"[^A-Za-z0-9]+", "-", id).strip("-")[: _NAME_LENGTH - _HASH_LENGTH - 1]
    return f"{clean}-{digest}"
