"""Works out values of a CloudFormation template, as far as what they refer to is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast

LookUp = Callable[[str], str]
"""Finds what a reference stands for: ``LogicalId``, ``LogicalId.Attribute`` or ``AWS::Region``.

What another stack exports is ``import:Name``, its output ``output:Stack.Name``. Raises
:class:`UnknownValueError`.
"""
_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


class UnknownValueError(LookupError):
    """Only the deployment knows what ``reference`` stands for."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def work_out(value: object, look_up: LookUp) -> str:
    """The text of a literal, or of an intrinsic that only needs what ``look_up`` finds.

    Raises:
        UnknownValueError: naming what is not known.
    """
    if isinstance(value, str | int):
        return str(value)
    if not isinstance(value, Mapping) or len(value) != 1:
        raise UnknownValueError(repr(value))
    ((name, given),) = value.items()
    match name:
        case "Fn::Sub":
            return _substituted(given, look_up)
        case "Fn::Join":
            delimiter, parts = cast("tuple[str, list[object]]", given)
            return delimiter.join(work_out(part, look_up) for part in parts)
    reference = reference_of(value)
    if reference is None:
        raise UnknownValueError(name)
    return look_up(reference)


def reference_of(value: object) -> str | None:
    """What a ``Ref``, ``Fn::GetAtt`` or import refers to, as for :data:`LookUp`; ``None`` for other values."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": str(name)}:
            return name
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::ImportValue": str(name)}:
            return f"import:{name}"
        case {"Fn::GetStackOutput": {"StackName": str(stack), "OutputName": str(name)}}:
            return f"output:{stack}.{name}"
    return None


def _substituted(given: object, look_up: LookUp) -> str:
    template, extra = cast("tuple[str, Mapping[str, object]]", (given, {}) if isinstance(given, str) else given)

    def replaced(variable: re.Match[str]) -> str:
        literal, name = variable.groups()
        if literal:
            return f"${{{name}}}"
        return work_out(extra[name], look_up) if name in extra else look_up(name)

    return _VARIABLE.sub(replaced, template)
