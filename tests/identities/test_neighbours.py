"""Identities of one app, judged together."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.identities import DomainIdentity, EmailAddressIdentity, FeedbackTopics

BY_HAND = Dns.by_hand()


def warnings(stack: cdk.Stack) -> list[str]:
    found = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("identity of its own"))
    return [str(entry.entry.data) for entry in found]


def with_everything(stack: cdk.Stack, domain: str) -> DomainIdentity:
    return DomainIdentity(
        stack,
        domain,
        domain=domain,
        dns=BY_HAND,
        mail_from_domain=f"bounce.{domain}",
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(stack, "Set", "Receipts"),
        feedback_forwarding=False,
    )


@pytest.mark.parametrize("address_first", [True, False])
def test_an_address_that_shadows_its_domain_warns_whichever_comes_first(
    stack: cdk.Stack, address_first: bool
) -> None:
    if address_first:
        EmailAddressIdentity(stack, "Owner", address="owner@mail.shop.example")
    with_everything(stack, "shop.example")
    if not address_first:
        EmailAddressIdentity(stack, "Owner", address="owner@mail.shop.example")
    (warning,) = warnings(stack)
    assert "the configuration set, the MAIL FROM domain, feedback forwarding switched off" in warning
    assert "add_address()" in warning


def test_an_address_with_the_settings_of_its_domain_does_not_warn(stack: cdk.Stack) -> None:
    with_everything(stack, "shop.example").add_address("owner@shop.example")
    assert warnings(stack) == []


def test_only_the_nearest_domain_is_shadowed(stack: cdk.Stack) -> None:
    with_everything(stack, "shop.example")
    DomainIdentity(stack, "Near", domain="mail.shop.example", dns=BY_HAND)
    EmailAddressIdentity(stack, "Owner", address="owner@mail.shop.example")
    assert warnings(stack) == []


def test_a_domain_above_the_nearest_one_is_not_shadowed_later(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Near", domain="mail.shop.example", dns=BY_HAND)
    EmailAddressIdentity(stack, "Owner", address="owner@mail.shop.example")
    with_everything(stack, "shop.example")
    assert warnings(stack) == []


def test_identities_of_other_regions_do_not_shadow(app: cdk.App) -> None:
    far, near = (cdk.Stack(app, r, env=cdk.Environment(region=r)) for r in ("eu-west-1", "us-east-1"))
    with_everything(far, "shop.example")
    EmailAddressIdentity(near, "Owner", address="owner@shop.example")
    assert warnings(near) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda other: EmailAddressIdentity(other, "Bounce", address="x@bounce.shop.example"),
        lambda other: DomainIdentity(other, "Bounce", domain="bounce.shop.example", dns=BY_HAND),
    ],
)
def test_nobody_sends_from_a_mail_from_domain(
    app: cdk.App, stack: cdk.Stack, make: Callable[[cdk.Stack], object]
) -> None:
    with_everything(stack, "shop.example")
    other = cdk.Stack(app, "Other")
    with pytest.raises(ConflictingSettingsError) as caught:
        make(other)
    assert "'Mail/shop.example'" in caught.value.problem
    assert "'bounce.'" in caught.value.fix
    assert caught.value.at == "Other/Bounce"


def test_a_domain_that_sends_is_no_mail_from_domain(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "News", domain="news.shop.example", dns=BY_HAND)
    with pytest.raises(ConflictingSettingsError, match="Mail/News"):
        DomainIdentity(stack, "Shop", domain="shop.example", dns=BY_HAND, mail_from_domain="news.shop.example")


def test_feedback_topics_of_the_domain_are_missed_too(stack: cdk.Stack) -> None:
    topics = FeedbackTopics(bounce=sns.Topic(stack, "Bounces"))
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=BY_HAND, feedback_topics=topics)
    shop.add_address("kept@shop.example")
    EmailAddressIdentity(stack, "Owner", address="owner@shop.example")
    (warning,) = warnings(stack)
    assert "these settings of shop.example: the feedback topics." in warning


PLACE = cdk.Environment(account="111122223333", region="eu-west-1")


@pytest.mark.parametrize("env", [None, PLACE])
@pytest.mark.parametrize("second", ["Shop.Example", "mail@shop.example"])
def test_an_identity_is_made_once_in_a_stack(env: cdk.Environment | None, second: str) -> None:
    stack = cdk.Stack(cdk.App(), "Mail", env=env)

    def make(id: str, name: str) -> None:
        if "@" in name:
            EmailAddressIdentity(stack, id, address=name)
        else:
            DomainIdentity(stack, id, domain=name, dns=BY_HAND)

    make("One", second.lower())
    with pytest.raises(ConflictingSettingsError, match="made an identity by 'Mail/One' already") as caught:
        make("Two", second)
    assert caught.value.at == "Mail/Two"
    assert "from_domain_name" in str(caught.value.fix)


def test_two_stacks_of_one_place_cannot_both_make_an_identity() -> None:
    app = cdk.App()
    DomainIdentity(cdk.Stack(app, "One", env=PLACE), "Shop", domain="shop.example", dns=BY_HAND)
    with pytest.raises(ConflictingSettingsError, match="made an identity by 'One/Shop' already"):
        DomainIdentity(cdk.Stack(app, "Two", env=PLACE), "Shop", domain="shop.example", dns=BY_HAND)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (None, None),
        (PLACE, cdk.Environment(account="111122223333", region="us-east-1")),
        (PLACE, cdk.Environment(account="444455556666", region="eu-west-1")),
        (cdk.Environment(region="eu-west-1"), cdk.Environment(region="eu-west-1")),
    ],
)
def test_stacks_that_may_be_of_different_places_make_the_same_identity(
    one: cdk.Environment | None, two: cdk.Environment | None
) -> None:
    app = cdk.App()
    for id, env in (("One", one), ("Two", two)):
        made = DomainIdentity(cdk.Stack(app, id, env=env), "Shop", domain="shop.example", dns=BY_HAND)
        assert made.domain == "shop.example"
