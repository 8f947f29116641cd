"""The map of stacks."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly, Template
from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.stacks_map import stack_name, stacks_flow

GIVES = {
    "Resources": {"T": {"Type": "AWS::SNS::Topic"}},
    "Outputs": {"O": {"Value": {"Ref": "T"}, "Export": {"Name": "t"}}},
}


def test_an_import_leads_from_the_giver_to_the_taker(seen: Callable[[Flow], set[str]]) -> None:
    takes = {"Resources": {"A": {"Type": "x", "Properties": {"T": [{"Fn::ImportValue": "t"}]}}}}
    asks = {
        "Resources": {"A": {"Type": "x", "P": {"Fn::GetStackOutput": {"StackName": "gives", "OutputName": "O"}}}}
    }
    assembly = Assembly(
        (Template(takes, stack="takes"), Template(GIVES, stack="gives"), Template(asks, stack="asks"))
    )
    flow = stacks_flow(assembly)
    assert seen(flow) == {"gives > takes", "gives > asks"}
    assert {arrow.says for arrow in flow.arrows} == {"<T>", "O"}


def test_a_nested_stack_hangs_below_its_parent(seen: Callable[[Flow], set[str]]) -> None:
    outer = Template({"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack"}}}, stack="outer")
    inner = Template({"Resources": {}}, parent=outer.resources["Inner"])
    assert seen(stacks_flow(Assembly((outer, inner)))) == {"outer > Inner"}


def test_one_stack_needs_no_map() -> None:
    assert stacks_flow(Assembly.of(GIVES)).parts == ()


def test_stacks_that_import_what_nobody_exports_are_still_drawn() -> None:
    takes = {"Resources": {"A": {"Type": "x", "P": {"Fn::ImportValue": "none"}}}}
    flow = stacks_flow(Assembly((Template(takes, file="a/b.yaml"), Template(GIVES, stack="g"))))
    assert ([part.title for part in flow.parts], flow.arrows) == (["b.yaml", "g"], ())


def test_a_template_that_says_nothing_of_itself_has_a_name() -> None:
    assert stack_name(Template({"Resources": {}})) == "the template"
