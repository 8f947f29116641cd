"""Values of a wrong type are refused at the doors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import aws_cdk as cdk
import pytest
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


class Colour(StrEnum):
    RED = "red"


class Sends(Protocol):
    def send(self) -> None: ...


class Door(Construct):
    """Takes settings as constructs of this package do."""

    @checks_types
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str = "",
        names: Sequence[str] = (),
        either: str | Sequence[str] | None = None,
        tags: Mapping[str, str] | None = None,
        count: int = 1,
        rate: float = 0.1,
        switch: bool = True,
        time: cdk.Duration | None = None,
        age: timedelta | None = None,
        colour: Colour = Colour.RED,
        topic: sns.ITopic | None = None,
        senders: Sequence[Sends] = (),
        anything: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(scope, id)

    @classmethod
    @checks_types
    def of(cls, name: str) -> str:
        """Its name."""
        return name


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    name: str
    count: int | None = None


TEXTS = "a list, each of it text"


@pytest.mark.parametrize(
    ("setting", "given", "wanted"),
    [
        ("name", 5, "text"),
        ("name", None, "text"),
        ("name", ["a"], "text"),
        ("names", "a", TEXTS),
        ("names", ["a", 5], TEXTS),
        ("names", {"a": "b"}, TEXTS),
        ("either", 5, f"text or {TEXTS}"),
        ("either", [None], f"text or {TEXTS}"),
        ("tags", "x", "a mapping from text to text"),
        ("tags", {"a": 1}, "a mapping from text to text"),
        ("tags", {1: "a"}, "a mapping from text to text"),
        ("count", "60", "a whole number"),
        ("count", 1.5, "a whole number"),
        ("count", True, "a whole number"),
        ("rate", "0.1", "a number"),
        ("rate", False, "a number"),
        ("switch", "yes", "True or False"),
        ("switch", 1, "True or False"),
        ("time", 30, "a Duration"),
        ("age", cdk.Duration.days(1), "a timedelta"),
        ("colour", "red", "a Colour"),
        ("topic", "arn:aws:sns:eu-west-1:1:topic", "a construct, ITopic by type"),
        ("topic", ["topic"], "a construct, ITopic by type"),
        ("senders", ["shop.example"], "a list, each of it a construct, Sends by type"),
        ("senders", [None], "a list, each of it a construct, Sends by type"),
    ],
)
def test_another_type_is_refused_with_what_would_do(
    stack: cdk.Stack, setting: str, given: object, wanted: str
) -> None:
    settings: dict[str, object] = {setting: given}
    with pytest.raises(InvalidSettingError, match="is of a wrong type") as caught:
        Door(stack, "Door", **settings)  # type: ignore[arg-type]
    assert (caught.value.setting, caught.value.got) == (setting, given)
    assert caught.value.fix == f"give {wanted}"
    assert caught.value.at == "Mail/Door"


@pytest.mark.parametrize(
    "settings",
    [
        {"name": cdk.Aws.REGION, "names": ("a",), "either": None},
        {"names": cdk.Fn.split(",", cdk.Aws.REGION), "either": ["a"]},
        {"tags": {"a": cdk.Aws.REGION}, "count": cdk.Token.as_number({"Ref": "Count"}), "rate": 1},
        {"time": cdk.Duration.minutes(1), "age": timedelta(1), "colour": Colour.RED, "topic": None},
        {"anything": 5},
    ],
)
def test_what_an_annotation_allows_passes(stack: cdk.Stack, settings: dict[str, object]) -> None:
    Door(stack, "Door", **settings)  # type: ignore[arg-type]


def test_a_construct_passes_for_its_interface(stack: cdk.Stack) -> None:
    from aws_cdk import aws_sns as sns

    Door(stack, "Door", topic=sns.Topic(stack, "Topic"))


@pytest.mark.parametrize("scope", [None, "Mail", 5])
def test_what_is_no_scope_is_refused(scope: object) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        Door(scope, "Door")  # type: ignore[arg-type]
    assert (caught.value.setting, caught.value.fix, caught.value.at) == ("scope", "give a construct", None)


def test_makers_and_values_are_doors_too() -> None:
    assert Door.of("a") == "a"
    with pytest.raises(InvalidSettingError):
        Door.of(5)  # type: ignore[arg-type]
    assert Value(name="a") == Value(name="a", count=None)
    with pytest.raises(InvalidSettingError):
        Value(name="a", count="5")  # type: ignore[arg-type]


def test_what_is_missing_or_unknown_is_told_by_python() -> None:
    with pytest.raises(TypeError, match="name"):
        Value()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Value(name="a", colour="red")  # type: ignore[call-arg]
