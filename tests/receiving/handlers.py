"""What every handler of received mail is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from ses_constructs.identities import DomainIdentity
from ses_constructs.receiving import ReceiptRuleSet
from ses_constructs.receiving.mail_handler import MailHandler


@dataclass(frozen=True)
class Given:
    """A stack with a bucket under a key of its own, a topic and an identity."""

    stack: cdk.Stack
    bucket: s3.Bucket
    operators: sns.Topic
    identity: DomainIdentity

    @classmethod
    def within(cls, stack: cdk.Stack) -> Given:
        from ses_constructs.dns import Dns

        key = kms.Key(stack, "Key", enable_key_rotation=True)
        bucket = s3.Bucket(
            stack, "Bucket", encryption_key=key, enforce_ssl=True, server_access_logs_prefix="logs/"
        )
        identity = DomainIdentity(stack, "Domain", domain="example.com", dns=Dns.by_hand())
        return cls(stack, bucket, sns.Topic(stack, "Operators", enforce_ssl=True), identity)

    def receive(self, handler: MailHandler) -> dict[str, Any]:
        """Adds the handler's actions to a rule, and returns the finished resources."""
        rules = ReceiptRuleSet(self.stack, "Rules")
        rules.add_rule("Rule", recipients=["box@example.com"], actions=handler.actions)
        resources: dict[str, Any] = Template.from_stack(self.stack).to_json()["Resources"]
        return resources

    def findings(self) -> list[str]:
        """What cdk-nag has against the stack."""
        report = AwsSolutionsChecks(self.stack.node.root).validate_scope(self.stack.node.root)
        return [violation.rule_name for violation in report.violations]


def statements(resources: dict[str, Any]) -> dict[str, list[Any]]:
    """What the function of the handler may do, by action."""
    found: dict[str, list[Any]] = {}
    for id, made in resources.items():
        if made["Type"] == "AWS::IAM::Policy" and "FunctionRole" in id:
            for statement in made["Properties"]["PolicyDocument"]["Statement"]:
                actions = statement["Action"]
                for action in [actions] if isinstance(actions, str) else actions:
                    found.setdefault(action, []).append(statement)
    return found


def environment(resources: dict[str, Any], code: str) -> dict[str, Any]:
    """Of the function with this word in its description."""
    (found,) = [
        made["Properties"]
        for made in resources.values()
        if made["Type"] == "AWS::Lambda::Function" and code in made["Properties"].get("Description", "")
    ]
    variables: dict[str, Any] = found["Environment"]["Variables"]
    return variables
