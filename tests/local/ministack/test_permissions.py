"""Whether a policy lets a service in."""

from __future__ import annotations

import json

import pytest

from ses_constructs.local.ministack.permissions import ServiceCaller, role_may
from ses_constructs.local.world import Place

PLACE = Place("111122223333", "eu-west-1")
SOURCE = PLACE.arn("ses", "configuration-set/news")
TOPIC = PLACE.arn("sns", "events")
SES = ServiceCaller("ses.amazonaws.com", PLACE, SOURCE)


def statement(**changed: object) -> dict[str, object]:
    usual = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": TOPIC,
    }
    return {**usual, **changed}


def lets_in(*statements: dict[str, object]) -> bool:
    return SES.allowed_by(json.dumps({"Statement": list(statements)}), action="sns:Publish", resource=TOPIC)


def test_a_statement_for_the_service_lets_it_in() -> None:
    assert lets_in(statement())


@pytest.mark.parametrize(
    "changed",
    [
        {"Principal": {"Service": "sns.amazonaws.com"}},
        {"Principal": {"AWS": "111122223333"}},
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Action": "sns:Subscribe"},
        {"Resource": TOPIC + "-other"},
    ],
)
def test_a_statement_about_something_else_does_not(changed: dict[str, object]) -> None:
    assert not lets_in(statement(**changed))


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"AWS:SourceAccount": "111122223333"}},
        {"StringEquals": {"aws:SourceAccount": "111122223333", "aws:SourceArn": SOURCE}},
        {"ArnEquals": {"aws:SourceArn": SOURCE}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:ses:*:111122223333:*"}},
        {"StringLike": {"aws:SourceArn": "arn:aws:ses:eu-west-1:111122223333:configuration-set/*"}},
        {"StringEquals": {"aws:Referer": "111122223333"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
    ],
)
def test_a_condition_that_is_true_of_the_caller_lets_it_in(condition: dict[str, object]) -> None:
    assert lets_in(statement(Condition=condition))


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"AWS:SourceAccount": "444455556666"}},
        {"ArnEquals": {"aws:SourceArn": SOURCE + "-other"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:ses:us-east-1:111122223333:*"}},
        {"StringEquals": {"aws:PrincipalAccount": "111122223333"}},
    ],
)
def test_a_condition_that_is_false_keeps_it_out(condition: dict[str, object]) -> None:
    assert not lets_in(statement(Condition=condition))


def test_a_deny_of_plain_http_does_not_concern_a_service_and_any_other_deny_does() -> None:
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    assert lets_in(statement(), statement(Effect="Deny", Principal="*", Condition=plain))
    assert not lets_in(statement(), statement(Effect="Deny", Principal="*"))


def test_no_policy_lets_nobody_in() -> None:
    assert not SES.allowed_by(None, action="sns:Publish", resource=TOPIC)
    assert not SES.allowed_by("", action="sns:Publish", resource=TOPIC)


def test_a_role_may_do_what_its_policies_say(place: Place) -> None:
    from ministack.services import iam

    stream = place.arn("firehose", "deliverystream/lake")
    allowed = {"Statement": [{"Effect": "Allow", "Action": "firehose:PutRecordBatch", "Resource": stream}]}
    iam._roles["events"] = {"InlinePolicies": {"write": json.dumps(allowed)}, "AttachedPolicies": []}
    assert role_may("events", place, action="firehose:PutRecordBatch", resource=stream)
    assert not role_may("events", place, action="firehose:PutRecord", resource=stream)
    assert not role_may("absent", place, action="firehose:PutRecordBatch", resource=stream)


@pytest.mark.parametrize(("rule", "expected"), [("store", True), ("other", False)])
def test_keys_of_conditions_are_those_of_the_call(place: Place, rule: str, expected: bool) -> None:
    from ministack.services import iam

    name = "kms:EncryptionContext:aws:ses:rule-name"
    condition = {"StringEquals": {name: "store"}}
    policy = json.dumps({"Statement": [statement(Condition=condition)]})
    assert SES.allowed_by(policy, action="sns:Publish", resource=TOPIC, keys={name: rule}) is expected
    allowed = {"Effect": "Allow", "Action": "sns:Publish", "Resource": TOPIC, "Condition": condition}
    document = json.dumps({"Statement": [allowed]})
    iam._roles["teller"] = {"InlinePolicies": {"p": document}, "AttachedPolicies": []}
    assert role_may("teller", place, action="sns:Publish", resource=TOPIC, keys={name: rule}) is expected
