"""Subscriptions to add-ons."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.errors import InvalidSettingError
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


def test_an_empty_name_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="names none"):
        AddonSubscription(stack, "List", addon="")
