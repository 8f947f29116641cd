"""Words that SES v1 spells another way than v2."""

from __future__ import annotations

_STATUS = {
    "PENDING": "Pending",
    "SUCCESS": "Success",
    "FAILED": "Failed",
    "TEMPORARY_FAILURE": "TemporaryFailure",
    "NOT_STARTED": "NotStarted",
}
_BEHAVIOR = {"USE_DEFAULT_VALUE": "UseDefaultValue", "REJECT_MESSAGE": "RejectMessage"}
_EVENT_TYPES = {
    "send": "SEND",
    "reject": "REJECT",
    "bounce": "BOUNCE",
    "complaint": "COMPLAINT",
    "delivery": "DELIVERY",
    "open": "OPEN",
    "click": "CLICK",
    "renderingFailure": "RENDERING_FAILURE",
}
_SOURCES = {"messageTag": "MESSAGE_TAG", "emailHeader": "EMAIL_HEADER", "linkTag": "LINK_TAG"}


def status(word: str) -> str:
    """A verification status in v1 spelling."""
    return _STATUS[word]


def behavior(word: str) -> str:
    """What happens on a missing MX record, in v1 spelling."""
    return _BEHAVIOR[word]


def behavior_in_v2(word: str | None) -> str | None:
    """What happens on a missing MX record, in v2 spelling."""
    return next((new for new, old in _BEHAVIOR.items() if old == word), None)


def event_type_in_v2(word: str) -> str:
    """An event type in v2 spelling."""
    return _EVENT_TYPES[word]


def event_type(word: str) -> str | None:
    """An event type in v1 spelling; ``None`` for those v1 does not know."""
    return next((old for old, new in _EVENT_TYPES.items() if new == word), None)


def source_in_v2(word: str) -> str:
    """Where a dimension's value comes from, in v2 spelling."""
    return _SOURCES[word]


def source(word: str) -> str:
    """Where a dimension's value comes from, in v1 spelling."""
    return next(old for old, new in _SOURCES.items() if new == word)
