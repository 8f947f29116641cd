"""The one schema of events in a lake: what Firehose writes, what the Glue table says, what queries find.

Names are in lower case, for Firehose lowers the keys of JSON before it looks for columns. Shapes follow the
guide's "Contents of event data"; ``send`` is an empty object there and has no column, since Parquet has no empty
structs. Times are texts, as SES writes them: Athena reads them with ``from_iso8601_timestamp``.
"""

from __future__ import annotations

from collections.abc import Mapping

Shape = str | Mapping[str, "Shape"] | tuple["Shape"]
"""A type of Hive by its name, a struct as a mapping, an array as a tuple of one."""

TABLE = "events"
DAY = "day"
"""The partition: the UTC day on which Firehose got the event, ``2026-01-31``."""

_TAGS = "map<string,array<string>>"
_TEXT = "string"
_STATUSES: tuple[Shape] = ({"topicname": _TEXT, "subscriptionstatus": _TEXT},)
_PREFERENCES: Shape = {
    "unsubscribeall": "boolean",
    "topicsubscriptionstatus": _STATUSES,
    "topicdefaultsubscriptionstatus": _STATUSES,
}
_HEADERS: Mapping[str, Shape] = {
    # The guide's table says that it is a text, its samples have a boolean: a text takes both.
    "headerstruncated": _TEXT,
    "headers": ({"name": _TEXT, "value": _TEXT},),
    "commonheaders": {
        "from": (_TEXT,),
        "sender": (_TEXT,),
        "replyto": (_TEXT,),
        "returnpath": _TEXT,
        "to": (_TEXT,),
        "cc": (_TEXT,),
        "bcc": (_TEXT,),
        "date": _TEXT,
        "messageid": _TEXT,
        "subject": _TEXT,
    },
}
_READER: Mapping[str, Shape] = {"ipaddress": _TEXT, "useragent": _TEXT}


_PAYLOADS: Mapping[str, Shape] = {
    "delivery": {
        "timestamp": _TEXT,
        "processingtimemillis": "bigint",
        "recipients": (_TEXT,),
        "smtpresponse": _TEXT,
        "reportingmta": _TEXT,
        "remotemtaip": _TEXT,
    },
    "bounce": {
        "timestamp": _TEXT,
        "feedbackid": _TEXT,
        "bouncetype": _TEXT,
        "bouncesubtype": _TEXT,
        "bouncedrecipients": ({"emailaddress": _TEXT, "action": _TEXT, "status": _TEXT, "diagnosticcode": _TEXT},),
        "reportingmta": _TEXT,
        "remotemtaip": _TEXT,
    },
    "complaint": {
        "timestamp": _TEXT,
        "feedbackid": _TEXT,
        "complaintsubtype": _TEXT,
        "complaintfeedbacktype": _TEXT,
        "complainedrecipients": ({"emailaddress": _TEXT},),
        "useragent": _TEXT,
        "arrivaldate": _TEXT,
    },
    "reject": {"reason": _TEXT},
    "failure": {"templatename": _TEXT, "errormessage": _TEXT},
    "deliverydelay": {
        "timestamp": _TEXT,
        "delaytype": _TEXT,
        "expirationtime": _TEXT,
        "reportingmta": _TEXT,
        "delayedrecipients": ({"emailaddress": _TEXT, "status": _TEXT, "diagnosticcode": _TEXT},),
    },
    "subscription": {
        "timestamp": _TEXT,
        "contactlist": _TEXT,
        "source": _TEXT,
        "newtopicpreferences": _PREFERENCES,
        "oldtopicpreferences": _PREFERENCES,
    },
}


def columns(*, headers: bool, readers: bool) -> dict[str, str]:
    """Hive types by column.

    Args:
        headers: With the headers of messages, and so with subjects.
        readers: With IP address and user agent of those who opened a message or followed a link.
    """
    mail: Shape = {
        "timestamp": _TEXT,
        "messageid": _TEXT,
        "source": _TEXT,
        "sourcearn": _TEXT,
        "sendingaccountid": _TEXT,
        "destination": (_TEXT,),
        "tags": _TAGS,
        **(_HEADERS if headers else {}),
    }
    reader = _READER if readers else {}
    shapes: dict[str, Shape] = {
        "eventtype": _TEXT,
        "mail": mail,
        **_PAYLOADS,
        "open": {"timestamp": _TEXT, **reader},
        "click": {"timestamp": _TEXT, "link": _TEXT, "linktags": _TAGS, **reader},
    }
    return {name: hive_type(shape) for name, shape in shapes.items()}


def hive_type(shape: Shape) -> str:
    """The name of a type as the Glue Data Catalog spells it."""
    if isinstance(shape, str):
        return shape
    if isinstance(shape, tuple):
        return f"array<{hive_type(shape[0])}>"
    return f"struct<{','.join(f'{name}:{hive_type(inner)}' for name, inner in shape.items())}>"
