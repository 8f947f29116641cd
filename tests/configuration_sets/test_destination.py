"""Where events are published, and what each target is given."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Dimension
from ses_constructs.errors import InvalidSettingError

PARTITION = {"Ref": "AWS::Partition"}


def set_arn(name: object) -> dict[str, Any]:
    tail = name if isinstance(name, list) else [name]
    return {
        "Fn::Join": [
            "",
            ["arn:", PARTITION, ":ses:eu-west-1:111122223333:configuration-set/", *tail],
        ]
    }


def destination(stack: cdk.Stack) -> dict[str, Any]:
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    assert isinstance(made, dict)
    return made


def test_a_topic_lets_only_this_set_publish_before_the_set_tries(irish_stack: cdk.Stack) -> None:
    topic = sns.Topic(irish_stack, "Topic")
    made = ConfigurationSet(irish_stack, "Set")
    made.add_destination("Topic", Destination.topic(topic))
    template = Template.from_stack(irish_stack)
    (policy_id,) = template.find_resources("AWS::SNS::TopicPolicy")
    assert destination(irish_stack)["DependsOn"] == [policy_id]
    assert destination(irish_stack)["Properties"]["EventDestination"]["SnsDestination"] == {
        "TopicARN": irish_stack.resolve(topic.topic_arn)
    }
    set_name = irish_stack.resolve(made.configuration_set_name)
    template.has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": {
                "Statement": [
                    Match.object_like(
                        {
                            "Condition": {
                                "StringEquals": {"aws:SourceAccount": "111122223333"},
                                "ArnLike": {"aws:SourceArn": set_arn(set_name)},
                            }
                        }
                    )
                ]
            }
        },
    )


def test_a_topic_of_another_stack_does_not_refer_back(app: cdk.App) -> None:
    env = cdk.Environment(account="111122223333", region="eu-west-1")
    events, sending = cdk.Stack(app, "Events", env=env), cdk.Stack(app, "Sending", env=env)
    topic = sns.Topic(events, "Topic")
    ConfigurationSet(sending, "Set").add_destination("Topic", Destination.topic(topic))
    Template.from_stack(events).has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": {
                "Statement": [
                    Match.object_like(
                        {
                            "Condition": Match.object_like(
                                {
                                    "ArnLike": {
                                        "aws:SourceArn": {
                                            "Fn::Join": [
                                                "",
                                                [
                                                    "arn:",
                                                    PARTITION,
                                                    ":ses:eu-west-1:111122223333:configuration-set/*",
                                                ],
                                            ]
                                        }
                                    }
                                }
                            )
                        }
                    )
                ]
            }
        },
    )


def test_a_named_set_is_named_in_a_topic_of_another_stack(app: cdk.App) -> None:
    events, sending = cdk.Stack(app, "Events"), cdk.Stack(app, "Sending")
    topic = sns.Topic(events, "Topic")
    ConfigurationSet(sending, "Set", configuration_set_name="Receipts").add_destination(
        "Topic", Destination.topic(topic)
    )
    assert "configuration-set/Receipts" in str(Template.from_stack(events).to_json())


def test_the_event_bus_is_the_default_one(irish_stack: cdk.Stack) -> None:
    ConfigurationSet(irish_stack, "Set").add_destination("Bus", Destination.event_bus())
    assert destination(irish_stack)["Properties"]["EventDestination"]["EventBridgeDestination"] == {
        "EventBusArn": {"Fn::Join": ["", ["arn:", PARTITION, ":events:eu-west-1:111122223333:event-bus/default"]]}
    }


def test_a_stream_is_written_through_a_role_of_this_set_only(irish_stack: cdk.Stack) -> None:
    bucket = s3.Bucket(irish_stack, "Bucket")
    stream = firehose.DeliveryStream(irish_stack, "Stream", destination=firehose.S3Bucket(bucket))
    made = ConfigurationSet(irish_stack, "Set")
    made.add_destination("Files", Destination.delivery_stream(stream))
    stream_arn = irish_stack.resolve(stream.delivery_stream_arn)
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Action": "sts:AssumeRole",
                        "Effect": "Allow",
                        "Principal": {"Service": "ses.amazonaws.com"},
                        "Condition": {
                            "StringEquals": {
                                "aws:SourceAccount": "111122223333",
                                "aws:SourceArn": set_arn(irish_stack.resolve(made.configuration_set_name)),
                            }
                        },
                    }
                ]
            },
            "Policies": [
                {
                    "PolicyName": "Write",
                    "PolicyDocument": Match.object_like(
                        {
                            "Statement": [
                                {
                                    "Action": "firehose:PutRecordBatch",
                                    "Effect": "Allow",
                                    "Resource": stream_arn,
                                }
                            ]
                        }
                    ),
                }
            ],
        },
    )
    written = destination(irish_stack)["Properties"]["EventDestination"]["KinesisFirehoseDestination"]
    assert written["DeliveryStreamARN"] == stream_arn
    assert written["IAMRoleARN"]["Fn::GetAtt"][1] == "Arn"


def test_metrics_are_counted_by_the_dimensions(stack: cdk.Stack) -> None:
    by_set = Dimension.message_tag("ses:configuration-set", default="none")
    ConfigurationSet(stack, "Set").add_destination("Metrics", Destination.metrics(by_set))
    assert destination(stack)["Properties"]["EventDestination"]["CloudWatchDestination"] == {
        "DimensionConfigurations": [
            {
                "DimensionName": "ses:configuration-set",
                "DefaultDimensionValue": "none",
                "DimensionValueSource": "messageTag",
            }
        ]
    }


@pytest.mark.parametrize("names", [[], ["a", "a"], [f"n{i}" for i in range(11)]])
def test_too_few_too_many_or_repeated_dimensions_are_refused(names: list[str]) -> None:
    with pytest.raises(InvalidSettingError, match="from 1 to 10 different") as caught:
        Destination.metrics(*(Dimension.message_tag(name, default="none") for name in names))
    assert caught.value.fix == "give each dimension once"


def test_a_fifo_topic_is_refused_with_the_path_of_the_destination(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO") as caught:
        ConfigurationSet(stack, "Set").add_destination(
            "Problems", Destination.topic(sns.Topic(stack, "Topic", fifo=True))
        )
    assert caught.value.at == "Mail/Set/Problems"
