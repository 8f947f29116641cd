"""Actions that send mail by Amazon SES, in the name of a role that may send just that.

Guide: Rule sets and rules (rule actions); Permission policies for Mail Manager. API: the actions of Mail Manager.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts import permissions
from ses_constructs.facts.addresses import domain_of
from ses_constructs.facts.mail_manager import ActionFailurePolicy
from ses_constructs.shared import Aws, is_known
from ses_constructs.shared.setting_types import checks_types

from .rule_action import Permission, RuleAction, checked_action_address, statement

_Set = ses.CfnMailManagerRuleSet


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class SendAction(RuleAction):
    """Sends the message to its recipients by Amazon SES. Mail is sent only from the identities that are named.

    Args:
        identities: Domains and addresses in whose name mail may leave.
        configuration_sets: The default sets of the identities. Left out: they have none.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for no identity.
    """

    identities: Sequence[refs.IEmailIdentityRef]
    configuration_sets: Sequence[refs.IConfigurationSetRef] = ()
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        if not self.identities:
            raise InvalidSettingError(
                "identities", [], "are none, so that no mail could leave", fix="name those that mail is sent from"
            )

    @property
    def sends_outward(self) -> bool:
        return True

    def permission(self, scope: Construct, aws: Aws) -> Permission:  # noqa: ARG002 - warns of nothing
        stem = {"partition": aws.partition, "region": aws.region, "account": aws.account}
        identities = [one.email_identity_ref.email_identity for one in self.identities]
        sets = [one.configuration_set_ref.configuration_set_name for one in self.configuration_sets]
        resources = [
            *(permissions.identity_arn(**stem, identity=name) for name in identities),
            *(permissions.configuration_set_arn(**stem, name=name) for name in sets),
        ]
        return Permission(
            purpose="Send",
            statements=[statement(list(permissions.SEND_ACTIONS), *resources)],
        )

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            send=_Set.SendActionProperty(role_arn=role_arn, action_failure_policy=str(self.on_failure))
        )


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class BounceAction(RuleAction):
    """Returns a bounce to the sender.

    Args:
        sender: From whom the bounce comes: an address of a verified identity.
        identity: The identity that the address belongs to. Left out: its domain.
        smtp_reply_code: Left out: ``550``.
        status_code: The enhanced status. Left out: ``5.1.1``, the mailbox does not exist.
        diagnostic_message: Up to 256 printable ASCII characters.
        message: What people read, up to 500 characters. Left out: what SES writes.
        on_failure: Left out: the next action runs.

    Raises:
        InvalidSettingError: for an address, a code or a text that Mail Manager refuses, or codes of which one is
            for good and the other is not.
    """

    sender: str
    identity: refs.IEmailIdentityRef | None = None
    smtp_reply_code: str = "550"
    status_code: str = "5.1.1"
    diagnostic_message: str = "Mailbox does not exist"
    message: str | None = None
    on_failure: ActionFailurePolicy = ActionFailurePolicy.CONTINUE

    def __post_init__(self) -> None:
        checked_action_address("sender", self.sender)
        if self.identity is None and not is_known(self.sender):
            raise InvalidSettingError(
                "identity", None, "is missing, and the sender is not known yet", fix="give the sender's identity"
            )
        _check("smtp_reply_code", self.smtp_reply_code, facts.SMTP_REPLY_CODE, "give one such as '550'")
        _check("status_code", self.status_code, facts.STATUS_CODE, "give one such as '5.1.1'")
        if is_known(self.smtp_reply_code + self.status_code) and self.smtp_reply_code[0] != self.status_code[0]:
            raise InvalidSettingError(
                "status_code",
                self.status_code,
                f"does not go with smtp_reply_code={self.smtp_reply_code!r}: 4 is for now, 5 for good",
                fix="begin both with the same digit",
            )
        _check(
            "diagnostic_message",
            self.diagnostic_message,
            facts.DIAGNOSTIC_MESSAGE,
            "write 1 to 256 printable ASCII characters on one line",
        )
        if self.message is not None:
            _check("message", self.message, facts.BOUNCE_MESSAGE, "write 1 to 500 printable ASCII characters")

    def permission(self, scope: Construct, aws: Aws) -> Permission:  # noqa: ARG002 - warns of nothing
        name = domain_of(self.sender) if self.identity is None else self.identity.email_identity_ref.email_identity
        arn = permissions.identity_arn(
            partition=aws.partition, region=aws.region, account=aws.account, identity=name
        )
        sender = {"StringEquals": {permissions.FROM_ADDRESS: self.sender}}
        return Permission(
            purpose="Bounce",
            statements=[
                statement(permissions.ACTIONS_OF[permissions.SendForm.BOUNCE], arn, condition=sender),
            ],
        )

    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        return _Set.RuleActionProperty(
            bounce=_Set.BounceActionProperty(
                role_arn=role_arn,
                sender=self.sender,
                smtp_reply_code=self.smtp_reply_code,
                status_code=self.status_code,
                diagnostic_message=self.diagnostic_message,
                message=self.message,
                action_failure_policy=str(self.on_failure),
            )
        )


def _check(setting: str, value: str, pattern: re.Pattern[str], fix: str) -> None:
    if is_known(value) and pattern.fullmatch(value) is None:
        raise InvalidSettingError(setting, value, "is not what Mail Manager takes", fix=fix)
