"""The operators of conditions. API reference of Mail Manager: the expressions of rules and policy statements."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence

from ses_constructs.local.ses.ip_filters import contains

_TEXT: dict[str, Callable[[str, str], bool]] = {
    "EQUALS": operator.eq,
    "NOT_EQUALS": operator.eq,
    "STARTS_WITH": str.startswith,
    "ENDS_WITH": str.endswith,
    "CONTAINS": operator.contains,
}
_NUMBERS: dict[str, Callable[[float, float], bool]] = {
    "EQUALS": operator.eq,
    "NOT_EQUALS": operator.ne,
    "LESS_THAN": operator.lt,
    "GREATER_THAN": operator.gt,
    "LESS_THAN_OR_EQUAL": operator.le,
    "GREATER_THAN_OR_EQUAL": operator.ge,
}
_TLS = {"TLSv1.2": "TLS1_2", "TLSv1.3": "TLS1_3"}


def text(operator_name: str, found: Iterable[str], values: Sequence[str]) -> bool:
    """Any value fits anything found, whatever the case; ``NOT_EQUALS``: none equals."""
    fits = _TEXT[operator_name]
    hit = any(fits(have.lower(), want.lower()) for have in found for want in values)
    return hit is not _is_negative(operator_name)


def number(operator_name: str, found: float, value: float) -> bool:
    """The number is so."""
    return _NUMBERS[operator_name](found, value)


def address(operator_name: str, source_ip: str, ranges: Sequence[str]) -> bool:
    """The address is in any of the ranges, or in none of them."""
    return any(contains(each, source_ip) for each in ranges) is not _is_negative(operator_name)


def one_of(operator_name: str, found: str, values: Sequence[str]) -> bool:
    """What was found is among the values, or is not."""
    return (found in values) is not _is_negative(operator_name)


def truth(operator_name: str, found: bool) -> bool:
    """``IS_TRUE`` or ``IS_FALSE``."""
    return found is (operator_name == "IS_TRUE")


def tls(operator_name: str, version: str, wanted: str) -> bool:
    """The connection's TLS is that version, or at least that one; none at all is neither."""
    found = _TLS.get(version, "")
    return found == wanted or (operator_name == "MINIMUM_TLS_VERSION" and found > wanted)


def _is_negative(operator_name: str) -> bool:
    return operator_name.startswith("NOT_")
