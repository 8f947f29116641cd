"""Subscriptions to add-ons."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import Addon, AddonSubscription


def test_a_subscription_names_its_add_on(stack: cdk.Stack) -> None:
    made = AddonSubscription(stack, "List", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST, tags={"a": "b"})
    assert made.known_name == "SPAMHAUS_DBL"
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::MailManagerAddonSubscription",
        {"AddonName": "SPAMHAUS_DBL", "Tags": [{"Key": "a", "Value": "b"}]},
    )
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_a_newer_add_on_is_warned_of(stack: cdk.Stack) -> None:
    AddonSubscription(stack, "List", addon="NEWER")
    Annotations.from_stack(stack).has_warning("/Mail/List", Match.string_like_regexp("SPAMHAUS_DBL"))


def test_one_subscription_is_enough_for_a_stack(app: cdk.App, stack: cdk.Stack) -> None:
    AddonSubscription(stack, "List", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST)
    AddonSubscription(stack, "Virus", addon=Addon.TREND_MICRO_VIRUS_SCANNING)
    AddonSubscription(cdk.Stack(app, "Elsewhere"), "List", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST)
    with pytest.raises(ConflictingSettingsError, match="Mail/List subscribes to SPAMHAUS_DBL already") as caught:
        AddonSubscription(stack, "Again", addon="SPAMHAUS_DBL")
    assert caught.value.at == "Mail/Again"


def test_an_add_on_that_only_the_deployment_knows_is_not_compared(stack: cdk.Stack) -> None:
    addon = cdk.CfnParameter(stack, "Addon").value_as_string
    assert AddonSubscription(stack, "One", addon=addon).known_name is None
    assert AddonSubscription(stack, "Two", addon=addon).known_name is None


def test_an_empty_name_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="names none"):
        AddonSubscription(stack, "List", addon="")
