"""Numbers into a bucket."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from ses_constructs.account import VdmDimension, VdmExport, VdmFormat, VdmMetric
from ses_constructs.errors import InvalidSettingError


def statements(template: Template) -> list[dict[str, Any]]:
    return [
        statement
        for policy in template.find_resources("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "logs:" not in str(statement["Action"])
    ]


def test_the_function_knows_what_to_export(stack: cdk.Stack) -> None:
    VdmExport(
        stack,
        "Export",
        bucket=s3.Bucket(stack, "Bucket"),
        prefix="numbers/",
        days=7,
        metrics=[VdmMetric.SEND, VdmMetric.OPEN],
        by=[VdmDimension.ISP, VdmDimension.TENANT_NAME],
        data_format=VdmFormat.JSON,
    )
    template = Template.from_stack(stack)
    (function,) = template.find_resources("AWS::Lambda::Function").values()
    variables = function["Properties"]["Environment"]["Variables"]
    assert {name: variables[name] for name in ("PREFIX", "DAYS", "METRICS", "DIMENSIONS", "FORMAT")} == {
        "PREFIX": "numbers/",
        "DAYS": "7",
        "METRICS": "SEND,OPEN",
        "DIMENSIONS": "ISP,TENANT_NAME",
        "FORMAT": "JSON",
    }
    (rule,) = template.find_resources("AWS::Events::Rule").values()
    assert rule["Properties"]["ScheduleExpression"] == "rate(7 days)"
    template.resource_count_is("AWS::CloudWatch::Alarm", 0)


def test_it_may_do_this_and_nothing_else(irish_stack: cdk.Stack) -> None:
    VdmExport(irish_stack, "Export", bucket=s3.Bucket(irish_stack, "Bucket"))
    found = {str(each["Action"]): each for each in statements(Template.from_stack(irish_stack))}
    assert set(found) == {"ses:CreateExportJob", "ses:GetExportJob", "s3:PutObject", "lambda:InvokeFunction"}
    assert found["ses:CreateExportJob"]["Condition"] == {"StringEquals": {"ses:ExportSourceType": "METRICS_DATA"}}
    assert "/vdm/*" in str(found["s3:PutObject"]["Resource"])
    assert "export-job/*" in str(found["ses:GetExportJob"]["Resource"])


def test_a_bucket_under_a_key_needs_the_key(stack: cdk.Stack) -> None:
    VdmExport(stack, "Export", bucket=s3.Bucket(stack, "Bucket", encryption_key=kms.Key(stack, "Key")))
    assert "kms:GenerateDataKey" in [each["Action"] for each in statements(Template.from_stack(stack))]


@pytest.mark.parametrize("own", [True, False])
def test_cdk_nag_knows_why_there_are_wildcards(app: cdk.App, stack: cdk.Stack, own: bool) -> None:
    bucket = s3.Bucket(stack, "Bucket") if own else s3.Bucket.from_bucket_name(stack, "Bucket", "numbers")
    VdmExport(stack, "Export", bucket=bucket)
    found = {violation.rule_name for violation in AwsSolutionsChecks(app).validate_scope(app).violations}
    assert not [name for name in found if "IAM5" in name]


def test_failures_are_told(stack: cdk.Stack) -> None:
    made = VdmExport(stack, "Export", bucket=s3.Bucket(stack, "Bucket"), operators=sns.Topic(stack, "Topic"))
    assert made.alarm is not None
    (alarm,) = Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm").values()
    assert (alarm["Properties"]["MetricName"], len(alarm["Properties"]["AlarmActions"])) == ("Errors", 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 61},
        {"metrics": []},
        {"metrics": [VdmMetric.SEND] * 2},
        {"by": []},
        {"by": list(VdmDimension)},
    ],
)
def test_more_than_ses_exports_is_refused(stack: cdk.Stack, wrong: dict[str, Any]) -> None:
    (setting,) = wrong
    with pytest.raises(InvalidSettingError) as caught:
        VdmExport(stack, "Export", bucket=s3.Bucket(stack, "Bucket"), **wrong)
    assert caught.value.setting == setting


def test_a_topic_that_alarms_cannot_use_is_refused(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic", fifo=True)
    with pytest.raises(InvalidSettingError, match="FIFO"):
        VdmExport(stack, "Export", bucket=s3.Bucket(stack, "Bucket"), operators=topic)
