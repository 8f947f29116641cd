"""Automation documents of templates: kept in versions, read back, and run."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator
from tests.local.ministack.conftest import Sandbox

TRUST = {
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
}
CODE = """
def handler(event, _):
    if event["who"] == "nobody":
        raise KeyError("nobody")
    return event
"""
FUNCTION: dict[str, Any] = {
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
    "Greet": {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": "greet",
            "Handler": "index.handler",
            "Runtime": "python3.13",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Code": {"ZipFile": CODE},
        },
    },
}


def content(**step: object) -> dict[str, Any]:
    inputs = {"FunctionName": "greet", "Payload": '{"who": "{{ Who }}", "id": "{{ automation:EXECUTION_ID }}"}'}
    return {
        "schemaVersion": "0.3",
        "parameters": {
            "Who": {"type": "String", "allowedValues": ["ann", "nobody"]},
            "Why": {"type": "String", "allowedPattern": "^[a-z]+$", "default": "because"},
        },
        "mainSteps": [{"name": "Greet", "action": "aws:invokeLambdaFunction", "inputs": inputs, **step}],
    }


def document(**properties: object) -> dict[str, Any]:
    usual = {"DocumentType": "Automation", "UpdateMethod": "NewVersion", "Content": content()}
    return {"Document": {"Type": "AWS::SSM::Document", "Properties": {**usual, **properties}}}


NAME = {"Name": {"Ref": "Document"}}


def ssm(sandbox: Sandbox) -> Any:
    return sandbox.emulator.client("ssm", account=sandbox.account)


def run(sandbox: Sandbox, name: str, **parameters: str) -> dict[str, Any]:
    given = {key: [value] for key, value in parameters.items()}
    started = ssm(sandbox).start_automation_execution(DocumentName=name, Parameters=given)
    found = ssm(sandbox).get_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])
    execution: dict[str, Any] = found["AutomationExecution"]
    return execution


def test_a_document_is_read_back_updated_and_deleted(sandbox: Sandbox) -> None:
    name = sandbox.deploy(document(), NAME)["Name"]
    assert name.startswith("Test-Document-")
    described = ssm(sandbox).describe_document(Name=name)["Document"]
    assert (described["DocumentType"], described["SchemaVersion"], described["DocumentVersion"]) == (
        "Automation",
        "0.3",
        "1",
    )
    changed = content() | {"description": "new"}
    assert sandbox.deploy(document(Content=changed), NAME)["Name"] == name
    assert json.loads(ssm(sandbox).get_document(Name=name)["Content"]) == changed
    assert ssm(sandbox).describe_document(Name=name)["Document"]["DocumentVersion"] == "2"
    sandbox.delete()
    with pytest.raises(ClientError, match="InvalidDocument"):
        ssm(sandbox).get_document(Name=name)


def test_without_new_versions_a_change_is_another_document(sandbox: Sandbox) -> None:
    name = sandbox.deploy(document(UpdateMethod="Replace"), NAME)["Name"]
    changed = content() | {"description": "new"}
    assert sandbox.deploy(document(UpdateMethod="Replace", Content=changed), NAME)["Name"] != name


def test_an_execution_invokes_the_function_with_its_parameters(sandbox: Sandbox) -> None:
    name = sandbox.deploy(FUNCTION | document(), NAME)["Name"]
    execution = run(sandbox, name, Who="ann")
    assert execution["AutomationExecutionStatus"] == "Success"
    (step,) = execution["StepExecutions"]
    said = json.loads(step["Outputs"]["Payload"][0])
    assert said == {"who": "ann", "id": execution["AutomationExecutionId"]}


@pytest.mark.parametrize(
    ("changed", "who", "complaint"),
    [
        ({}, "nobody", "KeyError|nobody"),
        ({"action": "aws:executeScript"}, "ann", "does not know aws:executeScript"),
        ({"inputs": {"FunctionName": "gone", "Payload": "{}"}}, "ann", "no function gone"),
    ],
    ids=["the function fails", "another action", "no function"],
)
def test_a_step_that_fails_fails_the_execution(
    changed: dict[str, object], who: str, complaint: str, sandbox: Sandbox
) -> None:
    name = sandbox.deploy(FUNCTION | document(Content=content(**changed)), NAME)["Name"]
    execution = run(sandbox, name, Who=who)
    assert execution["AutomationExecutionStatus"] == "Failed"
    assert any(word in execution["FailureMessage"] for word in complaint.split("|"))


@pytest.mark.parametrize(
    "parameters",
    [{}, {"Who": "bob"}, {"Who": "ann", "Why": "NOW"}, {"Who": "ann", "Whom": "bob"}],
    ids=["left out", "not allowed", "not the pattern", "unknown"],
)
def test_parameters_are_checked_before_anything_runs(parameters: dict[str, str], sandbox: Sandbox) -> None:
    name = sandbox.deploy(document(), NAME)["Name"]
    with pytest.raises(ClientError, match="InvalidAutomationExecutionParameters"):
        run(sandbox, name, **parameters)


def test_what_does_not_exist_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ClientError, match="AutomationDefinitionNotFound"):
        ssm(sandbox).start_automation_execution(DocumentName="gone")
    with pytest.raises(ClientError, match="AutomationExecutionNotFound"):
        ssm(sandbox).get_automation_execution(AutomationExecutionId="0" * 36)
    with pytest.raises(ClientError, match="InvalidDocument"):
        ssm(sandbox).describe_document(Name="gone")


def test_parameters_are_still_ministack_s(sandbox: Sandbox) -> None:
    ssm(sandbox).put_parameter(Name="one", Value="1", Type="String")
    assert ssm(sandbox).get_parameter(Name="one")["Parameter"]["Value"] == "1"


def test_an_execution_has_the_rights_of_whoever_starts_it() -> None:
    with Emulator(authorize=True) as strict:
        sandbox = Sandbox(strict, strict.account)
        iam = strict.client("iam")
        # A template with a role would need a capability.
        own = iam.create_role(RoleName="own", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        function = copy.deepcopy(FUNCTION["Greet"])
        function["Properties"]["Role"] = own
        name = sandbox.deploy({"Greet": function} | document(), NAME)["Name"]
        role = iam.create_role(RoleName="starter", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        may = ["ssm:StartAutomationExecution", "ssm:GetAutomationExecution"]
        for allowed, status in ((may, "Failed"), ([*may, "lambda:InvokeFunction"], "Success")):
            policy = {"Statement": [{"Effect": "Allow", "Action": allowed, "Resource": "*"}]}
            iam.put_role_policy(RoleName="starter", PolicyName="one", PolicyDocument=json.dumps(policy))
            client: Any = strict.session_as(role).client("ssm")
            started = client.start_automation_execution(DocumentName=name, Parameters={"Who": ["ann"]})
            found = client.get_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])
            assert found["AutomationExecution"]["AutomationExecutionStatus"] == status
