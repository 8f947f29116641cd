"""Where cards are, and which findings they show."""

from __future__ import annotations

from ses_constructs.review import Assembly, Severity, review
from ses_constructs.review.picture.naming import key_of
from ses_constructs.review.picture.part import Kind, Part
from ses_constructs.review.picture.places import Places
from ses_constructs.review.picture.sending_map import sending_flow
from tests.review.conftest import assembly_of


def test_a_resource_has_one_card_however_often_it_is_drawn(shop: Assembly) -> None:
    resource = shop.templates[0].resources["Mail"]
    part = Part(key_of(resource), Kind.CONFIGURATION_SET, "Mail", resources=(resource,))
    places = Places(())
    assert places.anchor(part, "sending") == places.anchor(part, "guard")
    assert places.is_home(part, "sending")
    assert not places.is_home(part, "guard")


def test_what_is_no_resource_belongs_to_its_map() -> None:
    people = Part("recipients", Kind.PEOPLE, "Recipients")
    places = Places(())
    assert places.anchor(people, "sending") != places.anchor(people, "receiving")
    assert places.is_home(people, "receiving")


def test_findings_lead_to_their_part_and_back() -> None:
    shop = assembly_of("Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: www.shop.example}}")
    places, flow = Places(review(shop).findings), sending_flow(shop)
    shown = {
        noted.anchor: places.home_of(noted, [("sending", flow)])
        for noted in places.noted
        if noted.finding.place.logical_id == "Shop"
    }
    identity = next(part for part in flow.parts if part.title == "www.shop.example")
    assert set(shown.values()) == {places.anchor(identity, "sending")}
    assert [noted.anchor for noted in places.of(identity)] == list(shown)
    assert "identity-with-www" in places.told(flow)[identity.key]


def test_the_worst_finding_counts() -> None:
    shop = assembly_of("Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: www.shop.example}}")
    places, flow = Places(review(shop).findings), sending_flow(shop)
    worst = {part.title: places.worst(part) for part in flow.parts}
    assert worst == {"www.shop.example": Severity.ERROR, "Recipients": None}
    assert len({noted.finding.rule.severity for noted in places.noted}) > 1
