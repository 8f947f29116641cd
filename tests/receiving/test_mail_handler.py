"""What all handlers of received mail have in common, seen on one of them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import DmarcReportCollector
from ses_constructs.receiving.mail_handler import check_size
from tests.receiving.handlers import Given, statements


def test_mail_is_kept_before_anything_is_done_with_it(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    handler = DmarcReportCollector(
        stack, "Handler", bucket=given.bucket, domains=["example.com"], operators=given.operators
    )
    resources = given.receive(handler)
    (rule,) = [made for made in resources.values() if made["Type"] == "AWS::SES::ReceiptRule"]
    save, invoke = rule["Properties"]["Rule"]["Actions"]
    assert save["S3Action"]["ObjectKeyPrefix"] == "dmarc/"
    assert invoke["LambdaAction"]["InvocationType"] == "Event"
    (function,) = [
        made for id, made in resources.items() if made["Type"] == "AWS::Lambda::Function" and "Handler" in id
    ]
    assert "DeadLetters" in str(function["Properties"]["DeadLetterConfig"])
    alarms = [made["Properties"] for made in resources.values() if made["Type"] == "AWS::CloudWatch::Alarm"]
    assert sorted(alarm["MetricName"] for alarm in alarms) == ["ApproximateNumberOfMessagesVisible", "Errors"]
    assert all("Operators" in str(alarm["AlarmActions"]) for alarm in alarms)
    assert given.findings() == []


def test_the_function_reads_below_its_prefix_and_no_more(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    handler = DmarcReportCollector(
        stack, "Handler", bucket=given.bucket, domains=["example.com"], operators=given.operators, prefix="in/x/"
    )
    may = statements(given.receive(handler))
    assert [str(one["Resource"]).endswith("'/in/x/*']]}") for one in may["s3:GetObject"]] == [True]
    assert {action for action in may if action.startswith("s3:")} == {"s3:GetObject"}
    assert "kms:Decrypt" in may


@pytest.mark.parametrize("prefix", ["", "/", "mail", "/mail/"])
def test_a_prefix_is_a_folder_of_its_own(stack: cdk.Stack, prefix: str) -> None:
    given = Given.within(stack)
    with pytest.raises(InvalidSettingError, match="prefix"):
        DmarcReportCollector(
            stack, "H", bucket=given.bucket, domains=["example.com"], operators=given.operators, prefix=prefix
        )


def test_alarms_must_reach_somebody(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    with pytest.raises(InvalidSettingError, match="FIFO"):
        DmarcReportCollector(
            stack, "H", bucket=given.bucket, domains=["example.com"], operators=sns.Topic(stack, "F", fifo=True)
        )


def test_what_does_not_fit_into_a_function_is_refused() -> None:
    check_size("text", "x" * 3000)
    with pytest.raises(InvalidSettingError, match="no room"):
        check_size("text", "ä" * 1501)
