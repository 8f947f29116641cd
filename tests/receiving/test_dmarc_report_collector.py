"""A construct that collects DMARC reports."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import DmarcReportCollector
from tests.receiving.handlers import Given, environment, statements


def collector(given: Given, **more: Any) -> DmarcReportCollector:
    settings: dict[str, Any] = {"domains": ["Example.com"], **more}
    return DmarcReportCollector(
        given.stack, "Collector", bucket=given.bucket, operators=given.operators, **settings
    )


def test_the_table_outlives_the_stack_and_only_the_function_writes_it(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    made = collector(given, encryption_key=kms.Key(stack, "TableKey", enable_key_rotation=True))
    role = iam.Role(stack, "Reader", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    made.grant_read(role)
    resources = given.receive(made)
    (table,) = [one for one in resources.values() if one["Type"] == "AWS::DynamoDB::Table"]
    assert table["DeletionPolicy"] == "Retain"
    assert table["Properties"]["TimeToLiveSpecification"]["AttributeName"] == "expires_at"
    assert table["Properties"]["SSESpecification"]["SSEEnabled"] is True
    assert {action for action in statements(resources) if "dynamodb" in action} == {"dynamodb:BatchWriteItem"}
    told = environment(resources, "DMARC")
    assert (json.loads(told["DOMAINS"]), told["KEEP_DAYS"]) == (["example.com"], "400")
    (policy,) = [one for id, one in resources.items() if id.startswith("ReaderDefaultPolicy")]
    assert "dynamodb:Query" in str(policy)


@pytest.mark.parametrize(
    "settings",
    [{"domains": []}, {"domains": ["no domain"]}, {"keep": cdk.Duration.hours(5)}],
    ids=["none", "no domain", "hours"],
)
def test_what_cannot_work_is_refused(stack: cdk.Stack, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError):
        collector(Given.within(stack), **settings)


def test_whole_days_are_taken(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    resources = given.receive(collector(given, keep=cdk.Duration.days(30)))
    assert environment(resources, "DMARC")["KEEP_DAYS"] == "30"
