"""The check of conditions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doctor.conftest import ID, Found

STACK = """
Conditions: {Live: !Equals [!Ref Stage, live]}
Resources:
  Mail: {Type: AWS::SES::ConfigurationSet, Properties: {
    SendingOptions: !If [Live, {SendingEnabled: true}, {SendingEnabled: false}]}}
  All: {Type: AWS::SES::ConfigurationSet, Properties: !If [Live, {Name: a}, {Name: b}]}
  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: !If [Live, a, b]}}
"""


def described(value: str) -> dict[str, Any]:
    parameter = {"ParameterKey": "Stage", "ParameterValue": value}
    stack = {"StackId": ID, "StackName": "Mail", "Parameters": [parameter]}
    return {"cloudformation.describe_stacks": {"Stacks": [stack]}}


@pytest.mark.parametrize("stage", ["live", "test"])
def test_what_a_parameter_tells_is_judged(found: Found, stage: str) -> None:
    assert found(STACK, described(stage)) == []


def test_what_a_secret_parameter_decides_is_said_not_to_be_judged(found: Found) -> None:
    assert found(STACK, described("****")) == [
        ("condition-not-known", "not judged: SendingOptions depends on Live"),
        ("condition-not-known", "not judged: all of it depends on Live"),
    ]
