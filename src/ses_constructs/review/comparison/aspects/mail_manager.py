"""What Mail Manager lets in, and what it does with it."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Rule, Severity
from ses_constructs.review.template import Resource
from ses_constructs.review.value import Value

_SEE = "Guide: Mail Manager, traffic policies and rule sets"
LETS_IN = Rule(
    id="traffic-policy-loosened",
    severity=Severity.WARNING,
    why="Mail that was turned away at the door now comes in.",
    cure="Keep the statements that deny, and DENY as the default.",
    source=_SEE,
)
KEEPS_OUT = Rule(
    id="traffic-policy-tightened",
    severity=Severity.NOTE,
    why="Mail that came in until now is turned away at the door.",
    cure="Check that nobody's wanted mail is among it.",
    source=_SEE,
)
RULES_LOST = Rule(
    id="mail-manager-rule-lost",
    severity=Severity.WARNING,
    why="What it did with mail ends with the deployment; mail that no rule delivers or stores is dropped.",
    cure="Keep it, or check which rule does its work now.",
    source=_SEE,
)
REORDERED = Rule(
    id="mail-manager-rules-reordered",
    severity=Severity.WARNING,
    why="Rules run in their order and may drop or change mail: another order may do something else with it.",
    cure="Keep the order.",
    source=_SEE,
)
ENDPOINT = Rule(
    id="ingress-point-changed",
    severity=Severity.WARNING,
    why="All mail of the ingress point goes through another policy or other rules, or through none.",
    cure="Check that the new ones do what the old ones did.",
    source=_SEE,
)
KINDS = (LETS_IN, KEEPS_OUT, RULES_LOST, REORDERED, ENDPOINT)

_POLICY, _RULES, _INGRESS = (
    "AWS::SES::MailManagerTrafficPolicy",
    "AWS::SES::MailManagerRuleSet",
    "AWS::SES::MailManagerIngressPoint",
)


def changes(pairing: Pairing) -> Iterator[Change]:
    for one, two in pairing.of_type(_POLICY):
        yield from _policy(pairing, one, two)
    for one, two in pairing.of_type(_RULES):
        yield from _rules(pairing, one.get("Rules"), two.get("Rules"))
    for one, two in pairing.of_type(_INGRESS):
        for path in ("RuleSetId", "TrafficPolicyId", "StatusToUpdate"):
            values = pairing.differs(one, two, path)
            if values is not None:
                text = f"{path} changes from {values[0] or 'nothing'} to {values[1] or 'nothing'}"
                place = two.place_of(f"Properties.{path}")
                yield Change(ENDPOINT, place, text, before=values[0], after=values[1])


def _policy(pairing: Pairing, one: Resource, two: Resource) -> Iterator[Change]:
    before, after = one.get("DefaultAction").literal, two.get("DefaultAction").literal
    if before is not None and after is not None and before != after:
        place = two.place_of("Properties.DefaultAction")
        kind = LETS_IN if after == "ALLOW" else KEEPS_OUT
        text = f"DefaultAction changes from {before} to {after}"
        yield Change(kind, place, text, before=before, after=after)
    old, new = one.get("PolicyStatements"), two.get("PolicyStatements")
    if not old.complete or not new.complete:
        return
    was = {pairing.spelled(item, old=True): item for item in old.items}
    becomes = {pairing.spelled(item): item for item in new.items}
    for spelled, item in becomes.items():
        if spelled not in was:
            yield _statement(item, new, f"a new statement is {spelled}", added=True)
    for spelled, item in was.items():
        if spelled not in becomes:
            yield _statement(item, new, f"a statement is gone; it was {spelled}", added=False)


def _statement(item: Value, place: Value, text: str, *, added: bool) -> Change:
    """To allow more, or to deny less, lets more in."""
    allows = item.get("Action").literal == "ALLOW"
    return Change(LETS_IN if allows is added else KEEPS_OUT, place.place, text)


def _rules(pairing: Pairing, old: Value, new: Value) -> Iterator[Change]:
    if not old.complete or not new.complete:
        return
    was = [pairing.spelled(item, old=True) for item in old.items]
    becomes = [pairing.spelled(item) for item in new.items]
    for spelled in was:
        if spelled not in becomes:
            yield Change(RULES_LOST, new.place, f"a rule is gone or changes; it was {spelled}", before=spelled)
    kept = [spelled for spelled in was if spelled in becomes]
    if kept != [spelled for spelled in becomes if spelled in was]:
        yield Change(REORDERED, new.place, "the rules that stay come in another order")
