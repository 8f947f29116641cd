"""Values of a template, worked out."""

from __future__ import annotations

import pytest

from ses_constructs.dns.intrinsics import UnknownValueError, reference_of, work_out

KNOWN = {"Shop.Token": "abc", "AWS::Region": "eu-west-1", "Zone": "Z1", "import:Host": "h", "output:A.Host": "i"}


def look_up(reference: str) -> str:
    if reference not in KNOWN:
        raise UnknownValueError(reference)
    return KNOWN[reference]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        (300, "300"),
        ({"Ref": "Zone"}, "Z1"),
        ({"Fn::GetAtt": ["Shop", "Token"]}, "abc"),
        ({"Fn::GetAtt": "Shop.Token"}, "abc"),
        ({"Fn::Sub": "${Shop.Token}.in.${AWS::Region}.${!Not}"}, "abc.in.eu-west-1.${Not}"),
        ({"Fn::Sub": ["${A}/${Zone}", {"A": {"Ref": "AWS::Region"}}]}, "eu-west-1/Z1"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Zone"}, {"Fn::Sub": "b"}]]}, "a-Z1-b"),
        ({"Fn::ImportValue": "Host"}, "h"),
        ({"Fn::GetStackOutput": {"StackName": "A", "OutputName": "Host"}}, "i"),
    ],
)
def test_a_value_is_worked_out(value: object, text: str) -> None:
    assert work_out(value, look_up) == text


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        ({"Fn::GetAtt": ["Shop", "Other"]}, "Shop.Other"),
        ({"Fn::Join": ["", ["a", {"Ref": "Elsewhere"}]]}, "Elsewhere"),
        ({"Fn::If": ["Condition", "a", "b"]}, "Fn::If"),
        (None, "None"),
    ],
)
def test_what_is_not_known_is_named(value: object, reference: str) -> None:
    with pytest.raises(UnknownValueError) as caught:
        work_out(value, look_up)
    assert caught.value.reference == reference


@pytest.mark.parametrize("value", ["text", {"Fn::Sub": "x"}, {}, None])
def test_other_values_refer_to_nothing(value: object) -> None:
    assert reference_of(value) is None
