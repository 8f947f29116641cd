"""Topics that post to a web address."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.events import Webhook, WebhookRetries
from ses_constructs.events.webhook import checked_url

URL = "https://a.example/hook"


@pytest.mark.parametrize("url", ["http://a.example", "a.example", "https://", "mailto:a@b.example"])
def test_only_https_is_taken(stack: cdk.Stack, url: str) -> None:
    with pytest.raises(InvalidSettingError, match="is not an HTTPS address") as refused:
        Webhook(stack, "Hook", url=url)
    assert refused.value.at == "Mail/Hook"


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InvalidSettingError) as refused:
        checked_url("url", "https://me:hunter2@a.example/x")
    assert "hunter2" not in str(refused.value)


def test_a_slash_goes_from_the_end_of_an_application_and_stays_at_that_of_a_webhook(stack: cdk.Stack) -> None:
    assert checked_url("url", "https://a.example/") == "https://a.example"
    Webhook(stack, "Hook", url=f"{URL}/")
    Template.from_stack(stack).has_resource_properties("AWS::SNS::Subscription", {"Endpoint": f"{URL}/"})


@pytest.mark.parametrize("url", ["https://a.example/?b=c", "https://a.example/#top"])
def test_an_address_that_takes_no_path_is_refused(url: str) -> None:
    with pytest.raises(InvalidSettingError, match="takes no path") as refused:
        checked_url("api_url", url)
    assert refused.value.setting == "api_url"


def test_a_token_is_not_looked_into() -> None:
    token = cdk.Fn.import_value("url")
    assert checked_url("url", token) == token


@pytest.mark.parametrize(("sha256", "version"), [(True, "2"), (False, "1")])
def test_messages_come_signed_and_in_their_envelope(stack: cdk.Stack, sha256: bool, version: str) -> None:
    Webhook(stack, "Hook", url=URL, sign_with_sha256=sha256)
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::SNS::Topic", {"SignatureVersion": version})
    template.has_resource_properties(
        "AWS::SNS::Subscription",
        {
            "Protocol": "https",
            "Endpoint": URL,
            "RawMessageDelivery": False,
            "DeliveryPolicy": {
                "healthyRetryPolicy": {
                    "numRetries": 20,
                    "minDelayTarget": 5,
                    "maxDelayTarget": 600,
                    "backoffFunction": "exponential",
                }
            },
            "RedrivePolicy": {
                "deadLetterTargetArn": {"Fn::GetAtt": [Match.string_like_regexp("HookDeadLetters"), "Arn"]}
            },
        },
    )


def test_only_this_topic_may_fill_the_dead_letter_queue(stack: cdk.Stack) -> None:
    Webhook(stack, "Hook", url=URL)
    (policy,) = Template.from_stack(stack).find_resources("AWS::SQS::QueuePolicy").values()
    (allowed,) = [one for one in policy["Properties"]["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "sns.amazonaws.com"}
    assert "Hook" in allowed["Condition"]["ArnEquals"]["aws:SourceArn"]["Ref"]


def test_a_raw_message_has_no_envelope(stack: cdk.Stack) -> None:
    Webhook(stack, "Hook", url=URL, raw=True)
    Template.from_stack(stack).has_resource_properties("AWS::SNS::Subscription", {"RawMessageDelivery": True})


def test_a_name_and_password_are_a_reference_in_the_template(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Secret")
    Webhook(stack, "Hook", url=URL, name_and_password=secret)
    text = str(Template.from_stack(stack).find_resources("AWS::SNS::Subscription"))
    assert "{{resolve:secretsmanager:" in text
    assert "@a.example/hook" in text


def test_operators_hear_of_what_was_never_taken(stack: cdk.Stack) -> None:
    Webhook(stack, "Hook", url=URL, operators=sns.Topic(stack, "Operators"))
    Template.from_stack(stack).resource_count_is("AWS::CloudWatch::Alarm", 1)


def test_operators_that_alarms_cannot_reach_are_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO"):
        Webhook(stack, "Hook", url=URL, operators=sns.Topic(stack, "Fifo", fifo=True))


@pytest.mark.parametrize(
    ("number", "shortest", "longest", "why"),
    [
        (-1, 5, 600, "not from 0 to 100"),
        (101, 5, 600, "not from 0 to 100"),
        (3, 0, 600, "not from 1 s to 600 s"),
        (3, 700, 600, "not from 1 s to 600 s"),
        (3, 5, 3601, "more than an hour"),
        (61, 60, 60, "more than an hour"),
    ],
)
def test_retries_that_sns_would_refuse_are_refused(number: int, shortest: int, longest: int, why: str) -> None:
    first, last = cdk.Duration.seconds(shortest), cdk.Duration.seconds(longest)
    with pytest.raises(InvalidSettingError, match=why):
        WebhookRetries(number=number, shortest=first, longest=last)
