"""An ingress point must not pass on mail for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="mail-manager-open-relay",
    severity=Severity.ERROR,
    why="Anyone on the internet can send through it to anyone: the account is abused and paused.",
    cure="Set DefaultAction to DENY, and allow the recipients' domains by a statement.",
    source="API: CreateTrafficPolicy and CreateIngressPoint of Mail Manager",
)


_OUTWARD = ("Relay", "Send")


def check(assembly: Assembly) -> Iterator[Finding]:
    for ingress in assembly.resources("AWS::SES::MailManagerIngressPoint"):
        policy = ingress.get("TrafficPolicyId").names("AWS::SES::MailManagerTrafficPolicy")
        rules = ingress.get("RuleSetId").names("AWS::SES::MailManagerRuleSet")
        is_open = ingress.get("Type").literal == "OPEN"
        if policy is None or rules is None or not is_open or policy.get("DefaultAction").literal != "ALLOW":
            continue
        for rule in rules.get("Rules").items:
            outward = [kind for one in rule.get("Actions").items for kind, _ in one.entries if kind in _OUTWARD]
            if outward and rule.get("Conditions").items == () and _denies_nothing(policy):
                yield RULE.at(
                    rule.place, f"{ingress.logical_id} takes all mail, and {outward[0]} passes all of it on"
                )


def _denies_nothing(policy: Resource) -> bool:
    statements_given = policy.get("PolicyStatements")
    return statements_given.complete and all(
        one.get("Action").literal == "ALLOW" for one in statements_given.items
    )
