"""Web addresses with a key, for rules."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.events import WebhookTarget

URL = "https://crm.example/hooks"


@pytest.fixture
def key(stack: cdk.Stack) -> secretsmanager.ISecret:
    return secretsmanager.Secret(stack, "Key")


@pytest.mark.parametrize("field", [None, "token"])
def test_the_key_is_a_reference_in_the_template(
    stack: cdk.Stack, key: secretsmanager.ISecret, field: str | None
) -> None:
    WebhookTarget(stack, "Crm", url=URL, key=key, key_field=field, header="Authorization")
    (connection,) = Template.from_stack(stack).find_resources("AWS::Events::Connection").values()
    given = connection["Properties"]["AuthParameters"]["ApiKeyAuthParameters"]
    assert given["ApiKeyName"] == "Authorization"
    tail = given["ApiKeyValue"]["Fn::Join"][1][-1]
    assert tail == f":SecretString:{field or ''}::}}}}"


def test_a_rule_posts_until_time_is_up_and_then_keeps_the_event(
    stack: cdk.Stack, key: secretsmanager.ISecret
) -> None:
    target = WebhookTarget(stack, "Crm", url=URL, key=key, per_second=5, give_up_after=cdk.Duration.hours(2))
    events.Rule(
        stack, "Rule", event_pattern=events.EventPattern(source=["aws.ses"]), targets=[target.rule_target()]
    )
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::Events::ApiDestination",
        {"InvocationEndpoint": URL, "HttpMethod": "POST", "InvocationRateLimitPerSecond": 5},
    )
    template.has_resource_properties(
        "AWS::Events::Rule",
        {
            "Targets": [
                Match.object_like(
                    {
                        "RetryPolicy": {"MaximumEventAgeInSeconds": 7200, "MaximumRetryAttempts": 185},
                        "DeadLetterConfig": {
                            "Arn": {"Fn::GetAtt": [Match.string_like_regexp("CrmDeadLetters"), "Arn"]}
                        },
                    }
                )
            ]
        },
    )
    (policy,) = template.find_resources("AWS::SQS::QueuePolicy").values()
    allowed = [one for one in policy["Properties"]["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert [one["Principal"] for one in allowed] == [{"Service": "events.amazonaws.com"}]


def test_operators_hear_of_what_was_never_taken(stack: cdk.Stack, key: secretsmanager.ISecret) -> None:
    WebhookTarget(stack, "Crm", url=URL, key=key, operators=sns.Topic(stack, "Operators"))
    Template.from_stack(stack).resource_count_is("AWS::CloudWatch::Alarm", 1)


@pytest.mark.parametrize("seconds", [59, 86_401])
def test_a_time_that_eventbridge_does_not_know_is_refused(
    stack: cdk.Stack, key: secretsmanager.ISecret, seconds: int
) -> None:
    with pytest.raises(InvalidSettingError, match="is not from 1 minute to 24 hours") as refused:
        WebhookTarget(stack, "Crm", url=URL, key=key, give_up_after=cdk.Duration.seconds(seconds))
    assert "Duration.hours(6)" in str(refused.value)


def test_no_request_at_all_is_refused(stack: cdk.Stack, key: secretsmanager.ISecret) -> None:
    with pytest.raises(InvalidSettingError, match="lets nothing through"):
        WebhookTarget(stack, "Crm", url=URL, key=key, per_second=0)


def test_plain_http_would_show_the_key_and_is_refused(stack: cdk.Stack, key: secretsmanager.ISecret) -> None:
    with pytest.raises(InvalidSettingError, match="is not an HTTPS address"):
        WebhookTarget(stack, "Crm", url="http://crm.example", key=key)


def test_operators_that_alarms_cannot_reach_are_refused(stack: cdk.Stack, key: secretsmanager.ISecret) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO"):
        WebhookTarget(stack, "Crm", url=URL, key=key, operators=sns.Topic(stack, "Fifo", fifo=True))
