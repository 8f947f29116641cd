"""What an interface endpoint tells."""

from __future__ import annotations

import json
from typing import Any

from .conftest import Sandbox

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ses:<x>"}]}


def test_an_interface_endpoint_tells_its_groups_its_dns_and_its_policy(sandbox: Sandbox) -> None:
    sandbox.deploy(
        {
            "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "clients"}},
            "Endpoint": {
                "Type": "AWS::EC2::VPCEndpoint",
                "Properties": {
                    "VpcId": "vpc-1",
                    "VpcEndpointType": "Interface",
                    "ServiceName": "com.amazonaws.us-east-1.email",
                    "SecurityGroupIds": [{"Ref": "Group"}],
                    "PrivateDnsEnabled": True,
                    "PolicyDocument": POLICY,
                },
            },
        }
    )
    ec2: Any = sandbox.emulator.client("ec2", account=sandbox.account)
    (endpoint,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    (group,) = [
        group for group in ec2.describe_security_groups()["SecurityGroups"] if group["Description"] == "clients"
    ]
    assert [one["GroupId"] for one in endpoint["Groups"]] == [group["GroupId"]]
    assert endpoint["PrivateDnsEnabled"] is True
    assert json.loads(endpoint["PolicyDocument"]) == POLICY


def test_a_gateway_endpoint_has_none_of_them(sandbox: Sandbox) -> None:
    properties = {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.s3"}
    sandbox.deploy({"Endpoint": {"Type": "AWS::EC2::VPCEndpoint", "Properties": properties}})
    ec2: Any = sandbox.emulator.client("ec2", account=sandbox.account)
    (endpoint,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert "Groups" not in endpoint
    assert "PrivateDnsEnabled" not in endpoint
