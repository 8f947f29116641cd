"""Where boxes and arrows go."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.review.picture.flow import Arrow, Carries, Flow, FlowBuilder
from ses_constructs.review.picture.layout import BOX_HEIGHT, BOX_WIDTH, laid_out
from ses_constructs.review.picture.part import Kind, Part


def flow_of(*arrows: tuple[int, int]) -> Flow:
    flow = FlowBuilder()
    for source, target in arrows:
        for at in (source, target):
            flow.part(Part(str(at), Kind.QUEUE, str(at)))
        flow.arrow(Arrow(str(source), str(target), Carries.EVENTS))
    return flow.flow()


def test_an_empty_map_has_no_size() -> None:
    drawing = laid_out(Flow())
    assert (drawing.width, drawing.height, drawing.boxes) == (0, 0, ())


@settings(max_examples=60, deadline=None)
@given(arrows=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=30))
def test_boxes_never_overlap_and_stay_inside(arrows: list[tuple[int, int]]) -> None:
    drawing = laid_out(flow_of(*arrows))
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - BOX_WIDTH
        assert 0 <= box.y <= drawing.height - BOX_HEIGHT
    for one, other in combinations(drawing.boxes, 2):
        assert one.x != other.x or abs(one.y - other.y) >= BOX_HEIGHT


def test_arrows_lead_from_right_edge_to_left_edge() -> None:
    drawing = laid_out(flow_of((1, 2), (2, 3), (1, 3)))
    place = {box.part.key: box for box in drawing.boxes}
    for line in drawing.lines:
        numbers = [float(number) for number in re.findall(r"[\d.]+", line.path)]
        assert numbers[0] == place[line.arrow.source].x + BOX_WIDTH
        assert place[line.arrow.target].x - 10 < numbers[-2] < place[line.arrow.target].x


def test_a_long_arrow_passes_between_the_boxes() -> None:
    drawing = laid_out(flow_of((1, 2), (2, 3), (1, 3)))
    long = next(line for line in drawing.lines if (line.arrow.source, line.arrow.target) == ("1", "3"))
    middle = next(box for box in drawing.boxes if box.part.key == "2")
    height = float(long.path.split()[4].split("C")[0])
    assert not middle.y < height < middle.y + BOX_HEIGHT


def test_tab_goes_column_by_column_from_the_top() -> None:
    drawing = laid_out(flow_of((1, 3), (2, 3), (3, 4)))
    places = [(box.x, box.y) for box in drawing.boxes]
    assert places == sorted(places)
