"""The door of a private ingress point."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import IngressType, IngressVpcEndpoint
from tests.mail_manager.reading import the

PEER = ec2.Peer.ipv4("10.0.0.0/16")


@pytest.mark.parametrize(
    ("kind", "fips", "service"),
    [
        (IngressType.OPEN, False, "mail-manager-smtp.open"),
        (IngressType.AUTHENTICATED, False, "mail-manager-smtp.auth"),
        (IngressType.MUTUAL_TLS, True, "mail-manager-smtp.mtls.fips"),
    ],
)
def test_each_kind_has_a_service_of_its_own(kind: IngressType, fips: bool, service: str) -> None:
    stack = cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(region="us-east-1"))
    vpc = ec2.Vpc(stack, "Vpc", max_azs=2, restrict_default_security_group=False)
    made = IngressVpcEndpoint(stack, "Door", vpc=vpc, type=kind, fips=fips)
    endpoint = the(stack, "AWS::EC2::VPCEndpoint")
    assert endpoint["ServiceName"] == f"com.amazonaws.us-east-1.{service}"
    assert endpoint["PrivateDnsEnabled"] is False
    assert "PolicyDocument" not in endpoint
    assert list(stack.resolve(made.host)) == ["Fn::Select"]


def test_only_who_is_named_may_connect(stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(stack, "Vpc", restrict_default_security_group=False)
    IngressVpcEndpoint(stack, "Door", vpc=vpc, type=IngressType.OPEN, ports=[587], allow_from=[PEER])
    (rule,) = the(stack, "AWS::EC2::SecurityGroup")["SecurityGroupIngress"]
    assert (rule["FromPort"], rule["ToPort"], rule["CidrIp"]) == (587, 587, "10.0.0.0/16")


def test_other_ports_and_fips_elsewhere_are_refused(irish_stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(irish_stack, "Vpc", restrict_default_security_group=False)
    with pytest.raises(InvalidSettingError, match="ports="):
        IngressVpcEndpoint(irish_stack, "A", vpc=vpc, type=IngressType.OPEN, ports=[465])
    with pytest.raises(InvalidSettingError, match="fips=True is not offered in eu-west-1"):
        IngressVpcEndpoint(irish_stack, "B", vpc=vpc, type=IngressType.OPEN, fips=True)
