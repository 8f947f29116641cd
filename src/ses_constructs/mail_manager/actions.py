"""What a rule does with a message in the name of nobody. Guide: Rule sets and rules (rule actions)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import ActionFailurePolicy, EnvelopeSender
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

from .rule_action import RuleAction, checked_action_address

_Set = ses.CfnMailManagerRuleSet


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAction(RuleAction):
    """Puts the message into an archive.

    Args:
        archive: An ``Archive``, or an imported one, of the same account and region.
        on_failure: Left out: the next action runs.
    """

    archive: refs.IMailManagerArchiveRef
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:  # noqa: ARG002 - has no role
        return _Set.RuleActionProperty(
            archive=_Set.ArchiveActionProperty(
                target_archive=self.archive.mail_manager_archive_ref.archive_id,
                action_failure_policy=str(self.on_failure),
            )
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class RelayAction(RuleAction):
    """Passes the message on to another mail server.

    Args:
        relay: A ``Relay``, or an imported one.
        envelope_sender: Left out: that of the message is kept, so that bounces find its sender.
        on_failure: Left out: the next action runs.
    """

    relay: refs.IMailManagerRelayRef
    envelope_sender: EnvelopeSender = EnvelopeSender.PRESERVE
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    @property
    def sends_outward(self) -> bool:
        return True

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:  # noqa: ARG002 - has no role
        return _Set.RuleActionProperty(
            relay=_Set.RelayActionProperty(
                relay=self.relay.mail_manager_relay_ref.relay_id,
                mail_from=str(self.envelope_sender),
                action_failure_policy=str(self.on_failure),
            )
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class AddHeaderAction(RuleAction):
    """Adds a header to the message, also when it has one of that name; for the actions and rules after it.

    Args:
        name: Up to 64 letters, digits and dashes that begin with ``X-``.
        value: Up to 128 characters, on one line.

    Raises:
        InvalidSettingError: for a name or a value that SES refuses.
    """

    name: str
    value: str

    def __post_init__(self) -> None:
        wrong = facts.ADDED_HEADER.fullmatch(self.name) is None or len(self.name) > facts.ADDED_HEADER_LENGTH
        if is_known(self.name) and wrong:
            raise InvalidSettingError(
                "name",
                self.name,
                "is no header that Mail Manager adds",
                fix=f"begin it with 'X-' and use up to {facts.ADDED_HEADER_LENGTH} letters, digits and dashes",
            )
        if not is_known(self.value):
            return
        if "\r" in self.value or "\n" in self.value:
            raise InvalidSettingError(
                "value", self.value, "has a line break, which would begin another header", fix="write one line"
            )
        if not 1 <= len(self.value) <= facts.ADDED_HEADER_VALUE_LENGTH:
            raise InvalidSettingError(
                "value",
                f"{self.value[:20]}...",
                f"has {len(self.value)} characters",
                fix=f"give 1 to {facts.ADDED_HEADER_VALUE_LENGTH}",
            )

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:  # noqa: ARG002 - has no role
        return _Set.RuleActionProperty(
            add_header=_Set.AddHeaderActionProperty(header_name=self.name, header_value=self.value)
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceRecipientAction(RuleAction):
    """Replaces the recipients of the envelope that the rule is run for; the headers stay as they are.

    Args:
        recipients: 1 to 100 addresses.

    Raises:
        InvalidSettingError: for none, too many, one that is given twice, or one that Mail Manager does not take.
    """

    recipients: Sequence[str]

    def __post_init__(self) -> None:
        count = len(self.recipients)
        if not 1 <= count <= facts.REPLACED_RECIPIENTS:
            raise InvalidSettingError(
                "recipients",
                f"<{count} addresses>",
                "is no list that Mail Manager takes",
                fix=f"give 1 to {facts.REPLACED_RECIPIENTS} addresses; DropAction() throws mail away",
            )
        seen = set()
        for address in self.recipients:
            checked = checked_action_address("recipients", address)
            if checked in seen:
                raise InvalidSettingError("recipients", address, "is given twice", fix="give each address once")
            seen.add(checked)

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:  # noqa: ARG002 - has no role
        return _Set.RuleActionProperty(
            replace_recipient=_Set.ReplaceRecipientActionProperty(replace_with=list(self.recipients))
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class DropAction(RuleAction):
    """Throws the message away for the recipients that the rule is run for; no later action or rule sees them."""

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:  # noqa: ARG002 - has no role
        return _Set.RuleActionProperty(drop={})
