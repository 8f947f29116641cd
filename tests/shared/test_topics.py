"""Topics that services may publish to."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.topics import check_topic, let_service_publish


def let(stack: cdk.Stack, topic: sns.ITopic, service: str = "ses.amazonaws.com") -> int:
    made = let_service_publish(
        stack,
        topic,
        service=service,
        source_account="111122223333",
        source_arn="arn:aws:ses:eu-west-1:111122223333:configuration-set/Set",
    )
    return len(made)


def test_a_fifo_topic_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO") as caught:
        check_topic("topic", sns.Topic(stack, "Topic", fifo=True))
    assert caught.value.fix == "use a standard topic"


def test_an_imported_fifo_topic_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO"):
        check_topic("topic", sns.Topic.from_topic_arn(stack, "T", "arn:aws:sns:eu-west-1:111122223333:t.fifo"))


def test_the_key_that_aws_manages_is_refused(stack: cdk.Stack) -> None:
    key = kms.Alias.from_alias_name(stack, "Key", "alias/aws/sns")
    with pytest.raises(InvalidSettingError, match="alias/aws/sns") as caught:
        check_topic("topic", sns.Topic(stack, "Topic", master_key=key))
    assert "kms.Key of your own" in caught.value.fix


def test_topic_and_key_let_the_service_in_for_one_source(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic", master_key=kms.Key(stack, "Key"))
    assert let(stack, topic) == 1
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": {
                "Statement": [
                    Match.object_like(
                        {
                            "Action": "sns:Publish",
                            "Principal": {"Service": "ses.amazonaws.com"},
                            "Condition": {
                                "StringEquals": {"aws:SourceAccount": "111122223333"},
                                "ArnLike": {
                                    "aws:SourceArn": "arn:aws:ses:eu-west-1:111122223333:configuration-set/Set"
                                },
                            },
                        }
                    )
                ]
            }
        },
    )
    template.has_resource_properties(
        "AWS::KMS::Key",
        {
            "KeyPolicy": {
                "Statement": Match.array_with(
                    [
                        Match.object_like(
                            {
                                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                                "Principal": {"Service": "ses.amazonaws.com"},
                                "Condition": {
                                    "StringEquals": {"aws:SourceAccount": "111122223333"},
                                    "ArnLike": {
                                        "aws:SourceArn": "arn:aws:ses:eu-west-1:111122223333:configuration-set/Set"
                                    },
                                },
                            }
                        )
                    ]
                )
            }
        },
    )


def test_a_key_has_no_condition_on_a_source_that_it_is_not_told(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic", master_key=kms.Key(stack, "Key"))
    let(stack, topic, service="events.amazonaws.com")
    (key,) = Template.from_stack(stack).find_resources("AWS::KMS::Key").values()
    (statement,) = [each for each in key["Properties"]["KeyPolicy"]["Statement"] if "events" in str(each)]
    assert "Condition" not in statement


def test_an_imported_topic_prints_the_statement_it_needs(stack: cdk.Stack) -> None:
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:eu-west-1:111122223333:problems")
    assert let(stack, topic) == 0
    Annotations.from_stack(stack).has_warning(
        "*", Match.string_like_regexp(r'add this statement.*"sns:Publish".*ack: ses-constructs:topic-policy')
    )
