"""Reports and rules as Markdown."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Report, all_rules
from ses_constructs.review.formats.markdown import rule_list, text


def test_a_report_is_a_table(report: Callable[[str], Report]) -> None:
    written = text(report("Rules: {Type: AWS::SES::ReceiptRuleSet}"))
    assert written.startswith("**1 finding** (")
    assert "| warning | Rules | " in written or "| error | Rules | " in written
    assert "(rule-set-never-active)" in written


def test_what_a_template_says_makes_no_marks(report: Callable[[str], Report]) -> None:
    name = "www.<b>[x](http://y)|`z`\\n# h"
    shop = f'Shop: {{Type: AWS::SES::EmailIdentity, Properties: {{EmailIdentity: "{name}"}}}}'
    written = text(report(shop))
    assert "<b>" not in written
    assert "[x]" not in written
    assert r"\<b\>\[x\](http://y)\|\`z\`" in written
    assert all(line.count(" | ") == 3 for line in written.splitlines() if line.startswith("| error"))


def test_accepted_findings_are_listed(report: Callable[[str], Report]) -> None:
    accepted = "{ses_constructs: {accept: [{rule: rule-set-never-active, reason: by hand}]}}"
    written = text(report(f"Rules: {{Type: AWS::SES::ReceiptRuleSet, Metadata: {accepted}}}"))
    assert "- accepted: rule-set-never-active at Rules: by hand" in written


def test_every_rule_is_in_the_list_with_its_cure_and_source() -> None:
    rules = all_rules()
    written = rule_list(rules)
    assert written.count("\n### ") == len(rules)
    assert written.count("**Cure:**") == written.count("*Source: ") == len(rules)
    assert f"## Errors ({sum(rule.severity == 'error' for rule in rules)})" in written
