"""The receipt rule as bucket, key, topic and function policies see it."""

from __future__ import annotations

from dataclasses import dataclass

from constructs import Construct

from ses_constructs.facts.permissions import receipt_rule_arn
from ses_constructs.shared import Aws, is_known


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where SES acts from. Made of text only: a reference to the rule would need the rule before its permissions.

    Args:
        scope: The rule; warnings appear there.
        region: Of the rule.
        account: Of the rule.
        arn: Of the rule, with ``*`` for a rule set whose name nobody knows before the deployment.
    """

    scope: Construct
    region: str
    account: str
    arn: str

    @classmethod
    def of(cls, scope: Construct, *, rule_set: str, rule: str) -> RuleSource:
        """The source for a rule of that name, which is a literal."""
        aws = Aws.of(scope)
        arn = receipt_rule_arn(
            partition=aws.partition,
            region=aws.region,
            account=aws.account,
            rule_set=rule_set if is_known(rule_set) else "*",
            rule=rule,
        )
        return cls(scope, aws.region, aws.account, arn)

    @property
    def conditions(self) -> dict[str, dict[str, str]]:
        """For a policy statement: this account, and this rule."""
        return {
            "StringEquals": {"aws:SourceAccount": self.account},
            "ArnLike": {"aws:SourceArn": self.arn},
        }
