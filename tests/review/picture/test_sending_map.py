"""The map of outgoing mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.picture.dns_table import dns_rows
from ses_constructs.review.picture.flow import Carries, Flow
from ses_constructs.review.picture.part import Kind, Part
from ses_constructs.review.picture.sending_map import sending_flow
from tests.review.conftest import assembly_of


def part(flow: Flow, title: str) -> Part:
    return next(one for one in flow.parts if one.title == title)


def facts(flow: Flow, title: str) -> dict[str, str]:
    return {fact.name: fact.value for fact in part(flow, title).facts}


def test_mail_runs_from_the_domain_by_its_set_to_the_recipients(
    shop: Assembly, seen: Callable[[Flow], set[str]]
) -> None:
    assert seen(sending_flow(shop)) == {
        "shop.example > Mail",
        "Mail > Recipients",
        "Mail > Problems",
        "Mail > CloudWatch",
        "Mail > go.shop.example",
        "Problems > Waiting",
        "Problems > https://shop.example",
    }


def test_each_column_holds_one_stage(shop: Assembly) -> None:
    flow = sending_flow(shop)
    by_kind = {one.kind: flow.columns[one.key] for one in flow.parts}
    assert by_kind[Kind.DOMAIN] < by_kind[Kind.CONFIGURATION_SET] < by_kind[Kind.TOPIC] < by_kind[Kind.QUEUE]


def test_the_settings_of_a_stream_are_told_in_words(shop: Assembly) -> None:
    told = facts(sending_flow(shop), "Mail")
    assert told["Encryption on the way"] == "required"
    assert told["Never again to addresses after"] == "bounces"
    assert told["Links are tracked through"] == "go.shop.example"
    assert told["Given up after"] == "3,600 seconds"
    assert told["Tells Problems"] == "bounces, complaints, rejects"


def test_the_settings_of_a_domain_are_told_in_words(shop: Assembly) -> None:
    flow = sending_flow(shop)
    assert facts(flow, "shop.example") == {
        "Signed with": "Easy DKIM",
        "Bounces come back to": "bounce.shop.example",
        "When the stack is deleted": "kept",
    }
    assert part(flow, "shop.example").line == "5 DNS records not here"


def test_what_a_topic_hears_stands_in_its_box(shop: Assembly) -> None:
    assert part(sending_flow(shop), "Problems").line == "bounces, complaints, +1"


def test_mail_without_a_set_goes_straight_to_the_recipients(seen: Callable[[Flow], set[str]]) -> None:
    flow = sending_flow(
        assembly_of(
            """
            A: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: me@shop.example}}
            B:
              Type: AWS::SES::EmailIdentity
              Properties:
                EmailIdentity: b.example
                DkimAttributes: {SigningEnabled: false}
                ConfigurationSetAttributes: {ConfigurationSetName: theirs}
            """
        )
    )
    assert seen(flow) == {"me@shop.example > Recipients", "b.example > theirs", "theirs > Recipients"}
    assert part(flow, "me@shop.example").kind is Kind.ADDRESS
    assert facts(flow, "b.example")["Signed with"] == "nothing: DKIM is off"


def test_what_is_off_is_drawn_as_off() -> None:
    flow = sending_flow(
        assembly_of(
            """
            Quiet:
              Type: AWS::SES::ConfigurationSet
              Properties: {SendingOptions: {SendingEnabled: false}, SuppressionOptions: {SuppressedReasons: []}}
            To:
              Type: AWS::SES::ConfigurationSetEventDestination
              Properties:
                ConfigurationSetName: !Ref Quiet
                EventDestination:
                  MatchingEventTypes: [SEND]
                  EventBridgeDestination: {EventBusArn: a:event-bus/b}
            """
        )
    )
    assert [arrow.off for arrow in flow.arrows] == [True, True]
    assert facts(flow, "Quiet")["Sending"] == "off"
    assert facts(flow, "Quiet")["Never again to addresses after"] == "nothing: mail goes out regardless"
    assert facts(flow, "Quiet")["Tells b (off)"] == "sends"


def test_who_may_send_leads_to_the_domain(seen: Callable[[Flow], set[str]]) -> None:
    flow = sending_flow(
        assembly_of(
            """
            Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
            App: {Type: AWS::IAM::User}
            May:
              Type: AWS::IAM::Policy
              Properties:
                Users: [!Ref App]
                PolicyDocument:
                  Statement:
                    Effect: Allow
                    Action: ses:SendEmail
                    Resource: !Sub arn:aws:ses:${AWS::Region}:1:identity/shop.example
            """
        )
    )
    assert "App > shop.example" in seen(flow)
    assert Carries.ACCESS in {arrow.carries for arrow in flow.arrows}


CHOSEN = """
Mail: {Type: AWS::SES::ConfigurationSet, Properties: {Name: mail}}
Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
Default:
  Type: Custom::SesDefaultConfigurationSet
  Properties: {Identity: Shop.example, ConfigurationSet: !Ref Mail}
"""


def test_a_default_that_is_chosen_later_is_the_default(seen: Callable[[Flow], set[str]]) -> None:
    assert seen(sending_flow(assembly_of(CHOSEN))) == {"shop.example > mail", "mail > Recipients"}


def test_an_identity_made_elsewhere_is_drawn_when_its_default_is_chosen_here(
    seen: Callable[[Flow], set[str]],
) -> None:
    flow = sending_flow(assembly_of(CHOSEN.replace("Identity: Shop.example", "Identity: news.example")))
    assert "news.example > mail" in seen(flow)


@pytest.mark.parametrize(
    ("dkim", "told"),
    [
        ("{Selector: mail2, SecretArn: s}", "a DKIM key of your own"),
        ("{Region: us-east-1}", "the DKIM key of us-east-1"),
    ],
)
def test_a_signature_that_this_package_sets_later_is_told(dkim: str, told: str) -> None:
    assembly = assembly_of(
        f"""
        Shop: {{Type: AWS::SES::EmailIdentity, Properties: {{EmailIdentity: a.example}}}}
        Settings: {{Type: Custom::SesIdentitySettings, Properties: {{Identity: !Ref Shop, Dkim: {dkim}}}}}
        """
    )
    shop = next(part for part in sending_flow(assembly).parts if part.kind is Kind.DOMAIN)
    assert shop.facts[0].value == told
    assert [row for row in dns_rows(assembly) if row.type == "CNAME"] == [], "no records of Easy DKIM are missing"
