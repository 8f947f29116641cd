"""References inside a stack and between stacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import pytest

from ses_constructs.review import Assembly, Template
from ses_constructs.review.text import Text, Unknown
from ses_constructs.review.yaml_reading import load


def template(text: str, *, stack: str = "") -> Template:
    return Template(cast("Mapping[str, object]", load(text)), stack=stack)


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ("!Sub 'a${AWS::Region}b${!c}'", "a*b${c}"),
        ("!Sub ['${x}-${y}', {x: 1}]", "1-*"),
        ("!Join ['.', [a, !Ref B, 3, true]]", "a.*.3.true"),
        ("!Join ['.', !Ref Parts]", "*"),
        ("!If [A, b, c]", "*"),
        ("!Sub [1, 2]", "*"),
        ("!GetAtt Nothing.Arn", "*"),
        ("!ImportValue nowhere", "*"),
    ],
)
def test_what_is_known_of_a_text_is_kept(given: str, shape: str, assembly: Callable[[str], Assembly]) -> None:
    resource = next(assembly(f"Shop: {{Type: T, Properties: {{Given: {given}}}}}").resources())
    assert resource.get("Given").shape == shape


def test_references_to_resources_are_followed_from_each_intrinsic(assembly: Callable[[str], Assembly]) -> None:
    read = assembly(
        "Topic: {Type: AWS::SNS::Topic}\n"
        "Shop: {Type: T, Properties: {A: !Ref Topic, B: !GetAtt Topic.TopicArn, C: !Sub '${Topic.TopicArn}'}}"
    )
    topic, shop = read.resources()
    for name, attribute in (("A", ""), ("B", "TopicArn"), ("C", "TopicArn")):
        reference = shop.get(name).reference
        assert reference is not None
        assert (reference.resource, reference.attribute) == (topic, attribute)


@pytest.mark.parametrize(
    "taken",
    ["!ImportValue topic", "{Fn::GetStackOutput: {StackName: Events, OutputName: Out}}"],
    ids=["import", "stack output"],
)
def test_what_another_stack_exports_is_followed(taken: str) -> None:
    events = template(
        "Resources: {Topic: {Type: AWS::SNS::Topic}}\nOutputs: {Out: {Value: !Ref Topic, Export: {Name: topic}}}",
        stack="Events",
    )
    mail = template(f"Resources: {{Shop: {{Type: T, Properties: {{A: {taken}}}}}}}", stack="Mail")
    read = Assembly((events, mail))
    reference = next(read.resources("T")).get("A").reference
    assert reference is not None
    assert reference.resource is next(read.resources("AWS::SNS::Topic"))


def test_parameters_and_outputs_of_a_nested_stack_are_followed() -> None:
    outer = template(
        "Resources:\n"
        "  Inner: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {Domain: a.example}}}\n"
        "  User: {Type: T, Properties: {A: !GetAtt Inner.Outputs.Name}}\n"
    )
    inner = template(
        "Resources: {Shop: {Type: S, Properties: {D: !Ref Domain}}}\nOutputs: {Name: {Value: !Ref Domain}}"
    )
    inner.parent = outer.resources["Inner"]
    read = Assembly((outer, inner))
    assert next(read.resources("S")).get("D").literal == "a.example"
    assert next(read.resources("T")).get("A").literal == "a.example"


def test_a_parameter_stays_unknown_even_with_a_default() -> None:
    read = Assembly(
        (template("Parameters: {D: {Default: a}}\nResources: {S: {Type: T, Properties: {A: !Ref D}}}"),)
    )
    assert next(read.resources()).get("A").text == Text.of(Unknown("D"))
