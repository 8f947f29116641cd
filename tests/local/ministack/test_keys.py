"""KMS keys that services encrypt with."""

from __future__ import annotations

import base64
import json

import pytest
from ministack.services import iam, kms

from ses_constructs.local.ministack import keys
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError

CONTEXT = {"aws:ses:rule-name": "store", "aws:ses:message-id": "m"}


def ses(place: Place) -> ServiceCaller:
    return ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "receipt-rule-set/a:receipt-rule/b"))


def key(policy: object) -> str:
    made = kms._create_key({"Policy": json.dumps({"Version": "2012-10-17", "Statement": [policy]})})
    return str(json.loads(made[2])["KeyMetadata"]["Arn"])


def allowing(**condition: object) -> dict[str, object]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": ["kms:GenerateDataKey*", "kms:Encrypt"],
        "Resource": "*",
        "Condition": condition,
    }


NOBODY = {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"}


def test_a_data_key_can_be_decrypted_with_its_context(place: Place) -> None:
    arn = key(allowing(StringEquals={"kms:EncryptionContext:aws:ses:rule-name": "store"}))
    plain, encrypted = keys.data_key(ses(place), arn, CONTEXT)
    wrapped = base64.b64encode(encrypted).decode()
    answer = json.loads(kms._decrypt({"CiphertextBlob": wrapped, "EncryptionContext": CONTEXT})[2])
    assert base64.b64decode(answer["Plaintext"]) == plain
    assert len(plain) == 32
    assert kms._decrypt({"CiphertextBlob": wrapped, "EncryptionContext": {}})[0] == 400


@pytest.mark.parametrize(
    "statement",
    [NOBODY, allowing(StringEquals={"kms:EncryptionContext:aws:ses:rule-name": "other"})],
)
def test_the_policy_of_the_key_is_obeyed(place: Place, statement: dict[str, object]) -> None:
    with pytest.raises(TargetRefusedError, match=r"may not kms:GenerateDataKey"):
        keys.data_key(ses(place), key(statement), CONTEXT)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_role_uses_the_key_by_its_own_policies(place: Place, allowed: bool) -> None:
    arn = key(NOBODY)
    iam._create_role({"RoleName": ["writer"], "AssumeRolePolicyDocument": ["{}"]})
    statement = {
        "Effect": "Allow",
        "Action": "kms:GenerateDataKey*" if allowed else "kms:Decrypt",
        "Resource": arn,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam._put_role_policy({"RoleName": ["writer"], "PolicyName": ["p"], "PolicyDocument": [document]})
    role = f"arn:aws:iam::{place.account}:role/writer"
    if allowed:
        assert keys.data_key(ses(place), arn, CONTEXT, role_arn=role)
        return
    with pytest.raises(TargetRefusedError, match="role .*writer may not"):
        keys.data_key(ses(place), arn, CONTEXT, role_arn=role)


@pytest.mark.parametrize("left", keys.TO_STORE)
def test_each_of_several_actions_is_asked_about(place: Place, left: str) -> None:
    arn = key(NOBODY)
    iam._create_role({"RoleName": ["writer"], "AssumeRolePolicyDocument": ["{}"]})
    statement = {"Effect": "Allow", "Action": left, "Resource": arn}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam._put_role_policy({"RoleName": ["writer"], "PolicyName": ["p"], "PolicyDocument": [document]})
    (missing,) = set(keys.TO_STORE) - {left}
    role = f"arn:aws:iam::{place.account}:role/writer"
    assert keys.check_key(ses(place), arn, {}, role_arn=role, actions=[left])
    with pytest.raises(TargetRefusedError, match=f"may not {missing}"):
        keys.check_key(ses(place), arn, {}, role_arn=role, actions=keys.TO_STORE)


def test_the_managed_key_needs_no_permission(place: Place) -> None:
    arn = place.arn("kms", "alias/aws/ses")
    first, second = keys.data_key(ses(place), arn, CONTEXT), keys.data_key(ses(place), arn, CONTEXT)
    assert first[0] != second[0]
    assert len(kms._keys.values()) == 1


def test_a_key_that_is_not_there_is_refused(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match="does not exist"):
        keys.data_key(ses(place), place.arn("kms", "key/none"), CONTEXT)
