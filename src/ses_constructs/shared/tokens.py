"""Is a value known already, or will CloudFormation fill it in? Answered without asking Node."""

from __future__ import annotations

_MARKERS = ("${Token[", "#{Token[")
"""How the CDK encodes a token in a string and in a list of strings."""


def is_known(value: str) -> bool:
    """True for a literal; false for text that holds an unresolved token, which must not be looked into."""
    return not any(marker in value for marker in _MARKERS)
