"""Where values come from: the file of outputs, and CloudFormation as boto3 asks it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from ses_constructs.dns.assembly import SynthesizedStack
from ses_constructs.dns.deployment import CloudFormation, OutputsFile
from ses_constructs.errors import SesConstructsError

STACK_ID = "arn:aws-us-gov:cloudformation:us-gov-west-1:111122223333:stack/Mail/0"
DESCRIBED = {
    "StackId": STACK_ID,
    "StackName": "Mail",
    "CreationTime": "2026-01-01T00:00:00Z",
    "StackStatus": "CREATE_COMPLETE",
    "Outputs": [{"OutputKey": "Records", "OutputValue": "lines"}],
    "Parameters": [{"ParameterKey": "Ttl", "ParameterValue": "60"}],
}
RESOURCES = {"Shop": {"Type": "AWS::SES::EmailIdentity", "Properties": {}}}


class StubbedSession(boto3.Session):
    """A session whose clients answer what they were told to."""

    def __init__(self) -> None:
        super().__init__(aws_access_key_id="000000000000", aws_secret_access_key="x", region_name="us-east-1")
        self.regions: list[str | None] = []
        self.made = {name: super(StubbedSession, self).client(name) for name in ("cloudformation", "cloudcontrol")}
        self.stubs = {name: Stubber(client) for name, client in self.made.items()}
        for stub in self.stubs.values():
            stub.activate()

    def client(self, service_name: str, region_name: str | None = None, **settings: object) -> object:  # type: ignore[override]
        self.regions.append(region_name)
        return self.made[service_name]


@pytest.fixture
def session() -> StubbedSession:
    return StubbedSession()


@pytest.fixture
def stack(make_stack: Callable[..., SynthesizedStack]) -> SynthesizedStack:
    return make_stack(region="us-gov-west-1", Resources=RESOURCES)


def told(session: StubbedSession) -> None:
    session.stubs["cloudformation"].add_response("describe_stacks", {"Stacks": [DESCRIBED]}, {"StackName": "Mail"})


def test_the_file_holds_outputs_by_stack(tmp_path: Path, stack: SynthesizedStack) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"Mail": {"Records": "lines"}}))
    outputs = OutputsFile.read(file)
    assert outputs.outputs(stack) == {"Records": "lines"}
    assert outputs.value(stack, "AWS::Region") == "us-gov-west-1"
    assert outputs.value(stack, "AWS::AccountId") is None
    assert outputs.value(stack, "Shop.Token") is None


def test_a_stack_that_was_not_deployed_has_no_outputs(stack: SynthesizedStack) -> None:
    assert OutputsFile({}).outputs(stack) == {}


@pytest.mark.parametrize("content", [None, "no JSON", "[]", '{"Mail": "lines"}'])
def test_a_file_without_outputs_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "outputs.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SesConstructsError, match="is not a file of stack outputs") as caught:
        OutputsFile.read(file)
    assert f"--outputs-file {file}" in caught.value.fix


def test_cloudformation_is_asked_once_in_the_stacks_region(
    session: StubbedSession, stack: SynthesizedStack
) -> None:
    told(session)
    deployed = CloudFormation(session)
    assert deployed.outputs(stack) == {"Records": "lines"}
    names = ("AWS::Partition", "AWS::Region", "AWS::AccountId", "Ttl", "Zone")
    assert [deployed.value(stack, name) for name in names] == [
        "aws-us-gov",
        "us-gov-west-1",
        "111122223333",
        "60",
        None,
    ]
    assert session.regions == ["us-gov-west-1"]


def test_attributes_are_what_cloud_control_reads(session: StubbedSession, stack: SynthesizedStack) -> None:
    told(session)
    detail = {
        "LogicalResourceId": "Shop",
        "PhysicalResourceId": "shop.example",
        "ResourceType": "AWS::SES::EmailIdentity",
        "LastUpdatedTimestamp": "2026-01-01T00:00:00Z",
        "ResourceStatus": "CREATE_COMPLETE",
    }
    session.stubs["cloudformation"].add_response(
        "describe_stack_resource",
        {"StackResourceDetail": detail},
        {"StackName": "Mail", "LogicalResourceId": "Shop"},
    )
    properties = {"DkimDNSTokenName1": "abc._domainkey.shop.example", "DkimAttributes": {}}
    session.stubs["cloudcontrol"].add_response(
        "get_resource",
        {"ResourceDescription": {"Identifier": "shop.example", "Properties": json.dumps(properties)}},
        {"TypeName": "AWS::SES::EmailIdentity", "Identifier": "shop.example"},
    )
    deployed = CloudFormation(session)
    assert deployed.value(stack, "Shop.DkimDNSTokenName1") == "abc._domainkey.shop.example"
    assert deployed.value(stack, "Shop.DkimAttributes") is None
    assert deployed.value(stack, "Shop.Nothing") is None
    assert deployed.value(stack, "Elsewhere.Nothing") is None


def test_an_attribute_that_cloud_control_does_not_tell_is_not_known(
    session: StubbedSession, stack: SynthesizedStack
) -> None:
    told(session)
    session.stubs["cloudformation"].add_client_error("describe_stack_resource", "ValidationError")
    assert CloudFormation(session).value(stack, "Shop.DkimDNSTokenName1") is None


def test_a_stack_that_is_not_there_is_an_error_with_a_cure(
    session: StubbedSession, stack: SynthesizedStack
) -> None:
    session.stubs["cloudformation"].add_client_error("describe_stacks", "ValidationError", "does not exist")
    with pytest.raises(SesConstructsError, match="does not describe stack 'Mail': .*does not exist") as caught:
        CloudFormation(session).outputs(stack)
    assert "deploy it first" in caught.value.fix


def test_missing_credentials_are_an_error_with_a_cure(make_stack: Callable[..., SynthesizedStack]) -> None:
    nowhere = boto3.Session(region_name="us-east-1", aws_access_key_id="", aws_secret_access_key="")
    with pytest.raises(SesConstructsError, match="CloudFormation does not describe") as caught:
        CloudFormation(nowhere).outputs(make_stack(region="no region at all"))
    assert "credentials" in caught.value.fix
