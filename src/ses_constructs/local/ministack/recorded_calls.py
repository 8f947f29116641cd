"""CloudTrail's part for SES: changes become events on the bus while a trail of the account is logging.

Log files are not written to the trail's bucket. Reading calls reach EventBridge for nobody who does not ask for
them, and calls that send are no management events. What CloudFormation itself changes is not recorded.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from ministack.core.responses import new_uuid, request_scope
from ministack.services import cloudtrail, iam, sts

from ses_constructs.local.ministack import events
from ses_constructs.local.ses.documents import iso_time
from ses_constructs.local.ses.messages import Request, Response
from ses_constructs.local.ses.protocols.wire import Parsed
from ses_constructs.local.world import Place, TargetRefusedError

_log = logging.getLogger("ses_constructs.recorded_calls")
_READING = ("Get", "List", "Describe", "BatchGet")
_SENDING = "Send"
"""Guide: Logging Amazon SES API calls with AWS CloudTrail; the mail is no management event."""


def record(place: Place, call: Parsed, request: Request, response: Response) -> None:
    """Puts the event of a call on the bus, if it is one that a trail records."""
    operation = call.operation
    if operation.startswith((*_READING, _SENDING)) or not _is_logging(place):
        return
    key = request.headers.get("authorization", "").partition("Credential=")[2].partition("/")[0]
    detail: dict[str, object] = {
        "eventVersion": "1.11",
        "userIdentity": _identity(place, key),
        "eventTime": iso_time(datetime.now(UTC)),
        "eventSource": "ses.amazonaws.com",
        "eventName": operation,
        "awsRegion": place.region,
        "sourceIPAddress": "127.0.0.1",
        "userAgent": request.headers.get("user-agent", ""),
        "requestParameters": _as_written(call.parameters),
        "requestID": new_uuid(),
        "eventID": new_uuid(),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": place.account,
        "eventCategory": "Management",
    }
    if response.status >= 400:
        detail["errorCode"] = response.headers.get("x-amzn-errortype", "ClientError")
    try:
        events.put_event(
            place, source="aws.ses", detail_type="AWS API Call via CloudTrail", resources=[], detail=detail
        )
    except TargetRefusedError as error:
        _log.error("%s was not recorded: %s", operation, error)


def _as_written(value: object) -> object:
    """Parameters as a trail writes them: names begin with a small letter, and times are texts."""
    if isinstance(value, dict):
        return {f"{name[:1].lower()}{name[1:]}": _as_written(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _is_logging(place: Place) -> bool:
    with request_scope(place.account, place.region):
        return any(trail["IsLogging"] for _, _, trail in cloudtrail._visible_trail_items())


def _identity(place: Place, key: str) -> dict[str, str]:
    """Who signed: a session, a user, or the account itself."""
    owner = {"accountId": place.account, "accessKeyId": key}
    if key in sts._sessions:
        return {"type": "AssumedRole", "arn": str(sts._sessions[key]["Arn"]), **owner}
    with request_scope(place.account, place.region):
        held = iam._access_keys.get(key)
    if held is not None:
        arn = f"arn:{place.partition}:iam::{place.account}:user/{held['UserName']}"
        return {"type": "IAMUser", "arn": arn, "userName": held["UserName"], **owner}
    return {"type": "Root", "arn": f"arn:{place.partition}:iam::{place.account}:root", **owner}
