"""A tracking domain that is set up already."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, TrackingDomain
from ses_constructs.errors import InvalidSettingError


def options_of(stack: cdk.Stack) -> object:
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSet").values()
    return made["Properties"]["TrackingOptions"]


def test_a_set_names_it_and_asks_for_https(stack: cdk.Stack) -> None:
    links = TrackingDomain.from_domain_name(stack, "Links", "Links.Shop.example")
    ConfigurationSet(stack, "Set", tracking=links)
    assert options_of(stack) == {"CustomRedirectDomain": "links.shop.example", "HttpsPolicy": "REQUIRE"}


def test_the_policy_can_be_another(stack: cdk.Stack) -> None:
    links = TrackingDomain.from_domain_name(
        stack, "Links", "links.shop.example", https_policy=ses.HttpsPolicy.OPTIONAL
    )
    ConfigurationSet(stack, "Set", tracking=links)
    assert options_of(stack) == {"CustomRedirectDomain": "links.shop.example", "HttpsPolicy": "OPTIONAL"}


def test_a_name_of_the_deployment_is_not_looked_into(stack: cdk.Stack) -> None:
    links = TrackingDomain.from_domain_name(stack, "Links", cdk.Fn.import_value("Links"))
    assert links.domain_name.startswith("${Token[")


def test_an_address_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is an e-mail address") as caught:
        TrackingDomain.from_domain_name(stack, "Links", "hello@shop.example")
    assert caught.value.at == "Mail/Links"
