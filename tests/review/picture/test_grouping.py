"""Alike boxes as one."""

from __future__ import annotations

from ses_constructs.review.picture.flow import Arrow, Carries, Flow, FlowBuilder
from ses_constructs.review.picture.grouping import MOST_ALIKE, grouped
from ses_constructs.review.picture.part import Kind, Part


def domains(number: int) -> Flow:
    flow = FlowBuilder()
    flow.part(Part("set", Kind.CONFIGURATION_SET, "Mail"))
    for at in range(number):
        flow.arrow(Arrow(flow.part(Part(f"d{at}", Kind.DOMAIN, f"d{at}.example")), "set", Carries.MAIL))
    return flow.flow()


def test_a_few_stay_by_themselves() -> None:
    assert len(grouped(domains(MOST_ALIKE)).parts) == MOST_ALIKE + 1


def test_many_alike_become_one_that_names_them_all() -> None:
    flow = grouped(domains(500))
    whole = next(part for part in flow.parts if part.kind is Kind.DOMAIN)
    assert (whole.title, whole.line) == ("500 domains", "d0.example, d1.example, +498")
    assert len(whole.members) == len(whole.facts) == 500
    assert [(arrow.source, arrow.target) for arrow in flow.arrows] == [(whole.key, "set")]


def test_one_with_a_finding_of_its_own_stays_by_itself() -> None:
    flow = grouped(domains(9), told={"d3": frozenset({"a-rule"})})
    assert sorted(part.title for part in flow.parts) == ["8 domains", "Mail", "d3.example"]


def test_many_with_the_same_findings_are_alike() -> None:
    flow = grouped(domains(9), told={f"d{at}": frozenset({"a-rule"}) for at in range(9)})
    assert sorted(part.title for part in flow.parts) == ["9 domains", "Mail"]


def test_alarms_that_set_off_the_same_are_one_at_once() -> None:
    flow = FlowBuilder()
    for at, line in enumerate(("8 % bounces", "0.4 % complaints")):
        key = flow.part(Part(f"a{at}", Kind.ALARM, "Pause alarm", line))
        flow.arrow(Arrow(key, flow.part(Part("g", Kind.GUARD, "G")), Carries.ALARM))
    titles = {part.title: part.line for part in grouped(flow.flow()).parts}
    assert titles["2 pause alarms"] == "8 % bounces, 0.4 % complaints"


def test_kinds_have_their_plural() -> None:
    flow = FlowBuilder()
    for at in range(9):
        flow.part(Part(f"{at}", Kind.ADDRESS, f"{at}"))
    assert grouped(flow.flow()).parts[0].title == "9 addresses"
