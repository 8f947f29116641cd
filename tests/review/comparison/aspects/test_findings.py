"""New and gone findings."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Severity
from ses_constructs.review.comparison import Comparison, Effect

SET = (
    "Set: {Type: AWS::SES::ConfigurationSet, Properties: {Name: mail, DeliveryOptions: {MaxDeliverySeconds: 600}}}"
)
BAD = SET.replace("600", "60")
ACCEPTED = BAD.replace(
    "Properties:",
    "Metadata: {ses_constructs: {accept: [{rule: delivery-too-short, reason: a test}]}}, Properties:",
)
Compared = Callable[[str, str], Comparison]


def test_a_new_finding_keeps_its_rule_and_severity(comparison: Compared) -> None:
    (change,) = [one for one in comparison(SET, BAD).changes if one.kind.id == "delivery-too-short"]
    assert change.severity is Severity.ERROR
    assert change.text.startswith("new finding: ")
    assert change.is_worse


def test_an_old_finding_is_not_told_again(comparison: Compared) -> None:
    assert comparison(BAD, BAD).changes == ()


def test_a_finding_that_is_gone_is_a_note(comparison: Compared) -> None:
    (change,) = comparison(BAD, SET).changes
    assert change.kind.id == "finding-gone"
    assert not change.is_worse


def test_a_finding_about_what_is_gone_is_no_improvement(comparison: Compared) -> None:
    kinds = {one.kind.id: one.effect for one in comparison(BAD, "{}").changes}
    assert kinds["finding-gone-with-its-part"] is Effect.NEUTRAL
    assert "finding-gone" not in kinds


def test_a_finding_that_is_now_accepted_is_a_note_with_the_reason(comparison: Compared) -> None:
    (change,) = comparison(BAD, ACCEPTED).changes
    assert change.kind.id == "finding-accepted"
    assert change.text == "delivery-too-short is now accepted: a test"


def test_a_finding_moves_with_its_resource(comparison: Compared) -> None:
    found = comparison(BAD, BAD.replace("Set:", "Other:", 1)).changes
    assert [one.kind.id for one in found] == ["mail-part-renamed"]
