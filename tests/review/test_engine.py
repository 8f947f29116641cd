"""All rules together."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Report, Severity, all_rules


def test_a_report_counts_and_sorts(report: Callable[[str], Report]) -> None:
    seen = report("""
        Mail: {Type: AWS::SES::ConfigurationSet, Properties: {SendingOptions: {SendingEnabled: false}}}
        Shop: {Type: AWS::SES::EmailIdentity, DeletionPolicy: Retain, Properties: {EmailIdentity: www.a.example}}
    """)
    assert [finding.rule.severity for finding in seen.findings] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.NOTE,
    ]
    assert [seen.count(severity) for severity in Severity] == [1, 1, 1]
    assert seen.resources == 2


def test_rules_are_told_once_each_by_id() -> None:
    ids = [rule.id for rule in all_rules()]
    assert ids == sorted(set(ids))
    assert "acceptance-without-reason" in ids
