"""Reads receipt rules and what stands around them out of a finished template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

Json = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """The template of a stack."""

    resources: dict[str, Json]

    def of_type(self, type: str) -> dict[str, Json]:
        return {id: made for id, made in self.resources.items() if made["Type"] == type}

    def only(self, type: str) -> Json:
        (made,) = self.of_type(type).values()
        return made

    def id_of(self, type: str) -> str:
        (id,) = self.of_type(type)
        return id

    def rules(self) -> dict[str, Json]:
        """Receipt rules by physical name."""
        rules = self.of_type("AWS::SES::ReceiptRule").values()
        return {rule["Properties"]["Rule"]["Name"]: rule for rule in rules}

    def actions(self) -> list[Json]:
        """Those of the only rule."""
        found = self.only("AWS::SES::ReceiptRule")["Properties"]["Rule"]["Actions"]
        assert isinstance(found, list)
        return found

    def statements(self, policy_type: str) -> list[Json]:
        """What lets SES in, in the policies of a type."""
        documents = (policy["Properties"]["PolicyDocument"] for policy in self.of_type(policy_type).values())
        return [s for d in documents for s in d["Statement"] if s["Principal"] == {"Service": "ses.amazonaws.com"}]

    def waits_for(self, id: str) -> set[str]:
        """All resources that CloudFormation makes before this one, by DependsOn, Ref or GetAtt."""
        found: set[str] = set()
        left = [id]
        while left:
            for needed in self._needs(left.pop()) - found:
                found.add(needed)
                left.append(needed)
        return found

    def _needs(self, id: str) -> set[str]:
        made = self.resources[id]
        return {*made.get("DependsOn", []), *_references(made.get("Properties", {}))} & set(self.resources)


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("Ref"), str):
            yield value["Ref"]
        if isinstance(value.get("Fn::GetAtt"), list):
            yield value["Fn::GetAtt"][0]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


@pytest.fixture
def read() -> Callable[[cdk.Stack], Read]:
    """Synthesizes a stack and reads its template."""
    return lambda stack: Read(Template.from_stack(stack).to_json()["Resources"])


@pytest.fixture
def warnings() -> Callable[[cdk.Stack], list[str]]:
    """The warnings of a stack, as text."""

    def of(stack: cdk.Stack) -> list[str]:
        from aws_cdk.assertions import Annotations, Match

        found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
        return [str(message.entry.data) for message in found]

    return of


@pytest.fixture
def rule_arn() -> Callable[..., Json]:
    """The ARN of a rule in a stack that knows account and region, as a template has it."""

    def of(rule_set: str, rule: str) -> Json:
        tail = f":ses:eu-west-1:111122223333:receipt-rule-set/{rule_set}:receipt-rule/{rule}"
        return {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, tail]]}

    return of
