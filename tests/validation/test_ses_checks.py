"""The review as a plug-in of the CDK."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.review import all_rules
from ses_constructs.validation import SesChecks


@pytest.fixture
def app(tmp_path: Path) -> cdk.App:
    app = cdk.App(outdir=str(tmp_path))
    cdk.Validations.of(app).add_plugins(SesChecks())
    return app


def report_in(folder: Path) -> dict[str, Any]:
    """What the plug-in told the CDK."""
    document = json.loads((folder / "validation-report.json").read_text())
    [report] = [one for one in document["pluginReports"] if one["pluginName"] == "SesChecks"]
    return dict(report)


def test_an_error_fails_the_synthesis_and_names_the_construct(app: cdk.App, tmp_path: Path) -> None:
    ses.CfnConfigurationSetEventDestination(
        cdk.Stack(app, "Mail"),
        "Nowhere",
        configuration_set_name="mail",
        event_destination=ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
            enabled=True, matching_event_types=["bounced"]
        ),
    )
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    report = report_in(tmp_path)
    assert report["conclusion"] == "failure"
    assert {one["ruleName"] for one in report["violations"]} == {
        "destination-event-unknown",
        "destination-target-count",
    }
    [construct] = report["violations"][0]["violatingConstructs"]
    assert construct["constructPath"] == "Mail/Nowhere"


def test_a_warning_is_shown_and_fails_nothing(app: cdk.App, tmp_path: Path) -> None:
    ses.CfnReceiptRuleSet(cdk.Stack(app, "Mail"), "Inbox")
    app.synth()
    report = report_in(tmp_path)
    assert report["conclusion"] == "success"
    assert [(one["ruleName"], one["severity"]) for one in report["violations"]] == [
        ("rule-set-never-active", "warning")
    ]


def test_a_good_stack_passes(app: cdk.App, tmp_path: Path) -> None:
    ses.CfnConfigurationSet(cdk.Stack(app, "Mail"), "Stream")
    app.synth()
    # The CDK leaves out plug-ins that found nothing.
    assert json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"] == []


def test_an_acknowledgment_above_the_resource_is_honoured(app: cdk.App, tmp_path: Path) -> None:
    stack = cdk.Stack(app, "Mail")
    ses.CfnReceiptRuleSet(stack, "Inbox")
    reason = "activated by hand"
    cdk.Validations.of(stack).acknowledge(cdk.Acknowledgment(id="SesChecks::rule-set-never-active", reason=reason))
    app.synth()
    report = report_in(tmp_path)
    assert report["violations"] == []
    assert [one["reason"] for one in report["suppressedViolations"]] == [reason]


def test_a_stack_of_a_stage_is_reviewed_once(app: cdk.App, tmp_path: Path) -> None:
    ses.CfnReceiptRuleSet(cdk.Stack(cdk.Stage(app, "Live"), "Mail"), "Inbox")
    app.synth()
    [violation] = report_in(tmp_path)["violations"]
    assert [one["constructPath"] for one in violation["violatingConstructs"]] == ["Live/Mail/Inbox"]


def test_it_names_all_rules() -> None:
    assert SesChecks().rule_ids == [rule.id for rule in all_rules()]
