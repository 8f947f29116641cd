"""Whether a role's trust policy lets SES assume it for one configuration set, as far as synthesis can tell.

What only the deployment knows is taken to be right. IAM guide: Policy evaluation logic; JSON policy elements,
Condition operators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ses_constructs.facts import permissions

_UNKNOWN = "\0"
"""Stands in a text for what the deployment fills in."""
_ASSUME = frozenset({"sts:assumerole", "sts:*", "*"})
_EXACT = frozenset({"stringequals", "stringequalsignorecase"})
_LIKE = frozenset({"stringlike", "arnlike", "arnequals"})
_ACCOUNT, _ARN, _EXTERNAL_ID = "aws:sourceaccount", "aws:sourcearn", "sts:externalid"


@dataclass(frozen=True, slots=True)
class Caller:
    """SES, as it comes to assume a role for a configuration set.

    Args:
        account: Resolved: a text or an intrinsic function.
        source_arn: Of the set, resolved; with a ``*`` where its name is generated.
    """

    account: object
    source_arn: object

    def brings(self, key: str) -> str | None:
        """What SES says for a condition key; None: nothing."""
        said = {_ACCOUNT: self.account, _ARN: self.source_arn}.get(key)
        return None if said is None else _text(said).replace("*", _UNKNOWN)


def distrust(document: Mapping[str, object], caller: Caller) -> str | None:
    """Why the caller may not assume the role; None when it may, or when that is not known.

    Args:
        document: The trust policy, resolved.
        caller: Who wants to.
    """
    statements = [one for one in _list(document.get("Statement", [])) if isinstance(one, Mapping)]
    about_us = [one for one in statements if _names_ses(one) and _is_assuming(one)]
    if any(one.get("Effect") == "Deny" and not one.get("Condition") for one in about_us):
        return "has a statement that denies it to SES"
    allowing = [one for one in about_us if one.get("Effect", "Allow") != "Deny"]
    if not allowing:
        return f"has no statement that allows {permissions.SERVICE} sts:AssumeRole"
    unmet = [next(_unmet(one, caller), None) for one in allowing]
    return None if None in unmet else f"allows it on conditions that SES does not meet here: {unmet[0]}"


def _names_ses(statement: Mapping[str, object]) -> bool:
    principal = statement.get("Principal")
    if isinstance(principal, Mapping) and not _is_intrinsic(principal):
        return any(_may_equal(_text(one), permissions.SERVICE) for one in _list(principal.get("Service", [])))
    # "*" is everybody; NotPrincipal and what the deployment fills in are not judged.
    return True


def _is_assuming(statement: Mapping[str, object]) -> bool:
    if "Action" not in statement:
        return True
    actions = [_text(one).lower() for one in _list(statement["Action"])]
    return any(_UNKNOWN in one or one in _ASSUME for one in actions)


def _unmet(statement: Mapping[str, object], caller: Caller) -> Iterator[str]:
    """The conditions that can be judged, and that SES does not meet."""
    conditions = statement.get("Condition")
    if not isinstance(conditions, Mapping) or _is_intrinsic(conditions):
        return
    for operator, keys in conditions.items():
        name = str(operator).lower().rpartition(":")[2]
        optional = name.endswith("ifexists")
        name = name.removesuffix("ifexists")
        if name not in _EXACT | _LIKE or not isinstance(keys, Mapping):
            continue
        for key, wanted in keys.items():
            lowered = str(key).lower()
            said = caller.brings(lowered)
            if said is None and (optional or lowered != _EXTERNAL_ID):
                continue
            values = [_text(one) for one in _list(wanted)]
            if said is None or not any(_may_equal(one, said, literal=name in _EXACT) for one in values):
                yield f"{operator} {key} {', '.join(values).replace(_UNKNOWN, '...')}"


def _may_equal(pattern: str, value: str, *, literal: bool = True) -> bool:
    """Whether two texts can become the same: what is unknown in either may become anything."""
    free = {_UNKNOWN} if literal else {_UNKNOWN, "*"}

    @cache
    def same(i: int, j: int) -> bool:
        left, right = pattern[i : i + 1], value[j : j + 1]
        if not left and not right:
            return True
        if left in free and left:
            return same(i + 1, j) or (bool(right) and same(i, j + 1))
        if right == _UNKNOWN:
            return same(i, j + 1) or (bool(left) and same(i + 1, j))
        return bool(left and right) and (left == right or (left == "?" and not literal)) and same(i + 1, j + 1)

    return same(0, 0)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    match value:
        case {"Fn::Join": [str() as between, [*parts]]}:
            return between.join(_text(part) for part in parts)
        case _:
            return _UNKNOWN


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _is_intrinsic(value: Mapping[str, object]) -> bool:
    return any(str(key) == "Ref" or str(key).startswith("Fn::") for key in value)
