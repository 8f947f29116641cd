"""Roles of actions where every call is judged: each permission is needed, and none reaches further."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import Record
from tests.end_to_end.every_action import ACTING, AUTHOR, DOMAIN, INDEX, RAW, Gateway

UNJUDGED = {("DeliverToQBusiness", f"kms:{action}") for action in ("DescribeKey", "Encrypt", "GenerateDataKey")}
"""Which key an application of Q Business has is not known, since there is no Q Business."""
NOTHING = {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}
"""What stands in a policy that must have a statement."""


@dataclass(frozen=True)
class Grant:
    """One action on one resource: the smallest thing that a role can lack."""

    rule: str
    role: str
    policy: str
    number: int
    action: str

    def __str__(self) -> str:
        return f"{self.rule} without grant {self.number} ({self.action})"


@pytest.fixture(scope="module")
def gateway(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    return Gateway(strict_emulator, tmp_path_factory.mktemp("permissions"))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def single(gateway: Gateway, role: str, policy: str) -> list[Record]:
    """The statements of a role, taken apart until each allows one action on one resource."""
    iam: Any = gateway.emulator.client("iam")
    found = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    return [
        {**statement, "Action": action, "Resource": resource}
        for statement in json.loads(json.dumps(found))["Statement"]
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    ]


def grants(gateway: Gateway) -> list[Grant]:
    """Every grant of every role."""
    iam, found = gateway.emulator.client("iam"), []
    for rule in sorted(ACTING):
        role = gateway.role_of(rule)
        (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
        found += [
            Grant(rule, role, policy, number, statement["Action"])
            for number, statement in enumerate(single(gateway, role, policy))
        ]
    return found


@contextmanager
def without(gateway: Gateway, grant: Grant) -> Iterator[None]:
    """Takes one grant away, and gives it back."""
    iam = gateway.emulator.client("iam")
    whole = single(gateway, grant.role, grant.policy)
    left = [statement for number, statement in enumerate(whole) if number != grant.number]

    def put(statements: list[Record]) -> None:
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        iam.put_role_policy(RoleName=grant.role, PolicyName=grant.policy, PolicyDocument=document)

    put(left or [NOTHING])
    try:
        yield
    finally:
        put(whole)


def refusals(gateway: Gateway, *rules: str, **message: Any) -> list[str]:
    """What failed of a message for these rules, each of which was told."""
    before = len(gateway.emulator.undelivered())
    result = gateway.take(*rules, **message)
    assert "Rest" in result["matched"], "a failure stops nothing"
    failures = [str(each) for each in result["failures"]]
    told = gateway.emulator.undelivered()[before:]
    assert [f"{each['what']}: {each['reason']}" for each in told] == [
        failure.replace(":", f" for {result['message_id']}:", 1) for failure in failures
    ]
    return failures


def test_every_action_may_do_what_it_does(gateway: Gateway) -> None:
    assert refusals(gateway, *sorted(ACTING)) == []


def test_no_action_can_do_without_any_grant_of_its_role(gateway: Gateway) -> None:
    tried: Counter[str] = Counter()
    for grant in grants(gateway):
        with without(gateway, grant):
            failures = refusals(gateway, *sorted(ACTING))
        if (grant.rule, grant.action) in UNJUDGED:
            assert failures == [], grant
            tried["not judged"] += 1
            continue
        assert len(failures) == 1, grant
        (failure,) = failures
        assert f" of rule {grant.rule}: " in failure, grant
        assert f"may not {grant.action}" in failure, grant
        tried[grant.rule] += 1
    assert tried == {
        "Bounce": 1,
        "DeliverToMailbox": 1,
        "DeliverToQBusiness": 1,
        "InvokeLambda": 1,
        "PublishToSns": 3,
        "Send": 4,
        "WriteToS3": 4,
        "WriteToSealed": 4,
        "not judged": 3,
    }
    assert refusals(gateway, *sorted(ACTING)) == []


def other_resources(gateway: Gateway) -> dict[str, list[dict[str, str]]]:
    """Neighbours of each action's target, which are there and which its role may not touch."""
    stem = f"us-east-1:{gateway.emulator.account}"
    bucket = gateway.physical_id("AWS::S3::Bucket", "OtherBucket")
    function = gateway.physical_id("AWS::Lambda::Function", "OtherFunction")
    return {
        "WriteToS3": [{"S3Prefix": "elsewhere/"}, {"S3Prefix": "i"}, {"S3Bucket": bucket}],
        "WriteToSealed": [{"S3Bucket": bucket}, {"S3SseKmsKeyId": gateway.key_arn("Key")}],
        "PublishToSns": [{"TopicArn": gateway.physical_id("AWS::SNS::Topic", "OtherTopic")}],
        "InvokeLambda": [{"FunctionArn": f"arn:aws:lambda:{stem}:function:{function}"}],
        "DeliverToMailbox": [{"MailboxArn": f"arn:aws:workmail:{stem}:organization/m-{'1' * 32}"}],
        "DeliverToQBusiness": [{"ApplicationId": "c" * 36}, {"IndexId": "c" * 36}],
        "Bounce": [{"Sender": f"boss@{DOMAIN}"}, {"Sender": "postmaster@elsewhere.example"}],
    }


