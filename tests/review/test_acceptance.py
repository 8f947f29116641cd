"""What a template says is meant."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Report

OFF = """
    Mail:
      Type: AWS::SES::ConfigurationSet
      Metadata: {{ses_constructs: {{accept: {accept}}}}}
      Properties: {{SendingOptions: {{SendingEnabled: false}}}}
"""


def ids(report: Report) -> list[str]:
    return [finding.rule.id for finding in report.findings]


def test_a_finding_without_acceptance_is_reported(report: Callable[[str], Report]) -> None:
    assert ids(report(OFF.format(accept="[]"))) == ["sending-off"]


def test_an_accepted_finding_is_kept_with_its_reason(report: Callable[[str], Report]) -> None:
    seen = report(OFF.format(accept="[{rule: sending-off, reason: not open yet}]"))
    assert seen.findings == ()
    assert [(finding.rule.id, reason) for finding, reason in seen.accepted] == [("sending-off", "not open yet")]


def test_an_acceptance_without_a_reason_accepts_nothing(report: Callable[[str], Report]) -> None:
    seen = report(OFF.format(accept="[{rule: sending-off, reason: ' '}]"))
    assert ids(seen) == ["acceptance-without-reason", "sending-off"]


def test_an_acceptance_of_nothing_is_reported(report: Callable[[str], Report]) -> None:
    accept = "[{rule: sending-off, reason: not open yet}, {rule: suppression-off, reason: a test}]"
    assert ids(report(OFF.format(accept=accept))) == ["acceptance-without-finding"]


def test_an_acceptance_that_names_no_rule_is_reported(report: Callable[[str], Report]) -> None:
    assert "acceptance-without-reason" in ids(report(OFF.format(accept="[sending-off, 7]")))


def test_a_resource_accepts_only_what_is_found_on_it(report: Callable[[str], Report]) -> None:
    other = (
        "\n    Other: {Type: AWS::SES::ConfigurationSet, Properties: {SendingOptions: {SendingEnabled: false}}}"
    )
    seen = report(OFF.format(accept="[{rule: sending-off, reason: not open yet}]") + other)
    assert [finding.place.logical_id for finding in seen.findings] == ["Other"]
