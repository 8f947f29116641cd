"""The map of incoming mail: the domains it comes for, the rules it meets, and where it ends up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ses_constructs.review.receiving import (
    RULE,
    RULE_SET,
    Action,
    actions,
    after,
    inbound_domains,
    is_catch_all,
    rule_sets,
)

from .consumers import add_consumers, target_part
from .dns_table import INCOMING, State, dns_rows
from .flow import Arrow, Carries, Flow, FlowBuilder
from .naming import counted, joined, key_of, label_of, name_of, readable, tail_of
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource

_TARGETS = {
    "S3Action": ("BucketName", Kind.BUCKET),
    "LambdaAction": ("FunctionArn", Kind.FUNCTION),
    "SNSAction": ("TopicArn", Kind.TOPIC),
    "WorkmailAction": ("OrganizationArn", Kind.OTHER),
    "ConnectAction": ("InstanceARN", Kind.OTHER),
}
_WORDS = {
    "S3Action": "saves it",
    "LambdaAction": "runs a function",
    "SNSAction": "tells a topic",
    "WorkmailAction": "hands it to WorkMail",
    "ConnectAction": "hands it to Amazon Connect",
    "BounceAction": "bounces it",
    "StopAction": "stops here",
    "AddHeaderAction": "adds a header",
}
_STATES = {
    State.PUBLISHED: "MX record published",
    State.OTHER_ACCOUNT: "MX record published",
    State.BY_HAND: "MX record by hand",
    State.NOWHERE: "MX record not here",
}
ANYONE = "anyone"
_EVERY_DOMAIN = "every verified domain"
_LATER = "known at deployment"


def receiving_flow(assembly: Assembly) -> Flow:
    """Everything that has to do with mail that arrives by receipt rules."""
    flow = FlowBuilder()
    if next(assembly.resources(RULE), None) is None:
        return flow.flow()
    flow.part(Part(ANYONE, Kind.PEOPLE, "Anyone who writes", "to your domains"))
    states = {row.name: _STATES[row.state] for row in dns_rows(assembly) if row.reason == INCOMING}
    for rules in rule_sets(assembly).values():
        for position, rule in enumerate(_in_order(rules), 1):
            _add_rule(flow, assembly, rule, position, states)
    return flow.flow()


def active_rule_sets(assembly: Assembly) -> bool:
    """True when something in the assembly makes a rule set the active one."""
    return any(
        "ActiveReceiptRuleSet" in resource.type or "JoinedReceiptRuleSet" in resource.type
        for resource in assembly.resources()
    )


def _in_order(rules: list[Resource]) -> list[Resource]:
    """Rules by their chain of ``After``, as far as it is known; the rest as written."""
    following: dict[Resource | None, list[Resource]] = {}
    for rule in rules:
        before = after(rule)
        following.setdefault(before if before in rules else None, []).append(rule)
    found: list[Resource] = []
    waiting = list(reversed(following.get(None, [])))
    while waiting:
        rule = waiting.pop()
        if rule not in found:
            found.append(rule)
            waiting.extend(reversed(following.get(rule, [])))
    return [*found, *(rule for rule in rules if rule not in found)]


def _add_rule(
    flow: FlowBuilder, assembly: Assembly, rule: Resource, position: int, states: dict[str, str]
) -> None:
    given = rule.get("Rule.Name").literal or label_of(rule)
    off = rule.get("Rule.Enabled").flag is False
    does = actions(rule)
    line = "off" if off else joined([_WORDS.get(one.kind, one.kind) for one in does], most=3) or "does nothing"
    owner = rule.get("RuleSetName").names(RULE_SET)
    # What is found about a rule set stands beside its first rule.
    own = (rule, owner) if owner is not None and position == 1 else (rule,)
    part = Part(key_of(rule), Kind.RECEIPT_RULE, f"{position}. {given}", line, tuple(_facts(rule, does)), own)
    key = flow.part(part)
    for domain in _domains(assembly, rule):
        line = "" if domain in (_EVERY_DOMAIN, _LATER) else states.get(domain, _STATES[State.NOWHERE])
        at = flow.part(Part(f"inbound\n{domain}", Kind.DOMAIN, domain, line))
        flow.arrow(Arrow(ANYONE, at, Carries.MAIL))
        flow.arrow(Arrow(at, key, Carries.MAIL, off=off))
    for action in does:
        _add_action(flow, assembly, key, action, off=off)


def _facts(rule: Resource, does: list[Action]) -> Iterator[Fact]:
    recipients = rule.get("Rule.Recipients")
    words = [readable(item.text) for item in recipients.items if item.text is not None]
    everyone = "every address of every verified domain"
    yield Fact("For", everyone if is_catch_all(rule) else joined(words) or _LATER)
    scanned = rule.get("Rule.ScanEnabled").flag
    yield Fact("Scanned for spam and viruses", "yes" if scanned else "no")
    tls = rule.get("Rule.TlsPolicy").literal == "Require"
    yield Fact("Encryption on the way", "required" if tls else "if the sender offers it")
    for number, action in enumerate(does, 1):
        yield Fact(f"Step {number}", _WORDS.get(action.kind, action.kind))
    owner = rule.get("RuleSetName").names(RULE_SET)
    yield Fact("Rule set", name_of(owner) if owner is not None else tail_of(rule.get("RuleSetName")))


def _domains(assembly: Assembly, rule: Resource) -> list[str]:
    if is_catch_all(rule):
        return sorted(inbound_domains(assembly)) or [_EVERY_DOMAIN]
    names = {item.rpartition("@")[2].lstrip(".").lower() for item in rule.get("Rule.Recipients").literals}
    return sorted(names) or [_LATER]


def _add_action(flow: FlowBuilder, assembly: Assembly, key: str, action: Action, *, off: bool) -> None:
    says = _WORDS.get(action.kind, action.kind)
    path, kind = _TARGETS.get(action.kind, ("", Kind.OUTCOME))
    if path:
        part, resource = target_part(action.settings.get(path), kind)
        at = flow.part(part)
        flow.arrow(Arrow(key, at, Carries.MAIL, says, off))
        add_consumers(flow, assembly, at, resource)
    elif action.kind == "BounceAction":
        code = readable(action.settings.get("SmtpReplyCode").text)
        line = readable(action.settings.get("Message").text)
        at = flow.part(Part(f"bounce\n{key}", Kind.OUTCOME, f"Bounced {code}".strip(), line))
        flow.arrow(Arrow(key, at, Carries.MAIL, says, off))
    topic = action.settings.get("TopicArn")
    if topic.present and action.kind != "SNSAction":
        part, resource = target_part(topic, Kind.TOPIC)
        at = flow.part(part)
        flow.arrow(Arrow(key, at, Carries.EVENTS, f"hears when the rule {says}", off))
        add_consumers(flow, assembly, at, resource)


def rules_in_words(assembly: Assembly) -> str:
    """How many rules there are, and whether they are in force."""
    number = sum(1 for _ in assembly.resources(RULE))
    state = "made active here" if active_rule_sets(assembly) else "in force once their rule set is the active one"
    return f"{counted(number, 'receipt rule')}, {state}" if number else "no receipt rule is left"
