"""Secrets that services read."""

from __future__ import annotations

import json

import pytest
from ministack.services import kms, secretsmanager

from ses_constructs.local.ministack import secret_texts
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError


def caller(place: Place) -> ServiceCaller:
    return ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "mailmanager-ingress-point/inp-1"))


def statement(action: str, **condition: object) -> str:
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": action,
        "Resource": "*",
        "Condition": condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [allow]})


def key(place: Place, service: str = "secretsmanager") -> str:
    via = {"kms:ViaService": f"{service}.{place.region}.amazonaws.com"}
    made = kms._create_key({"Policy": statement("kms:Decrypt", StringEquals=via)})
    return str(json.loads(made[2])["KeyMetadata"]["Arn"])


def secret(policy: str | None, **settings: str) -> str:
    made = json.loads(secretsmanager._create_secret({"Name": "s", "SecretString": "one", **settings})[2])["ARN"]
    if policy is not None:
        secretsmanager._put_resource_policy({"SecretId": made, "ResourcePolicy": policy})
    return str(made)


def good_policy(place: Place) -> str:
    points = place.arn("ses", "mailmanager-ingress-point/*")
    return statement("secretsmanager:GetSecretValue", ArnLike={"aws:SourceArn": points})


def test_the_current_and_the_previous_text_are_read(place: Place) -> None:
    arn = secret(good_policy(place), KmsKeyId=key(place))
    assert secret_texts.read(caller(place), arn) == ["one"]
    secretsmanager._put_secret_value({"SecretId": arn, "SecretString": "two"})
    assert secret_texts.read(caller(place), arn) == ["two", "one"]


def test_a_secret_must_let_the_service_in(place: Place) -> None:
    arn = secret(None, KmsKeyId=key(place))
    with pytest.raises(TargetRefusedError, match="policy of secret"):
        secret_texts.read(caller(place), arn)


def test_a_secret_lets_in_for_some_resources_only(place: Place) -> None:
    arn = secret(good_policy(place), KmsKeyId=key(place))
    other = ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "mailmanager-smtp-relay/r-1"))
    with pytest.raises(TargetRefusedError, match="policy of secret"):
        secret_texts.read(other, arn)


def test_a_secret_needs_a_key_of_the_customer(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match="not encrypted with a customer managed key"):
        secret_texts.read(caller(place), secret(good_policy(place)))


def test_the_key_must_let_the_service_in(place: Place) -> None:
    arn = secret(good_policy(place), KmsKeyId=key(place, service="s3"))
    with pytest.raises(TargetRefusedError, match="does not let .* kms:Decrypt"):
        secret_texts.read(caller(place), arn)


def test_whoever_looks_at_a_secret_first_must_be_let(place: Place) -> None:
    arn = secret(good_policy(place), KmsKeyId=key(place))
    with pytest.raises(TargetRefusedError, match="does not let .* secretsmanager:DescribeSecret"):
        secret_texts.read(caller(place), arn, looked_at=True)
    secretsmanager._put_resource_policy({"SecretId": arn, "ResourcePolicy": statement("secretsmanager:*")})
    with pytest.raises(TargetRefusedError, match="does not let .* kms:DescribeKey"):
        secret_texts.read(caller(place), arn, looked_at=True)


def test_a_secret_that_is_not_there_is_refused(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match="does not exist"):
        secret_texts.read(caller(place), place.arn("secretsmanager", "secret:none-a1b2c3"))
