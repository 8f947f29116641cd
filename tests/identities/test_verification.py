"""Waiting until an identity is verified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Bimi, Delegate, Dkim, DkimKeys, Dmarc, DomainIdentity, FeedbackTopics, Spf

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")
SETTINGS = "Custom::SesIdentitySettings"
APART = "Custom::SesVerifiedIdentity"


def the(stack: cdk.Stack, type: str) -> tuple[str, Mapping[str, Any]]:
    ((id, made),) = Template.from_stack(stack).find_resources(type).items()
    return id, made


def test_the_settings_wait_after_the_identity_and_its_records(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, mail_from_domain="bounce.shop.example")
    needy = cdk.CfnResource(stack, "Needy", type="AWS::SNS::Topic")
    needy.node.add_dependency(shop.verified)
    shop.authorize_sender("Partner", Delegate.account("444455556666"))
    id, made = the(stack, SETTINGS)
    assert the(stack, "AWS::Route53::RecordSetGroup")[0] in made["DependsOn"]
    assert made["Properties"]["Identity"] == {"Ref": the(stack, "AWS::SES::EmailIdentity")[0]}
    assert made["Properties"]["Wait"] == {"Minutes": "30", "MailFrom": "bounce.shop.example"}
    assert made["Properties"]["Policies"]
    assert Template.from_stack(stack).to_json()["Resources"]["Needy"]["DependsOn"] == [id]


@pytest.mark.parametrize(
    ("dns", "dkim", "warned"),
    [(Dns.by_hand(), Dkim.easy(), True), (Dns.by_hand(), Dkim.of_region("us-west-2"), False), (ZONE, None, False)],
)
def test_who_waits_for_records_that_are_told_later_is_warned(
    stack: cdk.Stack, dns: Dns, dkim: Dkim | None, warned: bool
) -> None:
    assert DomainIdentity(stack, "Shop", domain="shop.example", dns=dns, dkim=dkim).verified
    told = Match.string_like_regexp("publish them, and let the next deployment wait")
    found = Annotations.from_stack(stack).find_warning("*", told)
    assert bool(found) is warned


@pytest.mark.parametrize("own_key", [False, True])
def test_a_domain_with_everything_on_is_three_resources(stack: cdk.Stack, own_key: bool) -> None:
    keys = DkimKeys(stack, "OtherKeys") if own_key else None
    topic = sns.Topic(stack, "Feedback")
    shop = DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=ZONE,
        dkim=None if keys is None else Dkim.generated_key(selector="mail1", keys=keys),
        mail_from_domain="bounce.shop.example",
        reject_when_mx_is_missing=True,
        dmarc=Dmarc.reject(reports_to="dmarc@shop.example"),
        bimi=Bimi(logo_url="https://shop.example/logo.svg"),
        spf=Spf.merged_with(["site-check=1"]),
        configuration_set=ses.ConfigurationSet.from_configuration_set_name(stack, "Set", "all"),
        feedback_topics=FeedbackTopics(bounce=topic, complaint=topic),
        feedback_forwarding=False,
        tags={"team": "shop"},
    )
    shop.authorize_sender(
        "Users", Delegate.service("cognito-idp.amazonaws.com", source_account="1", source_arn="a")
    )
    shop.deny_sender("Nobody", Delegate.anyone(), from_addresses="ceo@shop.example")
    shop.wait_until_verified()
    made = Template.from_stack(stack).to_json()["Resources"]
    own = [each["Type"] for id, each in made.items() if not id.startswith(("SesConstructs", "Feedback", "Other"))]
    assert sorted(own) == ["AWS::Route53::RecordSetGroup", "AWS::SES::EmailIdentity", SETTINGS]


@pytest.mark.parametrize("dns", [ZONE, Dns.by_hand()])
def test_a_key_of_its_own_is_waited_for_by_what_writes_its_record(stack: cdk.Stack, dns: Dns) -> None:
    dkim = Dkim.generated_key(selector="mail1", keys=DkimKeys(stack, "Keys"))
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=dns, dkim=dkim)
    shop.wait_until_verified()
    assert the(stack, SETTINGS)[1]["Properties"]["Wait"] == {"Minutes": "30"}
    Template.from_stack(stack).resource_count_is(APART, 0)


def test_other_records_come_before_the_wait_for_a_key_of_its_own(stack: cdk.Stack) -> None:
    dkim = Dkim.generated_key(selector="mail1", keys=DkimKeys(stack, "Keys"))
    dmarc = Dmarc.reject()
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim=dkim, dmarc=dmarc)
    shop.wait_until_verified()
    assert the(stack, "AWS::Route53::RecordSetGroup")[0] in the(stack, SETTINGS)[1]["DependsOn"]


@pytest.mark.parametrize("own_key", [True, False])
@pytest.mark.parametrize("waits_first", [True, False])
def test_a_user_pool_may_wait_for_the_domain_that_lets_it_send(
    stack: cdk.Stack, waits_first: bool, own_key: bool
) -> None:
    dkim = Dkim.generated_key(selector="mail1", keys=DkimKeys(stack, "Keys")) if own_key else None
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim=dkim)
    pool = cognito.UserPool(stack, "Pool")

    def wait() -> None:
        pool.node.add_dependency(shop.verified)

    if waits_first:
        wait()
    shop.authorize_sender("Pool", Delegate.cognito(pool))
    if not waits_first:
        wait()
    # Fails on a circle.
    resources = Template.from_stack(stack).to_json()["Resources"]
    (pool_id,) = (id for id, each in resources.items() if each["Type"] == "AWS::Cognito::UserPool")
    (waits,) = (id for id, each in resources.items() if "'Minutes'" in str(each.get("Properties")))
    (allows,) = (id for id, each in resources.items() if "Policies" in each.get("Properties", {}))
    assert reaches(resources, pool_id, waits)
    assert reaches(resources, allows, pool_id)


def test_an_authorization_that_moves_gets_another_name() -> None:
    """The old one may be revoked after the new one was made."""
    names = []
    for waits_first in (True, False):
        stack = cdk.Stack(cdk.App(), "Mail")
        shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
        if waits_first:
            shop.wait_until_verified()
        shop.authorize_sender("Pool", Delegate.cognito(cognito.UserPool(stack, "Pool")))
        made = Template.from_stack(stack).find_resources(SETTINGS).values()
        names += [name for each in made for name in each["Properties"].get("Policies", {})]
    assert len(set(names)) == 2


def reaches(resources: Mapping[str, Any], start: str, end: str) -> bool:
    """Whether one resource comes after another."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        for id in named_in(resources[ahead.pop()], set(resources)) - seen:
            seen.add(id)
            ahead.append(id)
    return end in seen


