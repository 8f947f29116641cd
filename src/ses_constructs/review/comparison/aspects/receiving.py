"""What happens to mail that comes in."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.receiving import RULE, RULE_SET, actions, is_catch_all, precedes
from ses_constructs.review.template import Assembly, Resource

_SEE = "Guide: Creating receipt rules"
RECIPIENTS = Rule(
    id="recipients-lost",
    severity=Severity.WARNING,
    why="Mail to them is no longer dealt with by this rule; SES refuses it unless another rule takes it.",
    cure="Keep them, or check which rule takes their mail.",
    source=_SEE,
)
WIDENED = Rule(
    id="recipients-widened",
    severity=Severity.WARNING,
    why="A rule without recipients takes mail to every verified domain of the account.",
    cure="Name the recipients.",
    source=_SEE,
)
ACTION = Rule(
    id="receipt-action-lost",
    severity=Severity.WARNING,
    why="What it did with received mail ends with the deployment.",
    cure="Keep it, or check that nothing waits for it.",
    source=_SEE,
)
ORDER = Rule(
    id="receipt-rules-reordered",
    severity=Severity.WARNING,
    why="The first rule that stops decides: another order may send mail elsewhere.",
    cure="Keep the order by After, or check each rule that stops.",
    source=_SEE,
)
OFF = Rule(
    id="receipt-rule-switched-off",
    severity=Severity.ERROR,
    why="SES skips it, and refuses its mail unless another rule takes it.",
    cure="Set Rule.Enabled to true.",
    source=_SEE,
)
UNSCANNED = Rule(
    id="receipt-scan-switched-off",
    severity=Severity.WARNING,
    why="Received mail no longer tells whether it is spam or carries a virus.",
    cure="Set Rule.ScanEnabled to true.",
    source=_SEE,
)
INACTIVE = Rule(
    id="activation-lost",
    severity=Severity.ERROR,
    why="Nothing in the templates activates the rule set any more, and what did so may blank it as it goes.",
    cure="Keep what activates it.",
    source="Guide: Creating receipt rule sets",
)
FILTER = Rule(
    id="receipt-filter-lost",
    severity=Severity.WARNING,
    why="Addresses that were kept out may deliver again, or those let in may not.",
    cure="Keep the filter, or check that nobody needs it.",
    source="Guide: Creating IP address filters",
)
KINDS = (RECIPIENTS, WIDENED, ACTION, ORDER, OFF, UNSCANNED, INACTIVE, FILTER)

_FILTER = "AWS::SES::ReceiptFilter"


def changes(pairing: Pairing) -> Iterator[Change]:
    rules = pairing.of_type(RULE)
    for one, two in rules:
        yield from _recipients(one, two)
        yield from _actions(pairing, one, two)
        enabled = two.get("Rule.Enabled")
        # Left out means off. API reference of SES, ReceiptRule.
        if one.get("Rule.Enabled").flag is True and (enabled.absent or enabled.flag is False):
            yield Change(OFF, enabled.place, "the rule is switched off")
        if one.get("Rule.ScanEnabled").flag is True and two.get("Rule.ScanEnabled").flag is False:
            yield Change(UNSCANNED, two.place_of("Properties.Rule.ScanEnabled"), "scanning is switched off")
    yield from _order(rules)
    for one in pairing.removed:
        if one.type == _FILTER:
            yield Change(FILTER, one.place, f"the filter of {_cidr(one)} is gone", before=_cidr(one))
    sets = pairing.of_type(RULE_SET)
    if sets and _activates(pairing.old) and not _activates(pairing.new):
        yield Change(INACTIVE, sets[0][1].place, "nothing activates the rule set any more")


def _recipients(one: Resource, two: Resource) -> Iterator[Change]:
    place = two.place_of("Properties.Rule.Recipients")
    if is_catch_all(two):
        if not is_catch_all(one) and not one.get("Rule.Recipients").hidden:
            yield Change(WIDENED, place, "the rule takes mail to every verified domain")
        return
    recipients = two.get("Rule.Recipients")
    if is_catch_all(one) and recipients.complete:
        named = ", ".join(recipients.literals)
        yield Change(RECIPIENTS, place, f"the rule took all mail, and takes only that to {named}", after=named)
    elif recipients.complete and len(recipients.literals) == len(recipients.items):
        for lost in sorted(set(one.get("Rule.Recipients").literals) - set(recipients.literals)):
            yield Change(RECIPIENTS, place, f"the rule no longer takes mail to {lost}", before=lost)


def _actions(pairing: Pairing, one: Resource, two: Resource) -> Iterator[Change]:
    if not two.get("Rule.Actions").complete:
        return
    kept = {(action.kind, pairing.spelled(action.settings)) for action in actions(two)}
    kinds = {kind for kind, _ in kept}
    for action in actions(one):
        spelled = pairing.spelled(action.settings, old=True)
        if (action.kind, spelled) not in kept:
            what = "changes" if action.kind in kinds else "is gone"
            place = two.place_of("Properties.Rule.Actions")
            yield Change(ACTION, place, f"{action.kind} {what}; it was {spelled}", before=spelled)


def _order(rules: list[tuple[Resource, Resource]]) -> Iterator[Change]:
    for at, (one, two) in enumerate(rules):
        for other_one, other_two in rules[at + 1 :]:
            for first, second in ((0, 1), (1, 0)):
                old, new = (one, other_one), (two, other_two)
                if precedes(old[first], old[second]) and precedes(new[second], new[first]):
                    text = f"{new[second].logical_id} comes before {new[first].logical_id}, which was first"
                    yield Change(ORDER, new[second].place, text)


def _activates(assembly: Assembly) -> bool:
    return any(one.allows and one.covers("ses:SetActiveReceiptRuleSet") for one in statements(assembly))


def _cidr(one: Resource) -> str:
    return one.get("Filter.IpFilter.Cidr").shape or "addresses"
