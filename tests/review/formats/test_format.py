"""The formats a report can be written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Report
from ses_constructs.review.formats.format import Format, written


@pytest.mark.parametrize("form", Format)
def test_every_format_names_the_rule_and_ends_its_last_line(form: Format, report: Callable[[str], Report]) -> None:
    text = written(report("Set: {Type: AWS::SES::ReceiptRuleSet}"), form)
    assert "rule-set-never-active" in text
    assert text.endswith("\n")
