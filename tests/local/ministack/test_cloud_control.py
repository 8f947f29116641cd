"""Cloud Control tells of identities what they are now."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Sandbox

KIND = "AWS::SES::EmailIdentity"


def test_an_identity_of_a_stack_is_told_with_its_records(sandbox: Sandbox) -> None:
    properties = {
        "EmailIdentity": "shop.example",
        "MailFromAttributes": {"MailFromDomain": "bounce.shop.example"},
        "Tags": [{"Key": "team", "Value": "shop"}],
    }
    name = {"Fn::GetAtt": ["Shop", "DkimDNSTokenName1"]}
    outputs = sandbox.deploy({"Shop": {"Type": KIND, "Properties": properties}}, {"Name": name})
    control: Any = sandbox.emulator.session(account=sandbox.account).client("cloudcontrol")
    answer = control.get_resource(TypeName=KIND, Identifier="shop.example")
    assert answer["TypeName"] == KIND
    told = json.loads(answer["ResourceDescription"]["Properties"])
    assert told["DkimDNSTokenName1"] == outputs["Name"]
    assert told["MailFromAttributes"] == {
        "MailFromDomain": "bounce.shop.example",
        "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
    }
    assert told["Tags"] == properties["Tags"]
    assert told["DkimAttributes"] == {"SigningEnabled": True}
    for kind, id, code in (
        (KIND, "other.example", "ResourceNotFoundException"),
        ("AWS::SES::VdmAttributes", "x", "UnsupportedActionException"),
    ):
        with pytest.raises(ClientError) as caught:
            control.get_resource(TypeName=kind, Identifier=id)
        assert caught.value.response["Error"]["Code"] == code
