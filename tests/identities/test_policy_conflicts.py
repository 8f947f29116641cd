"""Policies of an address that take the place of its domain's."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk.assertions import Annotations, Match

from ses_constructs.dns import Dns
from ses_constructs.identities import Delegate, DomainIdentity, EmailAddressIdentity

PARTNER, RIVAL = Delegate.account("444455556666"), Delegate.account("777788889999")


def warnings(stack: cdk.Stack) -> list[str]:
    found = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("do not hold for it"))
    return [str(entry.entry.data) for entry in found]


def identities(stack: cdk.Stack) -> tuple[DomainIdentity, EmailAddressIdentity]:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
    return shop, EmailAddressIdentity(stack, "Owner", address="owner@mail.shop.example")


def test_a_denial_that_an_address_gets_round_warns_whichever_comes_first(app: cdk.App) -> None:
    for first in (0, 1):
        stack = cdk.Stack(
            app, f"Stack{first}", env=cdk.Environment(account=f"11112222333{first}", region="eu-west-1")
        )
        shop, owner = identities(stack)
        if first:
            shop.deny_sender("No", RIVAL)
        owner.authorize_sender("Yes", PARTNER)
        if not first:
            shop.deny_sender("No", RIVAL)
        (warning,) = warnings(stack)
        assert "owner@mail.shop.example has sending policies of its own" in warning
        assert "those of shop.example that deny do not hold" in warning


def test_a_denial_on_the_address_takes_the_domains_delegates_away(stack: cdk.Stack) -> None:
    shop, owner = identities(stack)
    shop.authorize_sender("Yes", PARTNER)
    owner.deny_sender("No", RIVAL)
    assert "those of shop.example that allow" in warnings(stack)[0]


def test_the_same_on_both_does_not_warn(stack: cdk.Stack) -> None:
    shop, owner = identities(stack)
    shop.deny_sender("No", RIVAL)
    owner.authorize_sender("Yes", PARTNER)
    owner.deny_sender("No", RIVAL)
    assert warnings(stack) == []


def test_elsewhere_does_not_warn(stack: cdk.Stack, irish_stack: cdk.Stack) -> None:
    shop, _ = identities(stack)
    shop.deny_sender("No", RIVAL)
    other = EmailAddressIdentity(stack, "Other", address="owner@other.example")
    other.authorize_sender("Yes", PARTNER)
    there = EmailAddressIdentity(irish_stack, "There", address="owner@shop.example")
    there.authorize_sender("Yes", PARTNER)
    assert warnings(stack) + warnings(irish_stack) == []


def test_only_the_nearest_domain_with_policies_counts(stack: cdk.Stack) -> None:
    shop, owner = identities(stack)
    near = DomainIdentity(stack, "Near", domain="mail.shop.example", dns=Dns.by_hand())
    shop.deny_sender("No", RIVAL)
    near.authorize_sender("Yes", PARTNER)
    owner.authorize_sender("Yes", PARTNER)
    assert warnings(stack) == []
