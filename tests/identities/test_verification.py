"""Waiting until an identity is verified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Delegate, DomainIdentity

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")
WAIT = "Custom::SesVerifiedIdentity"


def wait_in(stack: cdk.Stack) -> Mapping[str, Any]:
    (made,) = Template.from_stack(stack).find_resources(WAIT).values()
    return made


def test_it_waits_after_the_identity_its_records_and_its_settings(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, mail_from_domain="bounce.shop.example")
    shop.authorize_sender("Partner", Delegate.account("444455556666"))
    needy = cdk.CfnResource(stack, "Needy", type="AWS::SNS::Topic")
    needy.node.add_dependency(shop.verified)
    made = wait_in(stack)
    template = Template.from_stack(stack)
    for type in ("AWS::Route53::RecordSetGroup", "Custom::SesIdentitySettings"):
        assert set(template.find_resources(type)) <= set(made["DependsOn"])
    (identity,) = template.find_resources("AWS::SES::EmailIdentity")
    assert made["Properties"]["Identity"] == {"Ref": identity}
    assert (made["Properties"]["Minutes"], made["Properties"]["MailFrom"]) == ("30", "yes")
    (wait,) = template.find_resources(WAIT)
    assert template.to_json()["Resources"]["Needy"]["DependsOn"] == [wait]


def test_the_function_may_look_and_go_on(irish_stack: cdk.Stack) -> None:
    shop = DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=ZONE)
    shop.wait_until_verified(timeout=cdk.Duration.minutes(55))
    made = wait_in(irish_stack)
    assert (made["Properties"]["Minutes"], made["Properties"]["MailFrom"]) == ("55", "no")
    policies = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy")
    (policy,) = [each for id, each in policies.items() if id in made["DependsOn"]]
    actions = [statement["Action"] for statement in policy["Properties"]["PolicyDocument"]["Statement"]]
    assert actions == ["ses:GetEmailIdentity", "lambda:InvokeFunction"]


def test_without_asking_nothing_waits(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    Template.from_stack(stack).resource_count_is(WAIT, 0)


def test_an_identity_is_waited_for_once(stack: cdk.Stack) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    assert shop.wait_until_verified(timeout=cdk.Duration.minutes(5)) is shop.verified
    assert wait_in(stack)["Properties"]["Minutes"] == "5"


@pytest.mark.parametrize(
    "timeout",
    [
        cdk.Duration.seconds(30),
        cdk.Duration.minutes(56),
        cdk.Duration.hours(2),
        cdk.Duration.minutes(cdk.Token.as_number({"Ref": "Minutes"})),
    ],
)
def test_a_time_that_cloudformation_does_not_wait_is_refused(stack: cdk.Stack, timeout: cdk.Duration) -> None:
    shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE)
    with pytest.raises(InvalidSettingError, match="is not from 1 to 55 minutes") as caught:
        shop.wait_until_verified(timeout=timeout)
    assert caught.value.at == "Mail/Shop"