def verify(gateway: Gateway, address: str) -> None:
    """Makes an identity that is as good as the domain, and nobody's who is asked here."""
    ses = gateway.emulator.client("sesv2")
    ses.create_email_identity(EmailIdentity=address)
    gateway.emulator.confirm_address(address)


def test_no_role_reaches_a_neighbour(gateway: Gateway) -> None:
    verify(gateway, "postmaster@elsewhere.example")
    tried = 0
    for rule, targets in other_resources(gateway).items():
        for target in targets:
            with gateway.pointed_elsewhere(rule, **target):
                (failure,) = refusals(gateway, rule)
            assert "may not" in failure, (rule, target)
            tried += 1
    assert tried == 12
    assert refusals(gateway, *sorted(ACTING)) == []


def test_mail_of_another_identity_is_not_sent(gateway: Gateway) -> None:
    verify(gateway, "boss@elsewhere.example")
    raw = RAW.replace(AUTHOR.encode(), b"boss@elsewhere.example")
    (failure,) = refusals(gateway, "Send", raw=raw)
    assert (
        "may not ses:SendRawEmail on arn:aws:ses:us-east-1:000000000000:identity/boss@elsewhere.example" in failure
    )


TRUSTED: dict[str, dict[str, Any]] = {
    "another service": {"Principal": {"Service": "lambda.amazonaws.com"}},
    "another account": {"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}},
    "another kind of resource": {
        "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ses:us-east-1:000000000000:receipt-rule-set/*"}}
    },
}


@pytest.mark.parametrize("change", TRUSTED.values(), ids=TRUSTED.keys())
def test_a_role_that_trusts_others_is_of_no_use(gateway: Gateway, change: dict[str, Any]) -> None:
    iam: Any = gateway.emulator.client("iam")
    for rule in sorted(ACTING):
        role = gateway.role_of(rule)
        trust = json.loads(json.dumps(iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]))
        (statement,) = trust["Statement"]
        altered = json.dumps({**trust, "Statement": [{**statement, **change}]})
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=altered)
        (failure,) = refusals(gateway, rule)
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
        assert "does not trust ses.amazonaws.com" in failure
    assert refusals(gateway, *sorted(ACTING)) == []


def test_actions_with_the_same_permission_share_a_role_and_others_have_their_own(gateway: Gateway) -> None:
    assert gateway.role_of("InvokeLater") == gateway.role_of("InvokeLambda")
    assert len({gateway.role_of(rule) for rule in ACTING}) == len(ACTING)


def test_no_grant_is_wider_than_one_target(gateway: Gateway) -> None:
    """Objects alone have a name that nobody knows before."""
    wide = {
        (grant.rule, grant.action)
        for grant in grants(gateway)
        if "*" in grant.action or "*" in single(gateway, grant.role, grant.policy)[grant.number]["Resource"]
    }
    assert wide == {("WriteToS3", "s3:PutObject"), ("WriteToSealed", "s3:PutObject")}
    assert INDEX in str([single(gateway, grant.role, grant.policy) for grant in grants(gateway)])


def test_the_key_of_an_application_is_used_by_way_of_q_business_alone(gateway: Gateway) -> None:
    """Which is all that can be seen of those grants where there is no Q Business."""
    role = gateway.role_of("DeliverToQBusiness")
    session = gateway.emulator.session_as(f"arn:aws:iam::{gateway.emulator.account}:role/{role}")
    keys: Any = session.client("kms", endpoint_url=gateway.emulator.endpoint)
    key = gateway.key_arn("Key")
    uses: list[Callable[[], object]] = [
        lambda: keys.describe_key(KeyId=key),
        lambda: keys.encrypt(KeyId=key, Plaintext=b"x"),
        lambda: keys.generate_data_key(KeyId=key, KeySpec="AES_256"),
    ]
    for use in uses:
        with pytest.raises(ClientError, match="AccessDenied"):
            use()
    allowed = [one for one in single(gateway, role, "DeliverToQBusiness") if one["Resource"] == key]
    assert {("DeliverToQBusiness", one["Action"]) for one in allowed} == UNJUDGED
    via = {"kms:ViaService": "qbusiness.us-east-1.amazonaws.com", "kms:CallerAccount": gateway.emulator.account}
    assert [one["Condition"] for one in allowed] == [{"StringEquals": via}] * len(allowed)


def test_whoever_saves_mail_cannot_read_it(gateway: Gateway) -> None:
    result = gateway.take("WriteToS3")
    role = gateway.role_of("WriteToS3")
    session = gateway.emulator.session_as(f"arn:aws:iam::{gateway.emulator.account}:role/{role}")
    s3: Any = session.client("s3", endpoint_url=gateway.emulator.endpoint)
    place = {"Bucket": gateway.physical_id("AWS::S3::Bucket", "Bucket"), "Key": f"in/{result['message_id']}"}
    for use in (s3.get_object, s3.delete_object):
        with pytest.raises(ClientError, match="AccessDenied"):
            use(**place)
    s3.put_object(**place, Body=b"what it may")
