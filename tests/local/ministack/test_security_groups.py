"""Rules of security groups that are resources of their own."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Sandbox, StackFailedError

GROUPS: dict[str, Any] = {
    name: {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
            "GroupDescription": name,
            "SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "CidrIp": "192.0.2.0/32"}],
        },
    }
    for name in ("Client", "Server")
}


def rule(kind: str, group: str, peer: str, port: int = 587) -> dict[str, Any]:
    side = "SourceSecurityGroupId" if kind == "Ingress" else "DestinationSecurityGroupId"
    properties = {
        "GroupId": {"Ref": group},
        side: {"Ref": peer},
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
    }
    return {"Type": f"AWS::EC2::SecurityGroup{kind}", "Properties": properties}


def ports(sandbox: Sandbox, group_id: str) -> tuple[list[int], list[int]]:
    ec2: Any = sandbox.emulator.client("ec2", account=sandbox.account)
    (group,) = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    return (
        sorted(rule["FromPort"] for rule in group["IpPermissions"]),
        sorted(rule["FromPort"] for rule in group["IpPermissionsEgress"]),
    )


def test_rules_come_change_and_go_with_the_template(sandbox: Sandbox) -> None:
    ids = {"Client": {"Ref": "Client"}, "Server": {"Ref": "Server"}}
    both = {"In": rule("Ingress", "Server", "Client"), "Out": rule("Egress", "Client", "Server")}
    made = sandbox.deploy({**GROUPS, **both}, ids)
    assert ports(sandbox, made["Server"]) == ([587], [1])
    assert ports(sandbox, made["Client"]) == ([], [1, 587])
    sandbox.deploy({**GROUPS, **both, "In": rule("Ingress", "Server", "Client", port=465)}, ids)
    assert ports(sandbox, made["Server"]) == ([465], [1])
    sandbox.deploy(GROUPS, ids)
    assert ports(sandbox, made["Server"]) == ([], [1])
    assert ports(sandbox, made["Client"]) == ([], [1])


def test_a_rule_twice_and_a_rule_of_no_group_are_refused(sandbox: Sandbox) -> None:
    one = rule("Ingress", "Server", "Client")
    with pytest.raises(StackFailedError, match=r"InvalidPermission\.Duplicate"):
        sandbox.deploy({**GROUPS, "A": one, "B": {**one, "DependsOn": "A"}})
    sandbox.delete()
    nowhere = {**one, "Properties": {**one["Properties"], "GroupId": "sg-00000000000000000"}}
    with pytest.raises(StackFailedError, match=r"InvalidGroup\.NotFound"):
        sandbox.deploy({**GROUPS, "A": nowhere})
