"""The policy of a secret as a CloudFormation resource."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.local.ministack.conftest import Sandbox, StackFailedError

DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ses.amazonaws.com"},
            "Action": "secretsmanager:GetSecretValue",
            "Resource": "*",
        }
    ],
}


def template(action: str | None) -> dict[str, Mapping[str, object]]:
    found: dict[str, Mapping[str, object]] = {
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "s", "SecretString": "x"}}
    }
    if action is not None:
        statement = {**DOCUMENT["Statement"][0], "Action": action}  # type: ignore[dict-item]
        document = {**DOCUMENT, "Statement": [statement]}
        properties = {"SecretId": {"Ref": "Secret"}, "ResourcePolicy": document}
        found["Policy"] = {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": properties}
    return found


def policy(sandbox: Sandbox) -> str | None:
    client = sandbox.emulator.client("secretsmanager", account=sandbox.account)
    text = client.get_resource_policy(SecretId="s").get("ResourcePolicy")
    return None if text is None else str(json.loads(text)["Statement"][0]["Action"])


def test_it_is_made_changed_and_taken_away(sandbox: Sandbox) -> None:
    sandbox.deploy(template("secretsmanager:GetSecretValue"))
    assert policy(sandbox) == "secretsmanager:GetSecretValue"
    sandbox.deploy(template("secretsmanager:DescribeSecret"))
    assert policy(sandbox) == "secretsmanager:DescribeSecret"
    sandbox.deploy(template(None))
    assert policy(sandbox) is None


def test_there_must_be_such_a_secret(sandbox: Sandbox) -> None:
    wrong = {
        "Type": "AWS::SecretsManager::ResourcePolicy",
        "Properties": {"SecretId": "n", "ResourcePolicy": DOCUMENT},
    }
    with pytest.raises(StackFailedError, match="no secret n"):
        sandbox.deploy({"Policy": wrong})
