"""Maps ready for the template."""

from __future__ import annotations

from ses_constructs.review import Assembly, review
from ses_constructs.review.picture.flow import Arrow, Carries, FlowBuilder
from ses_constructs.review.picture.maps import drawn, flows, shortened
from ses_constructs.review.picture.part import Kind, Part
from ses_constructs.review.picture.places import Places


def test_only_maps_with_something_in_them_are_drawn(shop: Assembly) -> None:
    assert [name for name, _ in flows(shop, Places(()))] == ["sending"]


def test_every_box_has_a_card_and_every_line_two_boxes(shop: Assembly) -> None:
    places = Places(review(shop).findings)
    shown = drawn(shop, flows(shop, places)[0], places)
    assert {card.anchor for card in shown.cards} == {box.anchor for box in shown.boxes}
    numbers = {box.number for box in shown.boxes}
    assert all({line.source, line.target} <= numbers for line in shown.lines)
    assert shown.carries == (Carries.MAIL, Carries.EVENTS)


def test_what_was_shown_before_is_not_unfolded_again(shop: Assembly) -> None:
    flow = FlowBuilder()
    for source, target in (("a", "c"), ("b", "c"), ("c", "d")):
        for key in (source, target):
            flow.part(Part(key, Kind.QUEUE, key))
        flow.arrow(Arrow(source, target, Carries.EVENTS, "all"))
    first, second = drawn(shop, ("sending", flow.flow()), Places(())).branches
    assert [one.part.title for one in first.next[0].next] == ["d"]
    assert (second.next[0].rest, second.next[0].next, second.next[0].says) == ("goes on as above", (), "all")


def test_a_long_chain_begins_again_at_the_margin(shop: Assembly) -> None:
    flow = FlowBuilder()
    for at in range(200):
        for key in (at, at + 1):
            flow.part(Part(str(key), Kind.STACK, str(key)))
        flow.arrow(Arrow(str(at), str(at + 1), Carries.ACCESS))
    first, second, *_ = drawn(shop, ("stacks", flow.flow()), Places(())).branches
    assert (first.part.title, second.part.title) == ("0", "8")


def test_a_card_names_a_few_places_and_counts_the_rest(shop: Assembly) -> None:
    places = Places(())
    shown = drawn(shop, flows(shop, places)[0], places)
    card = next(card for card in shown.cards if card.part.title == "CloudWatch")
    assert card.places == ("mail.yaml / Numbers",)


def test_long_names_keep_both_ends() -> None:
    assert shortened("transactional.mail.shop.example", 15) == "transac…example"
    assert shortened("short", 15) == "short"
