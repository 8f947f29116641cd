"""Findings, and the order they are told in."""

from __future__ import annotations

from ses_constructs.review import Place, Rule, Severity

RULE = Rule(id="a-rule", severity=Severity.WARNING, why="Why.", cure="Do this.", source="Guide")


def test_a_finding_takes_the_cure_of_its_rule_unless_told_otherwise() -> None:
    assert RULE.at(Place(), "wrong").cure == "Do this."
    assert RULE.at(Place(), "wrong", cure="Do that.").cure == "Do that."


def test_the_worst_comes_first() -> None:
    worse = Rule(id="z-rule", severity=Severity.ERROR, why="Why.", cure="Do this.", source="Guide")
    found = [RULE.at(Place(logical_id="A"), "x"), worse.at(Place(logical_id="B"), "x"), RULE.at(Place(), "x")]
    assert [one.place.logical_id for one in sorted(found, key=lambda one: one.sort_key)] == ["B", "", "A"]
