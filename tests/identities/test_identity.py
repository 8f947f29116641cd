"""What domains and addresses have in common."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.identities import Delegate, DomainIdentity

PARTNER = Delegate.account("444455556666")


@pytest.fixture
def shop(irish_stack: cdk.Stack) -> DomainIdentity:
    return DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand())


def test_names_of_policies_are_those_of_nobody_else(app: cdk.App) -> None:
    stacks = [cdk.Stack(app, name) for name in ("One", "Two")]
    stacks.append(cdk.Stack(cdk.App(analytics_reporting=False), "One", stack_name="Again"))
    for stack in stacks:
        made = DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())
        made.authorize_sender("a partner/1", PARTNER)
    names: list[str] = []
    for stack in stacks:
        (settings,) = Template.from_stack(stack).find_resources("Custom::SesIdentitySettings").values()
        names += settings["Properties"]["Policies"]
    assert len(set(names)) == 3
    assert all(name.startswith("a-partner-1-") for name in names)
    assert all(name.replace("-", "").isalnum() for name in names)


def test_an_identity_of_somewhere_else_is_shared_too(irish_stack: cdk.Stack) -> None:
    kept = DomainIdentity.from_domain_name(irish_stack, "Kept", "shop.example")
    kept.authorize_sender("Partner", PARTNER)
    (made,) = Template.from_stack(irish_stack).find_resources("Custom::SesIdentitySettings").values()
    assert made["Properties"]["Identity"] == "shop.example"


def test_the_world_is_not_let_in(shop: DomainIdentity) -> None:
    with pytest.raises(ConflictingSettingsError, match="the whole world") as caught:
        shop.authorize_sender("All", Delegate.anyone())
    assert "organization" in caught.value.fix
    assert caught.value.at == "Irish/Shop/All"


@pytest.mark.parametrize("delegate", [PARTNER, Delegate.organization("o-a1b2c3d4e5")])
def test_an_identity_with_a_default_set_is_not_shared(irish_stack: cdk.Stack, delegate: Delegate) -> None:
    default = ses.ConfigurationSet(irish_stack, "Set")
    shop = DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand(), configuration_set=default)
    with pytest.raises(ConflictingSettingsError, match="has a default configuration set"):
        shop.authorize_sender("Partner", delegate)
    shop.authorize_sender("Own", Delegate.account("111122223333"))
    shop.authorize_sender("Pool", Delegate.cognito(cognito.UserPool(irish_stack, "Pool")))


def test_a_twenty_first_policy_is_refused(shop: DomainIdentity) -> None:
    for number in range(20):
        shop.authorize_sender(f"P{number}", PARTNER)
    with pytest.raises(ConflictingSettingsError, match="at most 20"):
        shop.authorize_sender("P20", PARTNER)
