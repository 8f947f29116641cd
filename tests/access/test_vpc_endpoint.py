"""Endpoints of a VPC."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.access import SesInterface, SesVpcEndpoint
from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import DomainIdentity

VIRGINIA = cdk.Environment(account="111122223333", region="us-east-1")
SMTP_ZONES = (
    "endpoint-service-availability-zones:account=111122223333:region=us-east-1"
    ":serviceName=com.amazonaws.us-east-1.email-smtp"
)


@pytest.fixture
def vpc(irish_stack: cdk.Stack) -> ec2.Vpc:
    return ec2.Vpc(irish_stack, "Vpc", max_azs=2, nat_gateways=0)


@pytest.mark.parametrize(
    ("interface", "service", "port"),
    [
        (SesInterface.SMTP, "email-smtp", 587),
        (SesInterface.API, "email", 443),
        (SesInterface.MAIL_MANAGER, "mail-manager", 443),
    ],
)
def test_each_interface_has_its_service_and_port(
    irish_stack: cdk.Stack, vpc: ec2.Vpc, interface: SesInterface, service: str, port: int
) -> None:
    peer = ec2.Peer.ipv4("10.0.0.0/16")
    SesVpcEndpoint(irish_stack, "Ses", vpc=vpc, interface=interface, allow_from=[peer])
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::EC2::VPCEndpoint",
        {"ServiceName": Match.string_like_regexp(rf"\.{service}$"), "PrivateDnsEnabled": True},
    )
    template.has_resource_properties(
        "AWS::EC2::SecurityGroup",
        {"SecurityGroupIngress": [Match.object_like({"FromPort": port, "ToPort": port, "CidrIp": "10.0.0.0/16"})]},
    )


def test_nobody_is_let_in_who_is_not_named(irish_stack: cdk.Stack, vpc: ec2.Vpc) -> None:
    made = SesVpcEndpoint(irish_stack, "Ses", vpc=vpc)
    groups = Template.from_stack(irish_stack).find_resources("AWS::EC2::SecurityGroup").values()
    assert len(groups) == 1
    assert not any("SecurityGroupIngress" in group["Properties"] for group in groups)
    assert made.host == "email-smtp.eu-west-1.amazonaws.com"


def test_a_security_group_gets_the_way_in_and_the_way_out(irish_stack: cdk.Stack, vpc: ec2.Vpc) -> None:
    client = ec2.SecurityGroup(irish_stack, "Client", vpc=vpc, allow_all_outbound=False)
    SesVpcEndpoint(irish_stack, "Ses", vpc=vpc, ports=[587, 465]).allow_security_group(client)
    template = Template.from_stack(irish_stack)
    for kind in ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"):
        found = template.find_resources(kind).values()
        assert sorted(rule["Properties"]["FromPort"] for rule in found) == [465, 587]


WRONG: list[dict[str, Any]] = [
    {"ports": [25]},
    {"ports": [587, 25]},
    {"ports": []},
    {"ports": [443]},
    {"ports": [587], "interface": SesInterface.API},
    {"identities": ["a.example"]},
    {"identities": [], "interface": SesInterface.API},
]


@pytest.mark.parametrize("settings", WRONG)
def test_what_no_endpoint_does_is_refused(irish_stack: cdk.Stack, vpc: ec2.Vpc, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        SesVpcEndpoint(irish_stack, "Ses", vpc=vpc, **settings)
    assert refused.value.at == "Irish/Ses"


def test_a_vpc_without_dns_is_refused(irish_stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(irish_stack, "Vpc", max_azs=2, nat_gateways=0, enable_dns_hostnames=False)
    with pytest.raises(ConflictingSettingsError, match="Irish/Vpc has no DNS"):
        SesVpcEndpoint(irish_stack, "Ses", vpc=vpc)


def test_the_endpoint_lets_mail_of_the_named_identities_pass(irish_stack: cdk.Stack, vpc: ec2.Vpc) -> None:
    SesVpcEndpoint(irish_stack, "Ses", vpc=vpc, interface=SesInterface.API, identities=["a.example"])
    (endpoint,) = Template.from_stack(irish_stack).find_resources("AWS::EC2::VPCEndpoint").values()
    (statement,) = endpoint["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["ses:SendEmail", "ses:SendRawEmail"]
    assert "identity/a.example" in str(statement["Resource"])


def test_its_limits_allow_sending_through_it_only(irish_stack: cdk.Stack, vpc: ec2.Vpc) -> None:
    endpoint = SesVpcEndpoint(irish_stack, "Ses", vpc=vpc)
    shop = DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    shop.grant_send(role, limits=endpoint.limits)
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert list(statement["Condition"]["StringEquals"]) == ["aws:SourceVpce"]
    assert "Ref" in str(statement["Condition"])


def imported_vpc(stack: cdk.Stack) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["us-east-1a", "us-east-1b"],
        private_subnet_ids=["subnet-a", "subnet-b"],
        vpc_cidr_block="10.0.0.0/16",
    )


def test_a_region_with_gaps_is_warned_of_unless_the_zones_are_looked_up() -> None:
    app = cdk.App(context={SMTP_ZONES: ["us-east-1b", "us-east-1c"]})
    warned, looked_up = (cdk.Stack(app, name, env=VIRGINIA) for name in ("Warned", "LookedUp"))
    SesVpcEndpoint(warned, "Ses", vpc=imported_vpc(warned))
    SesVpcEndpoint(looked_up, "Ses", vpc=imported_vpc(looked_up), look_up_zones=True)
    slug = Match.string_like_regexp("zones use1-az2, use1-az3, use1-az5 of us-east-1 have no SMTP endpoint")
    Annotations.from_stack(warned).has_warning("/Warned/Ses", slug)
    Annotations.from_stack(looked_up).has_no_warning("*", slug)
    Template.from_stack(looked_up).has_resource_properties("AWS::EC2::VPCEndpoint", {"SubnetIds": ["subnet-b"]})


def test_zones_are_not_looked_up_for_a_stack_that_names_no_account(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="look_up_zones=True") as refused:
        SesVpcEndpoint(stack, "Ses", vpc=imported_vpc(stack), look_up_zones=True)
    assert refused.value.at == "Mail/Ses"


def test_the_api_has_no_gaps_to_be_warned_of(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Api", env=VIRGINIA)
    SesVpcEndpoint(stack, "Ses", vpc=imported_vpc(stack), interface=SesInterface.API)
    Annotations.from_stack(stack).has_no_warning("*", Match.string_like_regexp("no SMTP endpoint"))
