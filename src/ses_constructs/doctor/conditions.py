"""Takes the branch of each ``Fn::If`` that a deployment took, as far as its parameters tell.

CloudFormation user guide: Condition functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from ses_constructs.dns.intrinsics import UnknownValueError, work_out

_IF = "Fn::If"
_NO_VALUE = {"Ref": "AWS::NoValue"}
_LEFT_OUT = object()
"""What a property is that the branch taken leaves out."""
_HIDDEN = "****"
"""What CloudFormation shows of a parameter with ``NoEcho``."""


class Conditions:
    """The conditions of one template, with what its parameters were at the deployment.

    Args:
        template: The template.
        known: Values by name: parameters, and what begins with ``AWS::``.
    """

    def __init__(self, template: Mapping[str, object], known: Mapping[str, str]) -> None:
        self._template = template
        self._known = {name: value for name, value in known.items() if value != _HIDDEN}
        self._answers: dict[str, bool | None] = {}

    def settled(self) -> Mapping[str, object]:
        """The template with the branches that were taken; what cannot be told stays as it is."""
        return cast("Mapping[str, object]", self._taken(self._template))

    def holds(self, name: str) -> bool | None:
        """Whether a condition held; None when its parameters do not tell."""
        if name not in self._answers:
            # What refers to itself finds this.
            self._answers[name] = None
            given = self._template.get("Conditions")
            self._answers[name] = self._judged(given.get(name)) if isinstance(given, dict) else None
        return self._answers[name]

    def _judged(self, raw: object) -> bool | None:
        match raw:
            case {"Condition": str(name)}:
                return self.holds(name)
            case {"Fn::Not": [one]}:
                answer = self._judged(one)
                return None if answer is None else not answer
            case {"Fn::And": list(several)}:
                return _all([self._judged(one) for one in several])
            case {"Fn::Or": list(several)}:
                answer = _all([_opposite(self._judged(one)) for one in several])
                return _opposite(answer)
            case {"Fn::Equals": [one, other]}:
                texts = self._text(one), self._text(other)
                return None if None in texts else texts[0] == texts[1]
        return None

    def _text(self, raw: object) -> str | None:
        if isinstance(raw, bool):
            return "true" if raw else "false"
        match raw:
            case {"Fn::FindInMap": [one, two, three]}:
                return self._in_map([self._text(one), self._text(two), self._text(three)])
        try:
            return work_out(raw, self._look_up)
        except UnknownValueError:
            return None

    def _look_up(self, reference: str) -> str:
        if reference not in self._known:
            raise UnknownValueError(reference)
        return self._known[reference]

    def _in_map(self, keys: list[str | None]) -> str | None:
        found: object = self._template.get("Mappings")
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return self._text(found) if isinstance(found, str | int) else None

    def _taken(self, raw: object) -> object:
        if isinstance(raw, dict):
            if set(raw) == {_IF}:
                return self._branch(raw)
            parts = {key: self._taken(part) for key, part in raw.items()}
            return {key: part for key, part in parts.items() if part is not _LEFT_OUT}
        if isinstance(raw, list):
            return [part for part in map(self._taken, raw) if part is not _LEFT_OUT]
        return raw

    def _branch(self, raw: dict[str, object]) -> object:
        match raw[_IF]:
            case [str(name), yes, no]:
                answer = self.holds(name)
                if answer is not None:
                    branch = yes if answer else no
                    return _LEFT_OUT if branch == _NO_VALUE else self._taken(branch)
        return raw


def open_conditions(raw: object) -> Iterator[str]:
    """Names of the conditions that a value still depends on."""
    if isinstance(raw, dict):
        match raw:
            case {"Fn::If": [str(name), *_]}:
                yield name
        for part in raw.values():
            yield from open_conditions(part)
    elif isinstance(raw, list):
        for part in raw:
            yield from open_conditions(part)


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
