"""Who may connect: allow lists, block lists, and a list of the only ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.receiving import IpAllowList, IpAllowOnly, IpBlockList
from ses_constructs.receiving.ip_filters import checked_network
from tests.receiving.conftest import Read

FILTER = "AWS::SES::ReceiptFilter"
Reader = Callable[[cdk.Stack], Read]


def filters(template: Read) -> list[tuple[str, str]]:
    made = [each["Properties"]["Filter"]["IpFilter"] for each in template.of_type(FILTER).values()]
    return sorted((each["Policy"], each["Cidr"]) for each in made)


def test_lists_become_filters_without_names(stack: cdk.Stack, read: Reader) -> None:
    IpAllowList(stack, "Friends", networks=["192.0.2.1"])
    IpBlockList(stack, "Spammers", networks=["198.51.100.0/24", "203.0.113.7"])
    template = read(stack)
    assert filters(template) == [
        ("Allow", "192.0.2.1/32"),
        ("Block", "198.51.100.0/24"),
        ("Block", "203.0.113.7/32"),
    ]
    assert not any("Name" in made["Properties"]["Filter"] for made in template.of_type(FILTER).values())


def test_only_the_named_ones_are_let_in_and_are_before_everybody_is_blocked(
    stack: cdk.Stack, read: Reader
) -> None:
    IpAllowOnly(stack, "Relays", networks=["192.0.2.1", "192.0.2.128/25"])
    template = read(stack)
    assert filters(template) == [
        ("Allow", "192.0.2.1/32"),
        ("Allow", "192.0.2.128/25"),
        ("Block", "0.0.0.0/0"),
    ]
    (blocking,) = [id for id in template.of_type(FILTER) if "Block" in id]
    assert template.waits_for(blocking) == set(template.of_type(FILTER)) - {blocking}


def test_addresses_whose_digits_read_alike_do_not_collide(stack: cdk.Stack, read: Reader) -> None:
    networks = ["1.23.4.5", "12.3.4.5", "1.2.34.5", "1.2.3.45", "1.0.0.0/16", "1.0.0.1/32", "10.0.0.0/8"]
    IpBlockList(stack, "Spammers", networks=networks)
    assert len(read(stack).of_type(FILTER)) == len(networks)


def test_a_filter_stays_itself_wherever_it_stands(read: Reader) -> None:
    found = []
    for networks in (["192.0.2.1", "192.0.2.2"], ["192.0.2.3", "192.0.2.2", "192.0.2.1"]):
        stack = cdk.Stack(cdk.App(), "Mail")
        IpBlockList(stack, "Spammers", networks=networks)
        found.append(set(read(stack).of_type(FILTER)))
    assert found[0] < found[1]


def test_no_more_than_five_are_made_side_by_side(stack: cdk.Stack, read: Reader) -> None:
    IpBlockList(stack, "Spammers", networks=[f"192.0.2.{last}" for last in range(12)])
    template = read(stack)
    waits = [len(template.waits_for(id)) for id in template.of_type(FILTER)]
    assert sorted(waits) == [0] * 5 + [1] * 5 + [2] * 2


@pytest.mark.parametrize(
    ("network", "fix"),
    [
        ("192.0.2.1/24", "write '192.0.2.0/24'"),
        ("2001:db8::/32", "IPv4 only"),
        ("2001:db8::1", "IPv4 only"),
        ("example.com", "write an IPv4 address"),
        ("192.0.2", "write an IPv4 address"),
        ("192.0.2.1/33", "write an IPv4 address"),
        ("", "write an IPv4 address"),
    ],
)
def test_what_is_no_network_is_refused_with_what_to_write(stack: cdk.Stack, network: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError, match=fix) as raised:
        IpBlockList(stack, "Spammers", networks=["192.0.2.9", network])
    assert raised.value.at == "Mail/Spammers"


@pytest.mark.parametrize("kind", [IpAllowList, IpBlockList, IpAllowOnly])
def test_an_empty_list_is_refused(stack: cdk.Stack, kind: Callable[..., Any]) -> None:
    with pytest.raises(InvalidSettingError, match="give at least one address or network"):
        kind(stack, "Empty", networks=[])


def test_a_block_list_does_not_block_everybody(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="use IpAllowOnly"):
        IpBlockList(stack, "Everybody", networks=["0.0.0.0/0"])


def test_a_network_is_named_once(stack: cdk.Stack) -> None:
    IpBlockList(stack, "Spammers", networks=["192.0.2.1"])
    with pytest.raises(ConflictingSettingsError, match=r"'Mail/Spammers' blocks 192.0.2.1/32 already"):
        IpAllowList(stack, "Friends", networks=["192.0.2.1/32"])


def test_two_lists_of_the_only_ones_are_one_too_many(app: cdk.App) -> None:
    env = cdk.Environment(account="111122223333", region="eu-west-1")
    one, two = cdk.Stack(app, "One", env=env), cdk.Stack(app, "Two", env=env)
    IpAllowOnly(one, "Relays", networks=["192.0.2.1"])
    with pytest.raises(ConflictingSettingsError, match=r"blocks 0.0.0.0/0 already"):
        IpAllowOnly(two, "Relays", networks=["192.0.2.2"])


def test_another_region_has_filters_of_its_own(app: cdk.App) -> None:
    for region in ("eu-west-1", "us-east-1"):
        stack = cdk.Stack(app, region, env=cdk.Environment(account="111122223333", region=region))
        IpAllowOnly(stack, "Relays", networks=["192.0.2.1"])


def test_the_hundred_and_first_is_refused(stack: cdk.Stack) -> None:
    IpBlockList(stack, "Spammers", networks=[f"192.0.2.{last}" for last in range(100)])
    with pytest.raises(ConflictingSettingsError, match="at most 100 IP address filters"):
        IpBlockList(stack, "More", networks=["198.51.100.1"])


def test_a_network_that_is_not_known_yet_is_not_looked_into(stack: cdk.Stack, read: Reader) -> None:
    network = cdk.CfnParameter(stack, "Network").value_as_string
    IpBlockList(stack, "Spammers", networks=[network])
    made = read(stack).only(FILTER)["Properties"]["Filter"]["IpFilter"]
    assert made["Cidr"] == {"Ref": "Network"}


def test_a_region_without_receiving_is_refused(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Far", env=cdk.Environment(account="111122223333", region="me-central-1"))
    with pytest.raises(UnavailableInRegionError):
        IpBlockList(stack, "Spammers", networks=["192.0.2.1"])


def test_the_schema_knows_ipv4_only_and_both_policies() -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", FILTER).schema
    filter = schema["definitions"]["IpFilter"]["properties"]
    assert (filter["Cidr"]["format"], filter["Policy"]["enum"]) == ("ipv4-network", ["Allow", "Block"])


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_every_network_comes_back_as_itself(address: int, length: int) -> None:
    start = address >> (32 - length) << (32 - length)
    text = ".".join(str(start >> shift & 255) for shift in (24, 16, 8, 0))
    assert checked_network(f"{text}/{length}") == f"{text}/{length}"
