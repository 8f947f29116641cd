"""One change, and all of them as a report."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ses_constructs.review import Severity
from ses_constructs.review.comparison import Comparison, Effect, all_kinds
from ses_constructs.review.comparison.change import IMPROVEMENTS
from ses_constructs.review.formats.format import Format, written

Compared = Callable[[str, str], Comparison]
OLD = "A: {Type: AWS::SES::ConfigurationSet, Properties: {Name: a}}"


@pytest.fixture
def found(comparison: Compared) -> Comparison:
    return comparison(OLD, "{}")


def test_a_change_that_is_an_error_is_worse(found: Comparison) -> None:
    (change,) = found.changes
    assert change.is_worse
    assert found.worse == (change,)
    assert (change.before, change.after) == ("ConfigurationSet", "")


def test_what_is_better_is_a_kind_of_change_and_a_note() -> None:
    known = {kind.id: kind.severity for kind in all_kinds()}
    assert {known[one] for one in IMPROVEMENTS} == {Severity.NOTE}


def test_every_change_has_one_effect(comparison: Compared) -> None:
    options = "Properties: {Name: a, DeliveryOptions: {TlsPolicy: REQUIRE}}"
    found = comparison(
        OLD, OLD.replace("Properties: {Name: a}", options) + "\nB: {Type: AWS::SES::ReceiptRuleSet}"
    )
    by_effect = {effect: [one.kind.id for one in found.of_effect(effect)] for effect in Effect}
    assert by_effect[Effect.BETTER] == ["protection-added"]
    assert "mail-part-added" in by_effect[Effect.NEUTRAL]
    assert sum(len(kinds) for kinds in by_effect.values()) == len(found.changes)


def test_the_text_speaks_of_changes(found: Comparison) -> None:
    text = written(found.report, Format.TEXT)
    assert "error: mail-part-deleted" in text
    assert "1 change (1 error, 0 warnings, 0 notes); 0 resources in new.yaml compared with old.yaml" in text


def test_json_and_sarif_hold_the_same_change(found: Comparison) -> None:
    (told,) = json.loads(written(found.report, Format.JSON))["findings"]
    (run,) = json.loads(written(found.report, Format.SARIF))["runs"]
    assert told["rule"] == run["results"][0]["ruleId"] == "mail-part-deleted"
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "mail-part-deleted"
    # What is gone stands in the old file.
    assert told["file"] == "old.yaml"
