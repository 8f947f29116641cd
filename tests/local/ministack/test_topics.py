"""Who may publish to a topic."""

from __future__ import annotations

import json

import pytest
from ministack.services import iam, kms, sns, sqs

from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.ministack.topics import check_topic, publish
from ses_constructs.local.world import Place, TargetRefusedError

from .conftest import Allow


def ses(place: Place) -> ServiceCaller:
    return ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "receipt-rule-set/in:receipt-rule/keep"))


def attributes(topic: str) -> dict[str, str]:
    found: dict[str, str] = sns._topics[topic]["attributes"]
    return found


def encrypt(topic: str, policy: str) -> None:
    status, _, body = kms._create_key({"Policy": policy})
    assert status == 200
    attributes(topic)["KmsMasterKeyId"] = json.loads(body)["KeyMetadata"]["Arn"]


def test_the_default_policy_lets_services_of_the_same_account_in(place: Place, topic: str) -> None:
    check_topic(ses(place), topic)


def test_the_default_policy_keeps_other_accounts_out(place: Place, topic: str) -> None:
    with pytest.raises(TargetRefusedError, match="does not let ses"):
        check_topic(ses(Place("999988887777", place.region)), topic)


def test_a_topic_whose_policy_was_taken_away_is_as_by_default(place: Place, topic: str) -> None:
    del attributes(topic)["Policy"]
    check_topic(ses(place), topic)


def test_a_policy_for_somebody_else_replaces_the_default_one(place: Place, topic: str, allow: Allow) -> None:
    attributes(topic)["Policy"] = allow("cloudwatch.amazonaws.com", "sns:Publish", topic)
    with pytest.raises(TargetRefusedError, match="the policy of SNS topic"):
        check_topic(ses(place), topic)


def test_a_topic_that_does_not_exist_is_refused(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match="does not exist"):
        check_topic(ses(place), place.arn("sns", "absent"))


def test_a_fifo_topic_is_refused(place: Place) -> None:
    sns._create_topic({"Name": ["notices.fifo"]})
    with pytest.raises(TargetRefusedError, match="FIFO"):
        check_topic(ses(place), place.arn("sns", "notices.fifo"))


def test_an_encrypted_topic_needs_the_key_policy_too(place: Place, topic: str, allow: Allow) -> None:
    encrypt(topic, allow("ses.amazonaws.com", "kms:Decrypt", "*"))
    with pytest.raises(TargetRefusedError, match="kms:GenerateDataKey"):
        check_topic(ses(place), topic)


def test_a_key_policy_that_names_the_service_lets_it_in(place: Place, topic: str, allow: Allow) -> None:
    account = {"aws:SourceAccount": place.account}
    encrypt(topic, allow("ses.amazonaws.com", "kms:*", "*", StringEquals=account))
    check_topic(ses(place), topic)


def test_the_key_that_sns_brings_is_of_no_use_to_a_service(place: Place, topic: str) -> None:
    attributes(topic)["KmsMasterKeyId"] = "alias/aws/sns"
    with pytest.raises(TargetRefusedError, match="alias/aws/sns"):
        check_topic(ses(place), topic)


def test_a_published_message_reaches_a_subscriber(place: Place, topic: str) -> None:
    url = sqs._act_create_queue({"QueueName": "inbox"}, "")["QueueUrl"]
    sns._subscribe(
        {
            "TopicArn": [topic],
            "Protocol": ["sqs"],
            "Endpoint": [place.arn("sqs", "inbox")],
            "Attributes.entry.1.key": ["RawMessageDelivery"],
            "Attributes.entry.1.value": ["true"],
        }
    )
    publish(ses(place), topic, "hello", subject="subject")
    assert [message["body"] for message in sqs._queues[url]["messages"]] == ["hello"]


def test_a_message_that_is_too_long_is_refused(place: Place, topic: str) -> None:
    with pytest.raises(TargetRefusedError, match="too long"):
        publish(ses(place), topic, "x" * 300_000)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_role_needs_no_policy_of_the_topic_but_the_key_of_an_encrypted_one(
    place: Place, topic: str, allow: Allow, allowed: bool
) -> None:
    attributes(topic)["Policy"] = allow("cloudwatch.amazonaws.com", "sns:Publish", topic)
    role = f"arn:aws:iam::{place.account}:role/publisher"
    publish(ses(place), topic, "by a role", role_arn=role)
    encrypt(topic, allow("cloudwatch.amazonaws.com", "kms:*", "*"))
    key = attributes(topic)["KmsMasterKeyId"]
    actions = ["kms:GenerateDataKey", "kms:Decrypt"] if allowed else ["kms:Decrypt"]
    policy = {"Statement": [{"Effect": "Allow", "Action": actions, "Resource": key}]}
    iam._roles["publisher"] = {"InlinePolicies": {"p": json.dumps(policy)}, "AttachedPolicies": []}
    if allowed:
        publish(ses(place), topic, "by a role", role_arn=role)
        return
    with pytest.raises(TargetRefusedError, match="role .* may not kms:GenerateDataKey"):
        publish(ses(place), topic, "by a role", role_arn=role)
