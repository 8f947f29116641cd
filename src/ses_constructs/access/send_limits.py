"""What narrows a permission to send, beside the identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.permissions import SendForm
from ses_constructs.shared.setting_types import checks_types

Conditions = dict[str, dict[str, object]]
_SEE = "Controlling access to Amazon SES"
_SETTING_OF = {
    permissions.FROM_ADDRESS: "from_addresses",
    permissions.FROM_DISPLAY_NAME: "display_names",
    permissions.FEEDBACK_ADDRESS: "feedback_addresses",
    permissions.RECIPIENTS: "recipients",
}


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class SendLimits:
    """Narrows a permission to send; what is left out does not narrow it.

    Args:
        from_addresses: The From address is one of these. ``*`` stands for anything: ``*@news.example.com``.
            IAM compares letter by letter, so that ``Info@`` and ``info@`` differ.
        display_names: The name in From is one of these, with ``*`` as above.
        feedback_addresses: Bounces go to one of these (Return-Path), with ``*`` as above.
        recipients: Everybody in To, Cc and Bcc is one of these, with ``*`` as above.
        vpc_endpoints: The request comes through one of these VPC endpoints, by id.
        valid_from: Not before; with a time zone.
        valid_until: Not after; with a time zone.

    Raises:
        InvalidSettingError: for an empty list, a text that can match nothing, or a time without a zone.
        ConflictingSettingsError: when it ends before it begins.

    Guide: Controlling access to Amazon SES.
    """

    from_addresses: tuple[str, ...] | None = None
    display_names: tuple[str, ...] | None = None
    feedback_addresses: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    vpc_endpoints: tuple[str, ...] | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        for setting in ("from_addresses", "display_names", "feedback_addresses", "recipients", "vpc_endpoints"):
            _check_texts(setting, getattr(self, setting))
        for setting in ("from_addresses", "feedback_addresses", "recipients"):
            _check_addresses(setting, getattr(self, setting))
        for setting in ("valid_from", "valid_until"):
            _check_zone(setting, getattr(self, setting))
        if self.valid_from is not None and self.valid_until is not None and self.valid_from >= self.valid_until:
            raise ConflictingSettingsError(
                f"valid_until={self.valid_until} is not after valid_from={self.valid_from}",
                fix="let it end after it begins",
            )

    @property
    def keys(self) -> frozenset[str]:
        """The condition keys of SES that this needs."""
        return frozenset(key for key, setting in _SETTING_OF.items() if getattr(self, setting) is not None)

    def check_form(self, form: SendForm) -> None:
        """Refuses what the actions of a form do not support.

        Raises:
            ConflictingSettingsError: naming the settings, and why.
        """
        unknown = self.keys - permissions.KEYS_OF[form]
        if not unknown:
            return
        settings = ", ".join(sorted(_SETTING_OF[key] for key in unknown))
        actions = " and ".join(permissions.ACTIONS_OF[form])
        raise ConflictingSettingsError(
            f"{settings} cannot narrow the {form} form: {actions} know no {', '.join(sorted(unknown))}, and a "
            "condition on a key that is absent denies every call",
            fix=f"leave {settings} out for this form, or send in the formatted, raw or templated form",
            see=_SEE,
        )

    def conditions(self) -> Conditions:
        """The condition block of a policy statement."""
        found: Conditions = {}
        for key, setting in _SETTING_OF.items():
            values = getattr(self, setting)
            if values is None:
                continue
            if key == permissions.RECIPIENTS:
                # Without the guard, ForAllValues holds for a request that has no recipients at all.
                found["ForAllValues:StringLike"] = {key: list(values)}
                found["Null"] = {key: "false"}
            else:
                found.setdefault("StringLike", {})[key] = list(values)
        if self.vpc_endpoints is not None:
            found["StringEquals"] = {"aws:SourceVpce": list(self.vpc_endpoints)}
        if self.valid_from is not None:
            found["DateGreaterThanEquals"] = {"aws:CurrentTime": _written(self.valid_from)}
        if self.valid_until is not None:
            found["DateLessThanEquals"] = {"aws:CurrentTime": _written(self.valid_until)}
        return found


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check_texts(setting: str, values: Iterable[str] | None) -> None:
    if values is None:
        return
    if not tuple(values) or not all(values):
        raise InvalidSettingError(
            setting, values, "would allow nothing", fix="leave it out, or give at least one text that is not empty"
        )


def _check_addresses(setting: str, values: Iterable[str] | None) -> None:
    for value in values or ():
        _, at, domain = value.rpartition("@")
        known = "${Token[" not in value
        if known and not at and "*" not in value:
            raise InvalidSettingError(
                setting, value, "is no address and matches none", fix=f"write '*@{value}' for all of a domain"
            )
        if known and domain != domain.lower():
            raise InvalidSettingError(
                setting,
                value,
                "has capital letters in its domain, and IAM compares letter by letter",
                fix=f"write the domain as senders do: {value.removesuffix(domain) + domain.lower()!r}",
                see=_SEE,
            )


def _check_zone(setting: str, moment: datetime | None) -> None:
    if moment is not None and moment.tzinfo is None:
        raise InvalidSettingError(
            setting, moment, "has no time zone", fix="give one: datetime(2027, 1, 31, tzinfo=UTC)"
        )
