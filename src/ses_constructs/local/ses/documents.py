"""Values in the shape botocore gives them to a caller: what the API and CloudFormation both speak."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Document = dict[str, Any]


def without_none(document: Mapping[str, Any]) -> Document:
    """The document without members that were left out; empty lists and ``False`` stay."""
    return {name: value for name, value in document.items() if value is not None}


def tags_of(document: Mapping[str, Any]) -> dict[str, str]:
    """``[{"Key": ..., "Value": ...}]`` as a mapping."""
    return {tag["Key"]: tag["Value"] for tag in document.get("Tags") or []}


def tag_list(tags: Mapping[str, str]) -> list[Document]:
    """A mapping as ``[{"Key": ..., "Value": ...}]``."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def iso_time(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and ``Z``, as in the event records of the guide."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"
