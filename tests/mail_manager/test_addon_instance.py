"""Instances of add-ons."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk.assertions import Template

from ses_constructs.mail_manager import Addon, AddonInstance, AddonSubscription


def test_an_instance_knows_its_subscription_and_its_add_on(stack: cdk.Stack) -> None:
    subscription = AddonSubscription(stack, "Subscription", addon=Addon.VADE_ADVANCED_EMAIL_SECURITY)
    made = AddonInstance(stack, "Vade", subscription=subscription, tags={"a": "b"})
    assert made.known_name == Addon.VADE_ADVANCED_EMAIL_SECURITY
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::MailManagerAddonInstance",
        {
            "AddonSubscriptionId": {"Ref": stack.get_logical_id(subscription)},
            "Tags": [{"Key": "a", "Value": "b"}],
        },
    )


def test_an_imported_subscription_hides_its_add_on(stack: cdk.Stack) -> None:
    imported = AddonSubscription.from_addon_subscription_id(stack, "Subscription", "as-1")
    assert AddonInstance(stack, "Any", subscription=imported).known_name is None
