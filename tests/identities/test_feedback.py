"""Feedback topics, and what must be there before forwarding by mail may be switched off."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import DomainIdentity, EmailAddressIdentity, FeedbackTopics, FeedbackType

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")
SETTINGS = "Custom::SesIdentitySettings"


def identity(stack: cdk.Stack, **more: Any) -> DomainIdentity:
    return DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, **more)


def test_topics_are_settings_that_wait_for_their_policies(irish_stack: cdk.Stack) -> None:
    key = kms.Key(irish_stack, "Key")
    bounces, others = sns.Topic(irish_stack, "Bounces", master_key=key), sns.Topic(irish_stack, "Others")
    identity(
        irish_stack,
        feedback_topics=FeedbackTopics(
            bounce=bounces, complaint=others, delivery=others, headers_in=[FeedbackType.BOUNCE]
        ),
    )
    template = Template.from_stack(irish_stack)
    (made,) = template.find_resources(SETTINGS).values()
    refs = {name: irish_stack.resolve(topic.topic_arn) for name, topic in (("B", bounces), ("O", others))}
    assert made["Properties"]["Topics"] == {"Bounce": refs["B"], "Complaint": refs["O"], "Delivery": refs["O"]}
    assert made["Properties"]["HeadersIn"] == ["Bounce"]
    (shop,) = template.find_resources("AWS::SES::EmailIdentity")
    assert made["Properties"]["Identity"] == {"Ref": shop}
    policies = template.find_resources("AWS::SNS::TopicPolicy")
    assert set(policies) <= set(made["DependsOn"])
    arn = ":ses:eu-west-1:111122223333:identity/shop.example"
    source = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, arn]]}
    for policy in policies.values():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            assert statement["Condition"]["ArnLike"] == {"aws:SourceArn": source}
    template.has_resource_properties(
        "AWS::KMS::Key",
        {
            "KeyPolicy": {
                "Statement": Match.array_with([Match.object_like({"Principal": {"Service": "ses.amazonaws.com"}})])
            }
        },
    )


def test_an_address_has_topics_too(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    EmailAddressIdentity(
        stack, "Owner", address="owner@shop.example", feedback_topics=FeedbackTopics(bounce=topic)
    )
    Template.from_stack(stack).resource_count_is(SETTINGS, 1)


def test_topics_without_a_topic_are_refused() -> None:
    with pytest.raises(ConflictingSettingsError, match="has no topic") as caught:
        FeedbackTopics()
    assert "bounce=topic" in caught.value.fix


def test_headers_need_their_topic(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="has no topic") as caught:
        FeedbackTopics(bounce=sns.Topic(stack, "Topic"), headers_in=[FeedbackType.DELIVERY])
    assert "delivery=topic" in caught.value.fix


def test_a_topic_of_another_region_is_refused(irish_stack: cdk.Stack) -> None:
    far = sns.Topic.from_topic_arn(irish_stack, "Far", "arn:aws:sns:us-east-1:111122223333:bounces")
    with pytest.raises(InvalidSettingError, match="is a topic in us-east-1") as caught:
        identity(irish_stack, feedback_topics=FeedbackTopics(bounce=far))
    assert caught.value.fix == "use a topic in eu-west-1"
    assert caught.value.at == "Irish/Shop"


def test_a_fifo_topic_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO"):
        identity(stack, feedback_topics=FeedbackTopics(bounce=sns.Topic(stack, "Topic", fifo=True)))


@pytest.mark.parametrize("given", [(), ("bounce",), ("complaint",), ("delivery",)])
def test_forwarding_stays_while_nothing_else_tells(stack: cdk.Stack, given: tuple[str, ...]) -> None:
    topic = sns.Topic(stack, "Topic")
    topics = FeedbackTopics(**dict.fromkeys(given, topic)) if given else None  # type: ignore[arg-type]
    with pytest.raises(ConflictingSettingsError, match="feedback_forwarding is false") as caught:
        identity(stack, feedback_forwarding=False, feedback_topics=topics)
    assert "FeedbackTopics(bounce=..., complaint=...)" in caught.value.fix


def test_two_topics_are_enough_to_switch_forwarding_off(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    identity(stack, feedback_forwarding=False, feedback_topics=FeedbackTopics(bounce=topic, complaint=topic))
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::EmailIdentity", {"FeedbackAttributes": {"EmailForwardingEnabled": False}}
    )
