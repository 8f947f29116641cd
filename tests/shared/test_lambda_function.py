"""Functions whose code ships with the package."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from ses_constructs.shared import LambdaFunction
from ses_constructs.shared import lambda_function as module


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "say_hello"
    folder.mkdir()
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    monkeypatch.setattr(module, "_CODE", tmp_path)
    return folder


def hash_of(code: Path) -> str:
    stack = cdk.Stack(cdk.App(), "S")
    LambdaFunction(stack, "Hello", code=code.name, description="Says hello")
    functions = Template.from_stack(stack).find_resources("AWS::Lambda::Function")
    return str(next(iter(functions.values()))["Properties"]["Code"]["S3Key"])


def test_caches_beside_the_code_do_not_change_the_asset(code: Path) -> None:
    before = hash_of(code)
    (code / "__pycache__").mkdir()
    (code / "__pycache__" / "handler.cpython-311.pyc").write_bytes(b"bytes")
    assert hash_of(code) == before


def test_a_change_of_the_code_changes_the_asset(code: Path) -> None:
    before = hash_of(code)
    (code / "handler.py").write_text("def handler(event, context): return 1\n")
    assert hash_of(code) != before


def test_the_role_may_write_to_its_own_log_group_only(stack: cdk.Stack, code: Path) -> None:
    LambdaFunction(stack, "Hello", code=code.name, description="Says hello")
    template = Template.from_stack(stack)
    roles = template.find_resources("AWS::IAM::Role")
    assert all("ManagedPolicyArns" not in role["Properties"] for role in roles.values())
    template.has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": [
                    Match.object_like(
                        {
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": {"Fn::GetAtt": [Match.string_like_regexp("^HelloLogs"), "Arn"]},
                        }
                    )
                ]
            }
        },
    )
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 180})


def test_the_runtime_is_the_newest_python_the_cdk_knows() -> None:
    from aws_cdk import aws_lambda as lambda_

    known = [name for name in dir(lambda_.Runtime) if name.startswith("PYTHON_3_")]
    newest = max(known, key=lambda name: int(name.rpartition("_")[2]))
    assert module.runtime().name == getattr(lambda_.Runtime, newest).name
