"""All checks together."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings

import ses_constructs.doctor.checks as folder
from ses_constructs.doctor import all_rules, examine
from ses_constructs.doctor.examination import checks
from ses_constructs.review import Rule
from tests.doctor.conftest import Names, stack_of
from tests.review.test_robustness import resources

TESTED = "".join(path.read_text() for path in [*Path(__file__).parent.rglob("test_*.py")])
DEPLOYED = "".join(
    (Path(__file__).parents[1] / "end_to_end" / name).read_text() for name in ("test_doctor.py", "faults.py")
)
HEALTHY = {"sesv2.get_account": {"SendingEnabled": True, "ProductionAccessEnabled": True}}


def test_every_file_of_the_folder_is_asked() -> None:
    files = {path.stem for path in Path(folder.__path__[0]).glob("*.py")} - {"__init__"}
    assert len(checks()) == len(files)
    modules = [importlib.import_module(f"{folder.__name__}.{name}") for name in files]
    assert {rule.id for module in modules for rule in module.RULES} == {rule.id for rule in all_rules()}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_says_why_and_what_to_do_and_has_a_test(rule: Rule) -> None:
    assert len(rule.why) > 10
    assert len(rule.cure) > 10
    assert rule.source
    assert f'"{rule.id}"' in TESTED + DEPLOYED


def test_ids_are_told_once() -> None:
    assert len({rule.id for rule in all_rules()}) == len(all_rules()) > 30


def test_a_stack_with_nothing_of_mail_has_no_findings() -> None:
    stack = stack_of("A: {Type: AWS::S3::Bucket}", HEALTHY)
    report = examine(stack.session, "Mail", name_server=Names())
    assert report.findings == ()
    assert (report.path, report.resources) == ("stack Mail", 1)


@settings(max_examples=300, deadline=None)
@given(given_resources=resources)
def test_any_template_gives_a_report(given_resources: dict[str, object]) -> None:
    answers = HEALTHY | {
        "cloudformation.get_template": {"TemplateBody": json.dumps({"Resources": given_resources})},
        "cloudformation.describe_stack_resource": "ValidationError",
        "sesv2.get_email_identity": "NotFoundException",
        "sesv2.get_configuration_set": "NotFoundException",
        "sesv2.get_configuration_set_event_destinations": "NotFoundException",
        "sesv2.get_tenant": {"Tenant": {}},
        "ses.describe_receipt_rule_set": "RuleSetDoesNotExistException",
        "sns.list_subscriptions_by_topic": {"Subscriptions": []},
        "cloudwatch.describe_alarms": {"MetricAlarms": []},
        "lambda.get_function_configuration": "ResourceNotFoundException",
        "sqs.get_queue_attributes": {"Attributes": {"ApproximateNumberOfMessages": "0"}},
    }
    stack = stack_of(given_resources, answers)
    examine(stack.session, "Mail", name_server=Names())