def named_in(value: object, ids: set[str]) -> set[str]:
    """The resources that a part of a template names."""
    if isinstance(value, str):
        return {value} & ids
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {id for part in parts for id in named_in(part, ids)}


def test_who_only_waits_may_look_and_go_on_and_nothing_else(irish_stack: cdk.Stack) -> None:
    shop = DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=ZONE)
    shop.wait_until_verified(timeout=cdk.Duration.minutes(57))
    made = the(irish_stack, SETTINGS)[1]
    assert made["Properties"]["Wait"] == {"Minutes": "57"}
    policies = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy")
    (policy,) = [each for id, each in policies.items() if id in made["DependsOn"]]
    actions = [statement["Action"] for statement in policy["Properties"]["PolicyDocument"]["Statement"]]
    looking = ["ses:GetEmailIdentity", "ses:PutEmailIdentityMailFromAttributes"]
    assert actions == [looking, "lambda:InvokeFunction"]


def chain(stack: cdk.Stack) -> list[tuple[str, Mapping[str, Any]]]:
    """What waits, the first first."""
    made = Template.from_stack(stack).to_json()["Resources"]
    return [(id, each) for id, each in made.items() if each["Type"] == APART]


@pytest.mark.parametrize(
    ("timeout", "minutes"),
    [
        (cdk.Duration.minutes(58), ["57", "1"]),
        (cdk.Duration.hours(2), ["57", "57", "6"]),
        (cdk.Duration.minutes(3 * 57), ["57", "57", "57"]),
        (cdk.Duration.hours(12), ["57"] * 12 + ["36"]),
    ],
)
def test_what_takes_longer_than_an_hour_is_waited_for_by_one_after_another(
    stack: cdk.Stack, timeout: cdk.Duration, minutes: list[str]
) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, mail_from_domain="bounce.shop.example")
    needy = cdk.CfnResource(stack, "Needy", type="AWS::SNS::Topic")
    needy.node.add_dependency(shop.wait_until_verified(timeout=timeout))
    id, made = the(stack, SETTINGS)
    assert made["Properties"]["Wait"] == {
        "Minutes": "57",
        "MailFrom": "bounce.shop.example",
        "GoesOn": "true",
    }
    links = chain(stack)
    assert [
        made["Properties"]["Wait"]["Minutes"],
        *(link["Properties"]["Minutes"] for _, link in links),
    ] == minutes
    for number, (name, link) in enumerate(links):
        assert link["DependsOn"] == [id], "each comes after the one before"
        assert link["Properties"].get("GoesOn") == (None if number == len(links) - 1 else "true")
        assert link["Properties"]["MailFrom"] == "bounce.shop.example"
        id = name
    assert Template.from_stack(stack).to_json()["Resources"]["Needy"]["DependsOn"] == [id]


