"""Where a rule stands."""

from __future__ import annotations

from datetime import UTC, datetime

from ses_constructs.local.ses.receipt_rule import RuleSet


def test_a_rule_is_found_by_its_name() -> None:
    rule_set = RuleSet("set", datetime(2026, 11, 1, tzinfo=UTC), [{"Name": "a"}, {"Name": "b"}])
    assert [rule_set.position(name) for name in ("a", "b", "c")] == [0, 1, None]
