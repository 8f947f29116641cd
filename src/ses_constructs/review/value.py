"""A value somewhere in a template: present, absent, or known only to the deployment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .finding import Place
from .text import Reference, Text

if TYPE_CHECKING:
    from .template import Resource


class _Absent:
    """The value that is not there."""


class _Hidden:
    """The value that is behind an intrinsic."""


ABSENT = _Absent()
HIDDEN = _Hidden()


def is_intrinsic(raw: object) -> bool:
    """True for ``{"Ref": ...}``, ``{"Fn::...": ...}`` and ``{"Condition": ...}``."""
    if not isinstance(raw, dict) or len(raw) != 1:
        return False
    key = next(iter(raw))
    return isinstance(key, str) and (key in ("Ref", "Condition") or key.startswith("Fn::"))


def is_left_out(raw: object) -> bool:
    """True for ``{"Ref": "AWS::NoValue"}``, which CloudFormation takes as not there."""
    return isinstance(raw, dict) and len(raw) == 1 and raw.get("Ref") == "AWS::NoValue"


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A value at a path below a resource.

    Whatever a rule asks for and the template does not say comes back as ``None``, so that unknown values are never
    judged; ``absent`` is true only when the value is certainly not there.

    Args:
        resource: The resource it belongs to.
        raw: The value as read.
        path: Keys and positions that lead to it.
    """

    resource: Resource
    raw: object
    path: tuple[str, ...] = ()
    _known: dict[str, Value] = field(init=False, repr=False, default_factory=dict)
    """Values below that were asked for before: a hundred rules ask for the same few."""

    @property
    def absent(self) -> bool:
        """True when the template certainly leaves it out."""
        return self.raw is ABSENT

    @property
    def hidden(self) -> bool:
        """True when only the deployment knows it."""
        return self.raw is HIDDEN or is_intrinsic(self.raw)

    @property
    def present(self) -> bool:
        """True when something is there, known or not."""
        return self.raw is not ABSENT

    @property
    def place(self) -> Place:
        """Where it is, for a finding."""
        return self.resource.place_of(".".join(self.path))

    def get(self, path: str) -> Value:
        """The value below this one; a dotted path of keys."""
        known = self._known.get(path)
        if known is None:
            known = self
            for key in path.split("."):
                known = known._step(key)
            self._known[path] = known
        return known

    def _step(self, key: str) -> Value:
        raw = self.raw
        path = (*self.path, key)
        if not isinstance(raw, dict):
            return Value(self.resource, HIDDEN if raw is HIDDEN else ABSENT, path)
        if is_intrinsic(raw):
            return Value(self.resource, HIDDEN, path)
        if key in raw:
            found = raw[key]
            # A key without a value (YAML) is as good as left out.
            return Value(self.resource, ABSENT if found is None or is_left_out(found) else found, path)
        for other in raw:
            # A transform may add any key, and so may a loop.
            if isinstance(other, str) and other.startswith("Fn::"):
                return Value(self.resource, HIDDEN, path)
        return Value(self.resource, ABSENT, path)

    @property
    def text(self) -> Text | None:
        """The text with what is known of it; None for maps, lists and what is absent."""
        if self.raw is HIDDEN:
            return None
        return self.resource.template.text(self.raw)

    @property
    def literal(self) -> str | None:
        """The text, when all of it is known."""
        if isinstance(self.raw, str):
            return self.raw
        text = self.text
        return None if text is None else text.literal

    @property
    def shape(self) -> str:
        """The text with ``*`` for what is not known; empty when there is none."""
        if isinstance(self.raw, str):
            return self.raw
        text = self.text
        return "" if text is None else text.shape

    @property
    def flag(self) -> bool | None:
        """True or false, also when written as text."""
        word = (self.literal or "").lower()
        return {"true": True, "false": False}.get(word)

    @property
    def number(self) -> float | None:
        """A number, also when written as text; never a boolean, infinite or not-a-number."""
        if isinstance(self.raw, bool):
            return None
        try:
            number = float(self.literal or "")
        except ValueError:
            return None
        return number if abs(number) < float("inf") else None

    @property
    def items(self) -> tuple[Value, ...]:
        """The members of a list; a single value that is no list counts as a list of one, as IAM reads it."""
        if self.absent or self.raw is HIDDEN:
            return ()
        if not isinstance(self.raw, list):
            return (self,)
        kept = [(str(at), raw) for at, raw in enumerate(self.raw) if not is_left_out(raw)]
        return tuple(Value(self.resource, raw, (*self.path, at)) for at, raw in kept)

    @property
    def entries(self) -> Iterator[tuple[str, Value]]:
        """The keys and values of a map."""
        if isinstance(self.raw, dict) and not self.hidden:
            for key in self.raw:
                if isinstance(key, str):
                    yield key, self._step(key)

    @property
    def complete(self) -> bool:
        """True when the members are all there is: no parameter holds the list and no condition chooses members."""
        if self.hidden:
            return False
        return not any(isinstance(item.raw, dict) and "Fn::If" in item.raw for item in self.items)

    @property
    def literals(self) -> tuple[str, ...]:
        """The members that are known text."""
        return tuple(text for item in self.items if (text := item.literal) is not None)

    @property
    def reference(self) -> Reference | None:
        """The resource whose answer this is, if it is one of the assembly."""
        text = self.text
        return None if text is None else text.reference

    def names(self, *types: str) -> Resource | None:
        """The resource of one of these types that is meant: by reference, by ARN, or by its physical name."""
        text = self.text
        return None if text is None else self.resource.template.named(text, types)
