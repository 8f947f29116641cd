"""Lists in pages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request, not_emulated

_SIZE_PARAMETERS = ("PageSize", "MaxItems", "MaxResults")


def page(items: Sequence[object], parameters: Document, member: str, *, default: int = 100) -> Document:
    """The page that ``NextToken`` and the page size ask for, under the name of the output's list."""
    if parameters.get("Filter"):
        raise not_emulated("The filter of a list")
    start = _read_token(parameters.get("NextToken"))
    size = next((parameters[name] for name in _SIZE_PARAMETERS if parameters.get(name)), default)
    found: Document = {member: list(items[start : start + size])}
    if start + size < len(items):
        found["NextToken"] = base64.b64encode(str(start + size).encode()).decode()
    return found


def _read_token(token: str | None) -> int:
    try:
        return int(base64.b64decode(token)) if token else 0
    except (ValueError, binascii.Error) as error:
        raise bad_request("NextToken is not valid.") from error
