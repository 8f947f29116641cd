"""What references stand for: outputs of the stack, of other stacks, and what the deployment tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from ses_constructs.dns.assembly import SynthesizedStack
from ses_constructs.dns.deployment import OutputsFile
from ses_constructs.dns.intrinsics import UnknownValueError
from ses_constructs.dns.known_values import KnownValues

TOKEN = {"Fn::GetAtt": ["Shop", "Token"]}
OUTPUTS: Mapping[str, object] = {
    "Token": {"Value": TOKEN, "Export": {"Name": "ShopToken"}},
    "Host": {"Value": "host.example"},
    "Dynamic": {"Value": {"Ref": "Shop"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-x"}}},
}


@pytest.fixture
def stacks(make_stack: Callable[..., SynthesizedStack]) -> list[SynthesizedStack]:
    return [make_stack("Mail", Outputs=OUTPUTS), make_stack("Web", region="eu-west-1")]


def test_an_output_tells_the_value_that_it_shows(stacks: list[SynthesizedStack]) -> None:
    known = KnownValues(stacks, OutputsFile({"Mail": {"Token": "abc"}}))
    assert known.text(stacks[0], {"Fn::Sub": "${Shop.Token}._domainkey"}) == "abc._domainkey"


@pytest.mark.parametrize(
    "value",
    [{"Fn::ImportValue": "ShopToken"}, {"Fn::GetStackOutput": {"StackName": "Mail", "OutputName": "Token"}}],
)
def test_a_stack_takes_values_from_another(stacks: list[SynthesizedStack], value: object) -> None:
    known = KnownValues(stacks, OutputsFile({"Mail": {"Token": "abc"}}))
    assert known.text(stacks[1], value) == "abc"


def test_an_output_is_taken_as_deployed(stacks: list[SynthesizedStack]) -> None:
    known = KnownValues(stacks, OutputsFile({"Mail": {"Host": "older.example"}}))
    assert known.output(stacks[0], "Host") == "older.example"


def test_an_output_that_was_not_deployed_may_be_known_all_the_same(stacks: list[SynthesizedStack]) -> None:
    assert KnownValues(stacks, OutputsFile({})).output(stacks[0], "Host") == "host.example"


def test_the_region_of_a_stack_is_known_when_the_app_fixes_it(stacks: list[SynthesizedStack]) -> None:
    known = KnownValues(stacks, OutputsFile({}))
    assert known.text(stacks[1], {"Ref": "AWS::Region"}) == "eu-west-1"
    with pytest.raises(UnknownValueError, match="AWS::Region"):
        known.text(stacks[0], {"Ref": "AWS::Region"})


@pytest.mark.parametrize(
    "value",
    [TOKEN, {"Fn::ImportValue": "Elsewhere"}, {"Fn::GetStackOutput": {"StackName": "Gone", "OutputName": "X"}}],
)
def test_what_nobody_tells_is_not_known(stacks: list[SynthesizedStack], value: object) -> None:
    with pytest.raises(UnknownValueError):
        KnownValues(stacks, OutputsFile({})).text(stacks[0], value)