def test_a_key_of_its_own_is_waited_for_by_a_chain_too_and_another_key_anew() -> None:
    keys = {}
    for selector in ("mail1", "mail2"):
        stack = cdk.Stack(cdk.App(), "Mail")
        dkim = Dkim.generated_key(selector=selector, keys=DkimKeys(stack, "Keys"))
        shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim=dkim)
        shop.wait_until_verified(timeout=cdk.Duration.hours(2))
        assert the(stack, SETTINGS)[0] in chain(stack)[0][1]["DependsOn"]
        keys[selector] = [link["Properties"]["Dkim"]["Selector"] for _, link in chain(stack)]
    assert keys == {"mail1": ["mail1"] * 2, "mail2": ["mail2"] * 2}


def test_another_regions_key_is_waited_for_anew_by_every_link(stack: cdk.Stack) -> None:
    dkim = Dkim.of_region("eu-central-1")
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim=dkim)
    shop.wait_until_verified(timeout=cdk.Duration.hours(2))
    assert [link["Properties"]["Dkim"] for _, link in chain(stack)] == [{"Region": "eu-central-1"}] * 2


def test_without_asking_nothing_waits(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    Template.from_stack(stack).resource_count_is(SETTINGS, 0)


def test_an_identity_is_waited_for_once(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    assert shop.wait_until_verified(timeout=cdk.Duration.minutes(5)) is shop.verified
    assert the(stack, SETTINGS)[1]["Properties"]["Wait"] == {"Minutes": "5"}


@pytest.mark.parametrize(
    "timeout",
    [
        cdk.Duration.seconds(30),
        cdk.Duration.minutes(12 * 60 + 1),
        cdk.Duration.days(1),
        cdk.Duration.minutes(cdk.Token.as_number({"Ref": "Minutes"})),
    ],
)
def test_a_time_that_cloudformation_does_not_wait_is_refused(stack: cdk.Stack, timeout: cdk.Duration) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    with pytest.raises(InvalidSettingError, match="is not from 1 minute to 12 hours") as caught:
        shop.wait_until_verified(timeout=timeout)
    assert caught.value.at == "Mail/Shop"
