"""What functions say in their log, where addresses have no place, and what SES means by its refusals."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

_FOR_GOOD = ("MessageRejected", "BadRequestException", "InvalidParameterValue", "ValidationException")


def say(did: str, message_id: str, **more: object) -> None:
    """One line of the log about a message."""
    print(json.dumps({"did": did, "message": message_id, **more}))


def reason(error: Exception) -> str:
    """Without the message of SES, which names addresses."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__


def is_for_good(error: ClientError) -> bool:
    """Whether SES does not take a message however often it is asked."""
    return error.response["Error"]["Code"] in _FOR_GOOD
