"""Whether the active rule set is the stack's, and does what the stack says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Place, Resource, Rule, Severity
from ses_constructs.review.receiving import RULE, RULE_SET, precedes

if TYPE_CHECKING:
    from types_boto3_ses.type_defs import ReceiptRuleOutputTypeDef

_SEE = "Guide: Creating receipt rule sets"
INACTIVE = Rule(
    id="rule-set-not-active",
    severity=Severity.ERROR,
    why="SES asks the active set only, one for each region; mail for this one is refused or goes elsewhere.",
    cure="aws ses set-active-receipt-rule-set --rule-set-name NAME, once nobody needs the other.",
    source=_SEE,
)
SET_MISSING = Rule(
    id="rule-set-missing",
    severity=Severity.ERROR,
    why="Its rules are gone with it; mail is refused.",
    cure="Deploy the stack again under another name of the set.",
    source=_SEE,
)
RULE_MISSING = Rule(
    id="receipt-rule-missing",
    severity=Severity.ERROR,
    why="Mail to its recipients is refused, or another rule takes it.",
    cure="Create it again under the same name, or rename it in the stack and deploy.",
    source=_SEE,
)
DIFFERENT = Rule(
    id="receipt-rule-differs",
    severity=Severity.WARNING,
    why="Somebody changed it by hand; the stack does not put it back by itself.",
    cure="Put it back, or change the stack to what is wanted.",
    source="API: DescribeReceiptRuleSet",
)
FOREIGN = Rule(
    id="receipt-rule-foreign",
    severity=Severity.WARNING,
    why="It is in the stack's own rule set and the stack does not know it: it may take mail before the others do.",
    cure="Remove it, or bring it into the stack.",
    source="API: DescribeReceiptRuleSet",
)
ORDER = Rule(
    id="receipt-rules-out-of-order",
    severity=Severity.WARNING,
    why="The first rule that stops decides: another order may send mail elsewhere.",
    cure="aws ses reorder-receipt-rule-set, with the order of the stack.",
    source="API: DescribeReceiptRuleSet",
)
RULES = (INACTIVE, SET_MISSING, RULE_MISSING, DIFFERENT, FOREIGN, ORDER)

_Rules = dict[str, "ReceiptRuleOutputTypeDef"]


def check(stack: DeployedStack) -> Iterator[Finding]:
    rules = list(stack.of_type(RULE))
    sets = {name: resource for resource, name in stack.of_type(RULE_SET)}
    if not rules and not sets:
        return
    active = stack.session.client("ses").describe_active_receipt_rule_set()
    active_name = active.get("Metadata", {}).get("Name")
    for name, resource in sets.items():
        if name != active_name:
            told = active_name or "none"
            yield INACTIVE.at(stack.place(name, resource), f"the active rule set is {told}, not {name}")
    by_set: dict[str, list[tuple[Resource, str]]] = {name: [] for name in sets}
    for resource, id in rules:
        owner = stack.text(resource.get("RuleSetName")) or active_name
        if owner is not None:
            by_set.setdefault(owner, []).append((resource, _name(stack, resource, id)))
    for name, own in by_set.items():
        yield from _rule_set(stack, name, own, is_own=name in sets)


def _rule_set(
    stack: DeployedStack, name: str, own: list[tuple[Resource, str]], *, is_own: bool
) -> Iterator[Finding]:
    ses = stack.session.client("ses")
    try:
        there = {rule["Name"]: rule for rule in ses.describe_receipt_rule_set(RuleSetName=name).get("Rules", [])}
    except ses.exceptions.RuleSetDoesNotExistException:
        yield SET_MISSING.at(stack.place(name), f"SES has no rule set {name}")
        return
    for resource, rule in own:
        place = stack.place(rule, resource)
        if rule in there:
            yield from _rule(stack, place, resource, there[rule])
        else:
            yield RULE_MISSING.at(place, f"rule set {name} has no rule {rule}")
    yield from _order(stack, own, list(there))
    if is_own:
        for rule in there.keys() - {named for _, named in own}:
            yield FOREIGN.at(stack.place(rule), f"rule set {name} has a rule {rule} that is not the stack's")


def _rule(
    stack: DeployedStack, place: Place, resource: Resource, found: ReceiptRuleOutputTypeDef
) -> Iterator[Finding]:
    for path, is_now in (("Enabled", found.get("Enabled")), ("ScanEnabled", found.get("ScanEnabled"))):
        wanted = resource.get(f"Rule.{path}").flag
        if wanted is not None and bool(is_now) is not wanted:
            yield DIFFERENT.at(place, f"{path} is {bool(is_now)}, and should be {wanted}")
    tls = resource.get("Rule.TlsPolicy").literal
    if tls is not None and found.get("TlsPolicy") != tls:
        yield DIFFERENT.at(place, f"TlsPolicy is {found.get('TlsPolicy')}, and should be {tls}")
    recipients = resource.get("Rule.Recipients")
    wanted_recipients = {stack.text(item) for item in recipients.items}
    is_recipients = set(found.get("Recipients", []))
    if recipients.complete and None not in wanted_recipients and wanted_recipients != is_recipients:
        told = ", ".join(sorted(is_recipients)) or "everybody"
        should = ", ".join(sorted(filter(None, wanted_recipients))) or "everybody"
        yield DIFFERENT.at(place, f"it takes mail to {told}, and should take mail to {should}")
    kinds = [kind for action in found.get("Actions", []) for kind in action]
    actions = resource.get("Rule.Actions")
    wanted_kinds = [kind for member in actions.items for kind, settings in member.entries if settings.present]
    if actions.complete and kinds != wanted_kinds:
        told, should = ", ".join(kinds) or "nothing", ", ".join(wanted_kinds) or "nothing"
        yield DIFFERENT.at(place, f"its actions are {told}, and should be {should}")


def _order(stack: DeployedStack, own: list[tuple[Resource, str]], there: list[str]) -> Iterator[Finding]:
    for at, (resource, name) in enumerate(own):
        for other, other_name in own[at + 1 :]:
            for first, second in (
                ((resource, name), (other, other_name)),
                ((other, other_name), (resource, name)),
            ):
                known = first[1] in there and second[1] in there
                if known and precedes(first[0], second[0]) and there.index(second[1]) < there.index(first[1]):
                    yield ORDER.at(
                        stack.place(second[1], second[0]),
                        f"{second[1]} comes before {first[1]}, and should follow",
                    )


def _name(stack: DeployedStack, resource: Resource, id: str) -> str:
    """The rule's name; CloudFormation's id of one ends with it."""
    return stack.text(resource.get("Rule.Name")) or id.rpartition("|")[2]
