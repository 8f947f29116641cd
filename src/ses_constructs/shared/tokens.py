"""Is a value known already, or will CloudFormation fill it in? Answered without asking Node."""

from __future__ import annotations

_MARKERS = ("${Token[", "#{Token[")
"""How the CDK encodes a token in a string and in a list of strings."""


_LARGEST_NUMBER_TOKEN = -1e288
"""The CDK encodes a token in a number as one below, near -1.9e289: nobody means such a number."""


def is_known(value: str) -> bool:
    """True for a literal; false for text that holds an unresolved token, which must not be looked into."""
    return not any(marker in value for marker in _MARKERS)


def is_number_token(value: float) -> bool:
    """True for a number that CloudFormation will fill in."""
    return value < _LARGEST_NUMBER_TOKEN
