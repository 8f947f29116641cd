"""The map of Mail Manager: where it takes mail in, by which rules, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ses_constructs.review.relaying import is_public

from .consumers import add_consumers, target_part
from .flow import Arrow, Carries, Flow, FlowBuilder
from .naming import counted, key_of, label_of
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from ses_constructs.review.template import Assembly, Resource

INGRESS_POINT = "AWS::SES::MailManagerIngressPoint"
RULE_SET = "AWS::SES::MailManagerRuleSet"
TRAFFIC_POLICY = "AWS::SES::MailManagerTrafficPolicy"
_ANYONE = "anyone"
_ASKS = {"OPEN": "open to a VPC", "AUTH": "asks for a password", "MTLS": "asks for a certificate"}
_TARGETS = {
    "Archive": ("TargetArchive", Kind.ARCHIVE, "kept in the archive"),
    "DeliverToMailbox": ("MailboxArn", Kind.OTHER, "put into the mailbox"),
    "InvokeLambda": ("FunctionArn", Kind.FUNCTION, "given to the function"),
    "PublishToSns": ("TopicArn", Kind.TOPIC, "told to the topic"),
    "Relay": ("Relay", Kind.RELAY, "passed on to the relay"),
    "WriteToS3": ("S3Bucket", Kind.BUCKET, "saved"),
}
_OUTCOMES = {
    "Bounce": ("Bounced", "its sender is told"),
    "Drop": ("Dropped", "nobody is told"),
    "Send": ("Sent on", "to its recipients, by SES"),
}
"""Both from the schema of ``AWS::SES::MailManagerRuleSet``."""


def gateway_flow(assembly: Assembly) -> Flow:
    """Everything that has to do with mail that arrives at Mail Manager."""
    flow = FlowBuilder()
    for ingress in assembly.resources(INGRESS_POINT):
        title = ingress.get("IngressPointName").literal or label_of(ingress)
        asks = _ASKS.get(ingress.get("Type").literal or "", "")
        line = "open to the internet" if is_public(ingress) else asks
        key = flow.part(Part(key_of(ingress), Kind.GATEWAY, title, line, _admission(ingress), (ingress,)))
        flow.arrow(Arrow(flow.part(Part(_ANYONE, Kind.PEOPLE, "Senders", "mail servers")), key, Carries.MAIL))
        rules = ingress.get("RuleSetId").names(RULE_SET)
        if rules is not None:
            _add_rules(flow, assembly, key, rules)
    return flow.flow()


def _admission(ingress: Resource) -> tuple[Fact, ...]:
    policy = ingress.get("TrafficPolicyId").names(TRAFFIC_POLICY)
    if policy is None:
        return ()
    otherwise = "let in" if policy.get("DefaultAction").literal == "ALLOW" else "turned away"
    number = len(policy.get("PolicyStatements").items)
    return (Fact("Who may come in", f"{counted(number, 'statement')}; everybody else is {otherwise}"),)


def _add_rules(flow: FlowBuilder, assembly: Assembly, start: str, rules: Resource) -> None:
    for position, rule in enumerate(rules.get("Rules").items, 1):
        name = rule.get("Name").literal or "rule"
        conditions = len(rule.get("Conditions").items)
        line = _condition_words(conditions)
        where = "\n".join((key_of(rules), str(position)))
        key = flow.part(Part(where, Kind.RECEIPT_RULE, f"{position}. {name}", line, (), (rules,)))
        flow.arrow(Arrow(start, key, Carries.MAIL))
        for action in rule.get("Actions").items:
            for kind, settings in action.entries:
                if kind in _TARGETS:
                    path, drawn, says = _TARGETS[kind]
                    part, resource = target_part(settings.get(path), drawn)
                    at = flow.part(part)
                    flow.arrow(Arrow(key, at, Carries.MAIL, says))
                    flow.part(replace(part, line=says))
                    add_consumers(flow, assembly, at, resource)
                elif kind in _OUTCOMES:
                    title, told = _OUTCOMES[kind]
                    code = settings.get("SmtpReplyCode").literal
                    named = f"{title} {code}" if code is not None else title
                    at = flow.part(Part(f"{where}\n{kind}", Kind.OUTCOME, named, told))
                    flow.arrow(Arrow(key, at, Carries.MAIL))


def _condition_words(number: int) -> str:
    if not number:
        return "for all mail"
    return "if 1 condition holds" if number == 1 else f"if {number} conditions hold"
