"""The suppression list."""

from __future__ import annotations

from typing import Any

from tests.doctor.conftest import Found

STACK = """
Orders: {Type: AWS::SES::ConfigurationSet}
Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop}}
"""
BOTH = {"SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}}


def listed(*addresses: str) -> dict[str, Any]:
    found = [{"EmailAddress": address, "Reason": "BOUNCE"} for address in addresses]
    return {
        "sesv2.get_account": BOTH,
        "sesv2.list_suppressed_destinations": {"SuppressedDestinationSummaries": found},
    }


def test_other_peoples_addresses_are_well(found: Found) -> None:
    assert found(STACK, listed("gone@reader.example", "a@notshop")) == []


def test_an_address_of_ones_own_is_told(found: Found) -> None:
    assert found(STACK, listed("Help@Shop")) == [
        ("own-address-suppressed", "it is on the suppression list for BOUNCE")
    ]


def test_every_page_of_the_list_is_read(found: Found) -> None:
    def page(**asked: str) -> dict[str, Any]:
        number = int(asked.get("NextToken", 0))
        entry = {"EmailAddress": f"{number}@shop", "Reason": "COMPLAINT"}
        return {"SuppressedDestinationSummaries": [entry], "NextToken": str(number + 1)}

    told = found(STACK, {"sesv2.get_account": BOTH, "sesv2.list_suppressed_destinations": page})
    assert len(told) == 20


def test_an_account_that_suppresses_nothing_is_told_unless_the_set_decides(found: Found) -> None:
    nothing = {"sesv2.get_account": {"SuppressionAttributes": {"SuppressedReasons": ["BOUNCE"]}}}
    assert found(STACK, nothing) == [("account-suppression-off", "the account does not suppress COMPLAINT")]
    decided = STACK.replace(
        "ConfigurationSet}", "ConfigurationSet, Properties: {SuppressionOptions: {SuppressedReasons: [BOUNCE]}}}"
    )
    assert found(decided, nothing) == []
