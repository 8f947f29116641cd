"""Values of a wrong type are refused at the doors."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

import aws_cdk as cdk
import pytest
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import rule_attributes, traffic
from ses_constructs.patterns import production_access_text
from ses_constructs.shared.setting_types import checks_types
from tests.test_public_surface import PUBLIC

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
        ("names", "a", f"{TEXTS}: ['a']"),
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
        {"anything": str},
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


class Several:
    @staticmethod
    @checks_types
    def of(first: str, *names: str, last: int = 0) -> tuple[str, ...]:
        return (first, *names)


@pytest.mark.parametrize(
    ("given", "named", "refused"),
    [
        (("a", 5), {}, ("names", 5)),
        (("a", "b", None), {}, ("names", None)),
        ((5, "b"), {}, ("first", 5)),
        (("a", "b"), {"last": "c"}, ("last", "c")),
    ],
)
def test_each_of_several_is_checked(
    given: tuple[object, ...], named: dict[str, object], refused: tuple[str, object]
) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        Several.of(*given, **named)  # type: ignore[arg-type]
    assert (caught.value.setting, caught.value.got) == refused
    assert Several.of("a", "b", "c", last=1) == ("a", "b", "c")


@checks_types
class Whole(Construct):
    """Every door of it is checked."""

    def __init__(self, scope: Construct, id: str, *, name: str = "") -> None:
        super().__init__(scope, id)
        self.name = name

    @classmethod
    def named(cls, scope: Construct, name: str) -> Whole:
        return cls(scope, "Named", name=name)

    @staticmethod
    def doubled(name: str) -> str:
        return name * 2

    def is_called(self, name: str) -> bool:
        return self._equals(name)

    @property
    def path(self) -> str:
        return self.node.path

    def _equals(self, name: str) -> bool:
        return self.name == name


def test_of_a_class_every_public_door_is_checked(stack: cdk.Stack) -> None:
    made = Whole.named(stack, "a")
    assert (made.is_called("a"), Whole.doubled("a"), made.path) == (True, "aa", "Mail/Named")
    assert not made._equals(5)  # type: ignore[arg-type]
    doors: list[tuple[Callable[[], object], str | None]] = [
        (lambda: Whole(stack, "B", name=5), "Mail/B"),  # type: ignore[arg-type]
        (lambda: Whole.named(stack, 5), "Mail"),  # type: ignore[arg-type]
        (lambda: Whole.doubled(5), None),  # type: ignore[arg-type]
        (lambda: made.is_called(5), "Mail/Named"),  # type: ignore[arg-type]
    ]
    for door, at in doors:
        with pytest.raises(InvalidSettingError, match="name=5 is of a wrong type") as caught:
            door()
        assert caught.value.at == at


class Made:
    _given_as = "what Maker makes"


@checks_types
def takes(made: Made) -> None: ...


def test_a_class_says_itself_what_to_give() -> None:
    with pytest.raises(InvalidSettingError) as caught:
        takes(5)  # type: ignore[arg-type]
    assert caught.value.fix == "give what Maker makes"


@pytest.mark.parametrize("setting", ["colour", "names", "senders"])
def test_what_is_long_is_not_shown(stack: cdk.Stack, setting: str) -> None:
    key = "MIIEvQIBADANBgkq" * 10
    settings: dict[str, object] = {setting: key}
    with pytest.raises(InvalidSettingError) as caught:
        Door(stack, "Door", **settings)  # type: ignore[arg-type]
    assert key not in str(caught.value)
    assert caught.value.got == "<str>"


NOT_SETTINGS = {
    "review": "starts without Node.js, and judges what it finds in files",
    "doctor": "starts without Node.js, and judges what it finds in files and accounts",
    "validation": "called by the CDK alone",
}
UNCHECKED = {
    "reputation.Rates.__init__(bounce)": "tells which fraction was meant",
    "reputation.Rates.__init__(complaint)": "tells which fraction was meant",
    "reputation.Delays.__init__(share)": "tells which fraction was meant",
    "reputation.Delays.__init__(sends)": "checked beside the share",
    "reputation.Delays.__init__(window)": "checked beside the share",
    "reputation.ReputationGuard.__init__(datapoints)": "tells which of the two is M and which N",
    "identities.Delegate.__init__(principal_json)": "whatever JSON can hold; made by its makers",
}


def public_classes() -> Iterator[type]:
    """With those that conditions of Mail Manager are asked of."""
    for feature in PUBLIC.keys() - NOT_SETTINGS:
        module = import_module(f"ses_constructs.{feature}")
        yield from (found for name in PUBLIC[feature] if isinstance(found := getattr(module, name), type))
    for module in (rule_attributes, traffic):
        yield from (
            found for found in vars(module).values() if getattr(found, "__module__", "") == module.__name__
        )


def doors() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every maker and public method that is of this package; not those of facts, which are read and not set."""
    yield "production_access_text", production_access_text
    for of in public_classes():
        for name in dir(of):
            method = inspect.getattr_static(of, name)
            door = getattr(method, "__func__", method)
            is_public = name == "__init__" or not name.startswith("_")
            home = getattr(door, "__module__", None) or ""
            if is_public and inspect.isfunction(door) and re.match(r"ses_constructs\.(?!facts)", home):
                yield f"{home.split('.')[1]}.{door.__qualname__}", door


def refuses(door: Callable[..., object], parameter: inspect.Parameter) -> bool:
    """Whether it refuses something that no annotation allows: no text, collection or class of anybody."""
    before = [
        each for each in inspect.signature(door).parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    start = ["x" if each.annotation == "str" else None for each in before]
    for odd in (object(), frozenset([b""])):
        try:
            if parameter.kind is parameter.VAR_POSITIONAL:
                door(*start, odd)
            else:
                door(**{parameter.name: odd})
        except InvalidSettingError as refused:
            if (refused.setting, refused.got) == (parameter.name, odd):
                return True
        except (AttributeError, TypeError):
            continue
    return False


def test_every_door_of_the_package_checks_what_it_is_given() -> None:
    """A new parameter here has a check, or its reason not to."""
    through = {
        f"{name}({parameter.name})": refuses(door, parameter)
        for name, door in doors()
        for parameter in inspect.signature(door).parameters.values()
        if parameter.name not in {"self", "cls"}
    }
    assert len(through) > 1300
    assert {name for name, checked in through.items() if not checked} == UNCHECKED.keys()
