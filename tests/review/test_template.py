"""Resources, outputs, and the order they are made in."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly, Template
from ses_constructs.review.reading import parse


def test_what_is_no_resource_is_left_out(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("{A: {Type: T}, B: 7, C: [], 3: {Type: T}, D: {Type: [x]}, 'Fn::ForEach::X': []}")
    assert [(resource.logical_id, resource.type) for resource in read.resources()] == [("A", "T"), ("D", "")]


def test_a_resource_waits_for_what_it_refers_to_and_depends_on(assembly: Callable[[str], Assembly]) -> None:
    read = assembly(
        "A: {Type: T, DependsOn: B}\n"
        "B: {Type: T, Properties: {X: [!Sub '${C.Arn}']}}\n"
        "C: {Type: T, DependsOn: [D, 7]}\n"
        "D: {Type: T}\n"
    )
    a, b, c, d = read.resources()
    assert a.waits_for(d)
    assert b.waits_for(c)
    assert not d.waits_for(a)


def test_deletion_is_certain_only_when_it_is_written_or_left_out(assembly: Callable[[str], Assembly]) -> None:
    read = assembly(
        "A: {Type: T}\n"
        "B: {Type: T, DeletionPolicy: Retain}\n"
        "C: {Type: T, DeletionPolicy: !If [X, Retain, Delete]}\n"
    )
    assert [resource.is_kept for resource in read.resources()] == [False, True, True]


def test_properties_of_no_sense_are_an_empty_map(assembly: Callable[[str], Assembly]) -> None:
    for given in ("{Type: T}", "{Type: T, Properties: }", "{Type: T, Properties: [1]}"):
        assert next(assembly(f"A: {given}").resources()).get("B.C").absent


def test_lines_are_found_in_json_and_yaml() -> None:
    for source in (
        '{\n "Resources": {\n  "Shop": {"Type": "T"}}}',
        "Resources:\n  Other: {}\n  Shop:\n    Type: T\n",
    ):
        template = Template(parse(source), source=source)
        assert template.line_of("Shop") == 3
        assert template.line_of("Nobody") == 0
