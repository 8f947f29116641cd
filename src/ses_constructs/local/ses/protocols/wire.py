"""What a protocol turns an HTTP request into, and the parts that every answer has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from ses_constructs.local.ses.documents import Document


@dataclass(frozen=True, slots=True)
class Parsed:
    """An operation and its parameters, read from a request."""

    operation: str
    parameters: Document


class UnknownOperationError(Exception):
    """The request names no operation of the service."""


def request_id() -> str:
    """A fresh request id."""
    return str(uuid.uuid4())
