"""An ingress point must not pass on mail for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.open_relays import passing
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.relaying import ip_versions, is_public, passages, strangers
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-manager-open-relay",
    severity=Severity.ERROR,
    why="Anyone on the internet can send through it to anyone: the account is abused and paused.",
    cure="Set DefaultAction to DENY, and allow the recipients' domains by a statement.",
    source="API: CreateTrafficPolicy and CreateIngressPoint of Mail Manager",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for ingress in assembly.resources("AWS::SES::MailManagerIngressPoint"):
        policy = ingress.get("TrafficPolicyId").names("AWS::SES::MailManagerTrafficPolicy")
        rules = ingress.get("RuleSetId").names("AWS::SES::MailManagerRuleSet")
        if policy is None or rules is None or not is_public(ingress):
            continue
        arriving, given = strangers(policy), rules.get("Rules")
        judged = passages(given)
        if arriving is None or judged is None:
            continue
        at = [int(name) for name in passing(judged, arriving=arriving, versions=ip_versions(ingress))]
        if at:
            how = "passes it on" if len(at) == 1 else f"passes it on, together with {len(at) - 1} later"
            yield RULE.at(
                given.items[at[0]].place, f"{ingress.logical_id} takes mail of anybody, and this rule {how}"
            )
