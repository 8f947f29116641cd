"""ARNs as policies name them."""

from __future__ import annotations

from ses_constructs.facts import permissions

PLACE = {"partition": "aws-us-gov", "region": "us-gov-west-1", "account": "111122223333"}


def test_arns_have_the_form_of_the_service() -> None:
    stem = "arn:aws-us-gov:ses:us-gov-west-1:111122223333:"
    assert permissions.identity_arn(**PLACE, identity="shop.example") == f"{stem}identity/shop.example"
    assert permissions.configuration_set_arn(**PLACE, name="Set") == f"{stem}configuration-set/Set"
    assert permissions.receipt_rule_arn(**PLACE, rule_set="In", rule="Support") == (
        f"{stem}receipt-rule-set/In:receipt-rule/Support"
    )


def test_sending_is_formatted_and_raw_mail() -> None:
    assert permissions.SEND_ACTIONS == ("ses:SendEmail", "ses:SendRawEmail")
