"""Values as text that can be compared."""

from __future__ import annotations

from ses_constructs.review import Assembly
from ses_constructs.review.comparison.spelling import Spelling, is_certain


def spelled(value: object, *, called: str | None = None) -> str:
    document = {"Resources": {"A": {"Type": "T", "Properties": {"P": value}}, "B": {"Type": "T"}}}
    template = Assembly.of(document).templates[0]
    names = {} if called is None else {template.resources["B"]: called}
    return Spelling(names).of(template.resources["A"].get("P"))


def test_text_is_itself_and_what_is_left_out_is_empty() -> None:
    assert spelled("a") == "a"
    assert spelled(None) == ""
    assert spelled(True) == "true"


def test_references_read_alike_however_they_are_written() -> None:
    assert spelled({"Fn::Join": [":", ["arn", {"Fn::GetAtt": ["B", "Arn"]}]]}) == "arn:${B.Arn}"
    assert spelled({"Fn::Sub": "arn:${B.Arn}"}) == "arn:${B.Arn}"


def test_a_resource_reads_as_it_is_called_in_the_other_templates() -> None:
    assert spelled({"Ref": "B"}, called="C") == "${C}"


def test_maps_and_lists_are_json_with_their_keys_in_order() -> None:
    assert spelled({"b": [1, {"Ref": "B"}], "a": 2}) == '{"a": "2", "b": ["1", "${B}"]}'


def test_an_intrinsic_is_spelt_with_all_it_holds() -> None:
    assert spelled({"Fn::If": ["Live", "a", "b"]}) != spelled({"Fn::If": ["Live", "a", "c"]})


def test_what_resources_answer_is_certain_and_what_people_give_is_not() -> None:
    document = {
        "Resources": {"A": {"Type": "T", "Properties": {"P": {"Ref": "A"}, "Q": {"Ref": "Given"}, "R": "x"}}}
    }
    resource = Assembly.of(document).templates[0].resources["A"]
    assert [is_certain(resource.get(name)) for name in "PQRS"] == [True, False, True, True]


def test_what_contains_itself_comes_to_an_end() -> None:
    looped: dict[str, object] = {}
    looped["a"] = looped
    looped["b"] = [looped, looped]
    assert "..." in spelled(looped)
