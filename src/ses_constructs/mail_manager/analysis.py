"""What an add-on found out about a message."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk.interfaces import aws_ses as refs

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.shared import is_known

from .addon_instance import AddonInstance


@dataclass(frozen=True, slots=True)
class Analysis:
    """One field of the answer of one add-on.

    Args:
        analyzer: ARN of the instance.
        field: As the add-on names it.
    """

    analyzer: str
    field: str

    @classmethod
    def of_rule(cls, addon: refs.IMailManagerAddonInstanceRef, field: str) -> Analysis:
        """For a condition of a rule.

        Raises:
            InvalidSettingError: for an add-on that is asked before there is a message, or a field that is none.
        """
        _check_place(
            addon, facts.ADDONS_OF_TRAFFIC_POLICIES, "a rule", "Traffic.analysis_...(), in a traffic policy"
        )
        return cls(addon.mail_manager_addon_instance_ref.addon_instance_arn, _checked_field(field))

    @classmethod
    def of_traffic(cls, addon: refs.IMailManagerAddonInstanceRef, field: str) -> Analysis:
        """For a condition of a traffic policy.

        Raises:
            InvalidSettingError: for an add-on that needs the message, or a field that is none.
        """
        _check_place(addon, facts.ADDONS_OF_RULES, "a traffic policy", "Mail.analysis_...(), in a rule")
        return cls(addon.mail_manager_addon_instance_ref.addon_instance_arn, _checked_field(field))

    @property
    def setting(self) -> str:
        """How messages call it."""
        return f"analysis {self.field!r}"


def _check_place(addon: object, elsewhere: frozenset[str], place: str, fix: str) -> None:
    name = addon.known_name if isinstance(addon, AddonInstance) else None
    if name in elsewhere:
        raise InvalidSettingError("addon", name, f"is not asked in {place}", fix=f"use {fix}", see="Email Add Ons")


def _checked_field(field: str) -> str:
    wrong = facts.RESULT_FIELD.fullmatch(field) is None or len(field) > facts.RESULT_FIELD_LENGTH
    if is_known(field) and wrong:
        raise InvalidSettingError(
            "field",
            field,
            "is no field of an answer",
            fix=f"use up to {facts.RESULT_FIELD_LENGTH} letters, digits, '_' and spaces",
        )
    return field
