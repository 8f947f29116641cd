"""Secrets of templates, and their rotation by a function."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from ministack.core.responses import request_scope
from ministack.services import secretsmanager

from ses_constructs.local.ministack import functions, secrets
from ses_constructs.local.world import Place
from tests.local.waiting import wait_for

from .conftest import Sandbox

CODE = """
import boto3

def handler(event, context):
    secrets = boto3.client("secretsmanager")
    print(event["Step"])
    if event["Step"] == "createSecret":
        secrets.put_secret_value(SecretId=event["SecretId"], ClientRequestToken=event["ClientRequestToken"],
                                 SecretString="new", VersionStages=["AWSPENDING"])
    if event["Step"] == "testSecret" and FAILS:
        raise ValueError("does not work")
    if event["Step"] == "finishSecret":
        held = secrets.describe_secret(SecretId=event["SecretId"])["VersionIdsToStages"]
        (current,) = [version for version, stages in held.items() if "AWSCURRENT" in stages]
        secrets.update_secret_version_stage(SecretId=event["SecretId"], VersionStage="AWSCURRENT",
            MoveToVersionId=event["ClientRequestToken"], RemoveFromVersionId=current)
"""
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}


def rotated(*, fails: bool = False, may: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = {
        "Role": ROLE,
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "old"}},
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Handler": "index.handler",
                "Runtime": "python3.14",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"ZipFile": f"FAILS = {fails}\n{CODE}"},
            },
        },
        "Schedule": {
            "Type": "AWS::SecretsManager::RotationSchedule",
            "Properties": {
                "SecretId": {"Ref": "Secret"},
                "RotationLambdaARN": {"Fn::GetAtt": ["Function", "Arn"]},
                "RotationRules": {"AutomaticallyAfterDays": 30},
                "RotateImmediatelyOnUpdate": False,
            },
        },
    }
    if may:
        found["Permission"] = {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": {"Ref": "Function"},
                "Principal": "secretsmanager.amazonaws.com",
            },
        }
    return found


def value(sandbox: Sandbox, arn: str) -> str:
    secrets = sandbox.emulator.client("secretsmanager", account=sandbox.account)
    return secrets.get_secret_value(SecretId=arn)["SecretString"]


def stages(sandbox: Sandbox, arn: str) -> list[list[str]]:
    secrets = sandbox.emulator.client("secretsmanager", account=sandbox.account)
    held = secrets.describe_secret(SecretId=arn)["VersionIdsToStages"]
    return sorted(sorted(each) for each in held.values())


def test_ref_gives_the_arn_and_a_rotation_runs_all_steps_of_the_function(sandbox: Sandbox) -> None:
    arn = sandbox.deploy(rotated(), {"Arn": {"Ref": "Secret"}})["Arn"]
    assert arn.startswith("arn:aws:secretsmanager:")
    assert value(sandbox, arn) == "old", "not rotated at once"
    secrets = sandbox.emulator.client("secretsmanager", account=sandbox.account)
    secrets.rotate_secret(SecretId=arn)
    wait_for(lambda: value(sandbox, arn) == "new", log=sandbox.emulator.log)
    sandbox.delete()
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        value(sandbox, arn)


@pytest.mark.parametrize("resources", [rotated(fails=True), rotated(may=False)], ids=["fails", "not let in"])
def test_a_rotation_that_stops_leaves_the_old_value_and_is_taken_up_again(
    sandbox: Sandbox, resources: dict[str, Any]
) -> None:
    arn = sandbox.deploy(resources, {"Arn": {"Ref": "Secret"}})["Arn"]
    secrets = sandbox.emulator.client("secretsmanager", account=sandbox.account)
    token = secrets.rotate_secret(SecretId=arn)["VersionId"]
    wanted = [["AWSCURRENT"], ["AWSPENDING"]]
    wait_for(lambda: stages(sandbox, arn) == wanted, log=sandbox.emulator.log)
    assert value(sandbox, arn) == "old"
    assert secrets.rotate_secret(SecretId=arn)["VersionId"] == token


def test_a_secret_that_has_no_function_is_not_rotated(sandbox: Sandbox) -> None:
    secrets = sandbox.emulator.client("secretsmanager", account=sandbox.account)
    arn = secrets.create_secret(Name="plain", SecretString="old")["ARN"]
    with pytest.raises(ClientError, match="No Lambda rotation function"):
        secrets.rotate_secret(SecretId=arn)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        secrets.rotate_secret(SecretId="nobody")


def test_a_rotation_of_a_secret_that_is_gone_calls_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []
    monkeypatch.setattr(functions, "invoke", lambda *call, **_: called.append(call))
    here: dict[str, object] = {
        "ARN": place.arn("secretsmanager", "secret:here"),
        "Name": "here",
        "RotationLambdaARN": "arn:f",
    }
    with request_scope(place.account, place.region):
        secretsmanager._secrets["here"] = here
        secrets._run(place, {**here, "ARN": place.arn("secretsmanager", "secret:gone")}, "1")
        assert called == []
        secrets._run(place, here, "1")
    assert len(called) == 4
