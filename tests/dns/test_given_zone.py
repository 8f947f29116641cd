"""Zones of every kind, of which only public ones are of use."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_route53 as route53

from ses_constructs.dns import Dns, RecordsRole
from ses_constructs.errors import InvalidSettingError

Make = Callable[[cdk.Stack, ec2.IVpc], route53.IHostedZone]
NAME = "shop.example"


@pytest.fixture
def vpc(stack: cdk.Stack) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(stack, "Vpc", vpc_id="vpc-1", availability_zones=["a"])


@pytest.mark.parametrize(
    "make",
    [
        lambda stack, vpc: route53.PrivateHostedZone(stack, "Zone", zone_name=NAME, vpc=vpc),
        lambda stack, vpc: route53.HostedZone(stack, "Zone", zone_name=NAME, vpcs=[vpc]),
    ],
)
def test_a_private_zone_is_refused(stack: cdk.Stack, vpc: ec2.IVpc, make: Make) -> None:
    zone = make(stack, vpc)
    with pytest.raises(InvalidSettingError, match="is a private hosted zone") as caught:
        Dns.in_zone(zone)
    assert caught.value.got == "Mail/Zone"
    with pytest.raises(InvalidSettingError, match="is a private hosted zone"):
        RecordsRole(stack, "Role", zone=zone, trusted_account="111122223333", external_id="mail", domains=[NAME])


@pytest.mark.parametrize(
    "make",
    [
        lambda stack, _: route53.PublicHostedZone(stack, "Zone", zone_name=NAME),
        lambda stack, _: route53.HostedZone(stack, "Zone", zone_name=NAME),
        lambda stack, _: route53.HostedZone.from_hosted_zone_id(stack, "Zone", "Z1"),
    ],
)
def test_every_other_zone_is_taken(stack: cdk.Stack, vpc: ec2.IVpc, make: Make) -> None:
    zone = make(stack, vpc)
    dns = Dns.in_zone(zone)
    dns.check_holds("domain", NAME)
    assert not dns.is_by_hand
    RecordsRole(stack, "Role", zone=zone, trusted_account="111122223333", external_id="mail", domains=[NAME])
