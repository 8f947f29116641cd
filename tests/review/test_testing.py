"""The review as an assertion."""

from __future__ import annotations

from pathlib import Path

import pytest

from ses_constructs.review.testing import assert_reviewed

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "template", sorted((ROOT / "tests" / "stored_templates").glob("*.json")), ids=lambda t: t.stem
)
def test_the_examples_have_no_findings(template: Path) -> None:
    assert_reviewed(template)


def test_a_finding_is_told_with_its_cure() -> None:
    with pytest.raises(AssertionError, match="rule-set-never-active") as failed:
        assert_reviewed({"Resources": {"Set": {"Type": "AWS::SES::ReceiptRuleSet"}}})
    assert "cure:" in str(failed.value)
