"""Regions with and without identities."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match

from ses_constructs.dns import Dns
from ses_constructs.errors import UnavailableInRegionError
from ses_constructs.facts import regions
from ses_constructs.identities import DomainIdentity


def in_region(app: cdk.App, region: str) -> cdk.Stack:
    stack = cdk.Stack(app, "Far", env=cdk.Environment(region=region))
    DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    return stack


@pytest.mark.parametrize("region", sorted(regions.WITHOUT_SES))
def test_a_region_that_is_known_to_have_none_is_refused(app: cdk.App, region: str) -> None:
    with pytest.raises(UnavailableInRegionError) as caught:
        in_region(app, region)
    assert region in caught.value.problem
    assert "eu-west-1" in caught.value.fix
    assert "iso" not in caught.value.fix
    assert caught.value.at == "Far/Shop"


@pytest.mark.parametrize(("region", "warned"), [("mars-north-1", 1), ("eu-west-1", 0), ("us-gov-east-1", 0)])
def test_an_unknown_region_warns(app: cdk.App, region: str, warned: int) -> None:
    stack = in_region(app, region)
    text = Match.string_like_regexp(f"is in {region} is not known")
    assert len(Annotations.from_stack(stack).find_warning("*", text)) == warned


def test_an_agnostic_stack_is_not_looked_into(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []
