"""Who else may send as an identity, and under which conditions."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, SesConstructsError
from ses_constructs.identities import Delegate, DomainIdentity, EmailAddressIdentity, SendAction

PARTNER = Delegate.account("444455556666")
ARN = {
    "Fn::Join": [
        "",
        ["arn:", {"Ref": "AWS::Partition"}, ":ses:eu-west-1:111122223333:identity/shop.example"],
    ]
}


@pytest.fixture
def shop(irish_stack: cdk.Stack) -> DomainIdentity:
    return DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand())


def statements(stack: cdk.Stack) -> list[dict[str, Any]]:
    (made,) = Template.from_stack(stack).find_resources("Custom::SesIdentitySettings").values()
    found: dict[str, Any] = made["Properties"]["Policies"]
    assert all(len(document["Statement"]) == 1 for document in found.values())
    return [document["Statement"][0] for document in found.values()]


def test_an_account_may_send_formatted_and_raw_mail(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    shop.authorize_sender("Partner", PARTNER)
    assert statements(irish_stack) == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "444455556666"},
            "Action": ["ses:SendEmail", "ses:SendRawEmail"],
            "Resource": ARN,
        }
    ]


def test_every_condition_is_spelt_as_ses_reads_it(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    shop.authorize_sender(
        "Partner",
        PARTNER,
        actions=[SendAction.RAW],
        from_addresses="news@shop.example",
        from_display_names=["News*"],
        recipients=["*@customer.example"],
        feedback_addresses="bounces@shop.example",
        not_before=datetime(2026, 12, 1, tzinfo=UTC),
        not_after=datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    )
    (statement,) = statements(irish_stack)
    assert statement["Action"] == ["ses:SendRawEmail"]
    assert statement["Condition"] == {
        "StringLike": {
            "ses:FromAddress": ["news@shop.example"],
            "ses:FromDisplayName": ["News*"],
            "ses:FeedbackAddress": ["bounces@shop.example"],
        },
        "ForAllValues:StringLike": {"ses:Recipients": ["*@customer.example"]},
        "DateGreaterThan": {"aws:CurrentTime": "2026-12-01T00:00:00Z"},
        "DateLessThan": {"aws:CurrentTime": "2026-12-31T23:00:00Z"},
    }


def test_a_denial_needs_one_recipient_only(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    shop.deny_sender("Rivals", Delegate.anyone(), recipients="*@rival.example")
    (statement,) = statements(irish_stack)
    assert statement["Effect"] == "Deny"
    assert statement["Action"] == [str(action) for action in SendAction]
    assert statement["Condition"] == {"ForAnyValue:StringLike": {"ses:Recipients": ["*@rival.example"]}}


def test_a_policy_that_is_too_long_is_refused(app: cdk.App) -> None:
    env = cdk.Environment(account="111122223333", region="eu-west-1")
    shop = DomainIdentity(cdk.Stack(app, "S", env=env), "Shop", domain="shop.example", dns=Dns.by_hand())
    addresses = [f"sender-{number}@shop.example" for number in range(200)]
    assert len(json.dumps(addresses)) > 4096
    with pytest.raises(ConflictingSettingsError, match="SES takes 4096"):
        shop.authorize_sender("Partner", PARTNER, from_addresses=addresses)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"from_addresses": []}, "from_addresses"),
        ({"recipients": ()}, "recipients"),
        ({"actions": []}, "actions"),
        ({"not_before": datetime(2026, 12, 1)}, "has no time zone"),
        (
            {"not_before": datetime(2027, 1, 1, tzinfo=UTC), "not_after": datetime(2026, 1, 1, tzinfo=UTC)},
            "is not before",
        ),
    ],
)
def test_what_allows_nothing_is_refused(shop: DomainIdentity, more: dict[str, Any], problem: str) -> None:
    with pytest.raises(SesConstructsError, match=problem):
        shop.authorize_sender("Partner", PARTNER, **more)


@pytest.mark.parametrize("denied", [True, False])
def test_an_id_is_not_replaced_by_a_second_of_the_same_name(
    irish_stack: cdk.Stack, shop: DomainIdentity, denied: bool
) -> None:
    shop.authorize_sender("Partner", PARTNER)
    add = shop.deny_sender if denied else shop.authorize_sender
    with pytest.raises(ConflictingSettingsError, match="authorization or denial 'Partner' already"):
        add("Partner", Delegate.account("777788889999"))
    (statement,) = statements(irish_stack)
    assert "444455556666" in json.dumps(statement["Principal"])


@pytest.mark.parametrize("address", ["a@other.example", "*@other.example", "ops@notshop.example", "a@example"])
@pytest.mark.parametrize("denied", [True, False])
def test_a_from_address_that_is_never_of_the_identity_is_refused(
    shop: DomainIdentity, address: str, denied: bool
) -> None:
    add = shop.deny_sender if denied else shop.authorize_sender
    with pytest.raises(InvalidSettingError, match="is never sent as 'shop.example'"):
        add("Partner", PARTNER, from_addresses=["ops@shop.example", address])


def test_from_addresses_of_the_identity_and_patterns_are_taken(
    irish_stack: cdk.Stack, shop: DomainIdentity
) -> None:
    taken = ["ops@shop.example", "a@Mail.Shop.example", "*", "*@*.example", "ops@*", cdk.Fn.import_value("From")]
    shop.authorize_sender("Partner", PARTNER, from_addresses=taken)
    (statement,) = statements(irish_stack)
    assert len(statement["Condition"]["StringLike"]["ses:FromAddress"]) == len(taken)


def test_an_address_is_not_sent_as_by_its_subdomain(irish_stack: cdk.Stack) -> None:
    owner = EmailAddressIdentity(irish_stack, "Owner", address="owner@shop.example")
    owner.authorize_sender("Partner", PARTNER, from_addresses="owner@shop.example")
    with pytest.raises(InvalidSettingError, match="is never sent as 'owner@shop.example'"):
        owner.authorize_sender("Other", PARTNER, from_addresses="owner@mail.shop.example")
