"""Ids and names that SES or CloudFormation make up."""

from __future__ import annotations

import secrets
import string

_ALPHABET = string.ascii_lowercase + string.digits


def new_id(prefix: str, *, length: int = 25) -> str:
    """A fresh id such as ``tn-4k2...``."""
    return f"{prefix}-{random_text(length)}"


def random_text(length: int) -> str:
    """Random lower-case letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
