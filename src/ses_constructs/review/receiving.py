"""What an assembly receives with: receipt rules, their order, and what they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .dns_records import dns_records
from .remembering import once
from .template import Assembly, Resource
from .text import Reference, Text
from .value import Value

RULE = "AWS::SES::ReceiptRule"
RULE_SET = "AWS::SES::ReceiptRuleSet"
FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_VERSIONS = ("AWS::Lambda::Alias", "AWS::Lambda::Version")


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """An action of a receipt rule.

    Args:
        rule: The resource that holds it.
        kind: Such as ``S3Action``.
        settings: What it says.
    """

    rule: Resource
    kind: str
    settings: Value


def actions(rule: Resource) -> list[Action]:
    """The actions of a rule in their order; one that is hidden in an intrinsic is left out."""
    return [
        Action(rule, kind, settings)
        for member in rule.get("Rule.Actions").items
        for kind, settings in member.entries
        if settings.present
    ]


def actions_of_kind(assembly: Assembly, kind: str) -> Iterator[Action]:
    """Actions of a kind in all rules of the assembly."""
    for rule in assembly.resources(RULE):
        yield from (action for action in actions(rule) if action.kind == kind)


def is_catch_all(rule: Resource) -> bool:
    """True when a rule certainly names no recipient, and so takes mail to every verified domain."""
    recipients = rule.get("Rule.Recipients")
    return recipients.absent or recipients.raw == []


@once
def rule_sets(assembly: Assembly) -> dict[Text, list[Resource]]:
    """Rules by the rule set they belong to, as far as its name is known."""
    found: dict[Text, list[Resource]] = {}
    for rule in assembly.resources(RULE):
        name = rule.get("RuleSetName")
        owner = name.names(RULE_SET)
        text = _name_of(owner) if owner is not None else name.text
        if text is not None:
            found.setdefault(text, []).append(rule)
    return found


def after(rule: Resource) -> Resource | None:
    """The rule that comes before this one."""
    return rule.get("After").names(RULE)


def precedes(first: Resource, second: Resource) -> bool:
    """True when a rule certainly comes before another, by the chain of ``After``."""
    seen = set()
    at = after(second)
    while at is not None and at not in seen:
        if at is first:
            return True
        seen.add(at)
        at = after(at)
    return False


@once
def inbound_domains(assembly: Assembly) -> frozenset[str]:
    """Domains that receive mail: of the recipients of the rules, and of MX records that point to SES."""
    found = set()
    for rule in assembly.resources(RULE):
        for recipient in rule.get("Rule.Recipients").literals:
            found.add(recipient.rpartition("@")[2].lower().lstrip("."))
    for record in dns_records(assembly):
        if (
            record.type == "MX"
            and record.literal
            and any("inbound-smtp." in value.shape for value in record.values)
        ):
            found.add(record.literal)
    return frozenset(found)


def function_of(value: Value) -> Resource | None:
    """The function that an ARN means, also by one of its versions or aliases."""
    found = value.names(*FUNCTIONS, *_VERSIONS)
    hops = 0
    while found is not None and found.type in _VERSIONS and hops < len(_VERSIONS):
        found = found.get("FunctionName").names(*FUNCTIONS, *_VERSIONS)
        hops += 1
    return found


def _name_of(rule_set: Resource) -> Text:
    name = rule_set.get("RuleSetName").text
    return name if name is not None and name.pieces else Text.of(Reference(rule_set))
