"""Maps before they are laid out."""

from __future__ import annotations

from ses_constructs.review.picture.flow import Arrow, Carries, FlowBuilder
from ses_constructs.review.picture.part import Fact, Kind, Part


def built(*arrows: tuple[str, str], stages: dict[Kind, int] | None = None) -> FlowBuilder:
    flow = FlowBuilder(stages)
    for source, target in arrows:
        for key in (source, target):
            flow.part(Part(key, Kind.TOPIC if key.startswith("t") else Kind.QUEUE, key))
        flow.arrow(Arrow(source, target, Carries.EVENTS))
    return flow


def test_a_box_stands_right_of_all_that_leads_to_it() -> None:
    assert built(("a", "b"), ("b", "c"), ("a", "c")).flow().columns == {"a": 0, "b": 1, "c": 2}


def test_a_kind_may_begin_further_right() -> None:
    columns = built(("a", "t"), ("t", "b"), stages={Kind.TOPIC: 3}).flow().columns
    assert columns == {"a": 0, "t": 3, "b": 4}


def test_an_arrow_that_closes_a_circle_is_left_out() -> None:
    flow = built(("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")).flow()
    assert [(arrow.source, arrow.target) for arrow in flow.arrows] == [("a", "b"), ("b", "c")]


def test_what_is_said_twice_of_a_box_is_joined() -> None:
    flow = FlowBuilder()
    flow.part(Part("a", Kind.QUEUE, "A", "", (Fact("x", "1"),)))
    flow.part(Part("a", Kind.QUEUE, "other", "line", (Fact("x", "1"), Fact("y", "2"))))
    (part,) = flow.flow().parts
    assert (part.title, part.line, len(part.facts)) == ("A", "line", 2)


def test_two_arrows_along_one_way_are_one_and_off_when_both_are() -> None:
    flow = built(("a", "b"))
    flow.arrow(Arrow("a", "b", Carries.MAIL, "bounces", off=True))
    flow.arrow(Arrow("a", "b", Carries.MAIL, "sends"))
    mail = [arrow for arrow in flow.flow().arrows if arrow.carries is Carries.MAIL]
    assert mail == [Arrow("a", "b", Carries.MAIL, "bounces; sends", off=False)]


def test_starts_are_what_nothing_leads_to() -> None:
    flow = built(("a", "b"), ("c", "b")).flow()
    assert [part.key for part in flow.starts] == ["a", "c"]
    assert [arrow.target for arrow in flow.after("a")] == ["b"]
