"""Access keys of templates."""

from __future__ import annotations

import pytest

from .conftest import Sandbox, StackFailedError

USER = {"Type": "AWS::IAM::User", "Properties": {"UserName": "smtp"}}


def key(**properties: object) -> dict[str, object]:
    return {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": {"Ref": "User"}, **properties}}


OUTPUTS: dict[str, object] = {"Id": {"Ref": "Key"}, "Secret": {"Fn::GetAtt": ["Key", "SecretAccessKey"]}}


def test_a_key_is_made_switched_off_replaced_and_deleted(sandbox: Sandbox) -> None:
    iam = sandbox.emulator.client("iam", account=sandbox.account)
    first = sandbox.deploy({"User": USER, "Key": key()}, OUTPUTS)
    assert first["Secret"]
    listed = iam.list_access_keys(UserName="smtp")["AccessKeyMetadata"]
    assert [(each["AccessKeyId"], each["Status"]) for each in listed] == [(first["Id"], "Active")]

    off = sandbox.deploy({"User": USER, "Key": key(Status="Inactive")}, OUTPUTS)
    assert off == first
    assert iam.list_access_keys(UserName="smtp")["AccessKeyMetadata"][0]["Status"] == "Inactive"

    second = sandbox.deploy({"User": USER, "Key": key(Serial=2)}, OUTPUTS)
    assert second["Id"] != first["Id"]
    listed = iam.list_access_keys(UserName="smtp")["AccessKeyMetadata"]
    assert [each["AccessKeyId"] for each in listed] == [second["Id"]]

    sandbox.deploy({"User": USER})
    assert iam.list_access_keys(UserName="smtp")["AccessKeyMetadata"] == []


def test_a_key_of_a_user_that_does_not_exist_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(StackFailedError, match="nobody"):
        sandbox.deploy({"Key": {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": "nobody"}}})
