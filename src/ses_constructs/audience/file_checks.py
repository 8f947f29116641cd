"""What is wrong with a file of contacts or addresses, found before SES reads it.

Errors name lines and columns, never an address.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audience import (
    ADDRESS_COLUMN,
    CONTACT_COLUMNS,
    SUPPRESSION_REASONS,
    TOPIC_COLUMN,
    DataFormat,
    SubscriptionStatus,
)

_SHOWN = 3
Fault = tuple[int, str]
"""A line, and what is wrong there."""


def check_suppressed(
    path: Path, data_format: DataFormat, *, most: int, with_reason: bool, failures_allowed: int
) -> None:
    """Refuses a file of addresses that SES would refuse.

    Args:
        most: Records of one file.
        with_reason: Whether each address needs one.
        failures_allowed: So many records may be wrong.

    Raises:
        InvalidSettingError: names the first lines that are wrong.
    """
    faults: list[Fault] = []
    count = 0
    for line, address, reason in _addresses(path, data_format):
        count += 1
        if not _is_address(address):
            faults.append((line, "has no address"))
        elif with_reason and reason not in SUPPRESSION_REASONS:
            faults.append((line, "has no reason BOUNCE or COMPLAINT"))
    _refuse(path, count, most, faults, failures_allowed)


def check_contacts(
    path: Path,
    data_format: DataFormat,
    *,
    most: int,
    topics: Sequence[str] | None,
    failures_allowed: int,
) -> None:
    """Refuses a file of contacts that SES would refuse.

    Args:
        most: Records of one file.
        topics: Of the list. ``None`` when they are not known.
        failures_allowed: So many records may be wrong.

    Raises:
        InvalidSettingError: names columns, or the first lines that are wrong.
    """
    if data_format is DataFormat.CSV:
        _check_header(path, topics)
    faults: list[Fault] = []
    count = 0
    for line, address, chosen in _contacts(path, data_format):
        count += 1
        unknown = set(chosen) - set(topics) if topics is not None else set()
        if not _is_address(address):
            faults.append((line, "has no address"))
        elif unknown:
            faults.append((line, f"has the topic {min(unknown)!r}, which the list has not"))
        elif any(status not in set(SubscriptionStatus) for status in chosen.values()):
            faults.append((line, "has a topic that is neither OPT_IN nor OPT_OUT"))
    _refuse(path, count, most, faults, failures_allowed)


def _check_header(path: Path, topics: Sequence[str] | None) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file), [])
    named = [column.removeprefix(TOPIC_COLUMN) for column in columns if column.startswith(TOPIC_COLUMN)]
    stray = [column for column in columns if column not in CONTACT_COLUMNS and not column.startswith(TOPIC_COLUMN)]
    if ADDRESS_COLUMN not in columns:
        raise _wrong(
            path, f"has no column {ADDRESS_COLUMN!r} in its first line", "begin with a line of column names"
        )
    if stray:
        # Whatever stands there might be an address, when the header is missing.
        raise _wrong(
            path,
            f"has {len(stray)} columns that SES does not know",
            f"name columns {', '.join(sorted(CONTACT_COLUMNS))} or {TOPIC_COLUMN}<topic>",
        )
    unknown = [] if topics is None else [name for name in named if name not in topics]
    if unknown:
        raise _wrong(
            path, f"has the topic {unknown[0]!r}, which the list has not", "add it to topics= of the list"
        )


def _addresses(path: Path, data_format: DataFormat) -> Iterator[tuple[int, object, object]]:
    if data_format is DataFormat.JSON:
        for line, found in _objects(path):
            yield line, found.get(ADDRESS_COLUMN), found.get("reason")
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        for row in reader:
            if any(row):
                yield reader.line_num, row[0], row[1].strip() if len(row) > 1 else None


def _contacts(path: Path, data_format: DataFormat) -> Iterator[tuple[int, object, dict[str, object]]]:
    if data_format is DataFormat.JSON:
        for line, found in _objects(path):
            listed = found.get("topicPreferences")
            chosen = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
            statuses = {str(each.get("topicName")): each.get("subscriptionStatus") for each in chosen}
            yield line, found.get(ADDRESS_COLUMN), statuses
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            filled = {name: value for name, value in row.items() if name is not None and value}
            statuses = {
                name.removeprefix(TOPIC_COLUMN): value
                for name, value in filled.items()
                if name.startswith(TOPIC_COLUMN)
            }
            yield reader.line_num, filled.get(ADDRESS_COLUMN), statuses


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """One object a line; an empty one for a line that is none."""
    with path.open(encoding="utf-8-sig") as file:
        for line, text in enumerate(file, start=1):
            if text.strip():
                try:
                    found = json.loads(text)
                except ValueError:
                    found = None
                yield line, found if isinstance(found, dict) else {}


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    local, _, domain = value.strip().partition("@")
    return bool(local and domain) and "@" not in domain


def _refuse(path: Path, count: int, most: int, faults: Sequence[Fault], allowed: int) -> None:
    if count > most:
        raise _wrong(path, f"has {count} records", f"split it: SES takes {most} of a file")
    if len(faults) > max(allowed, 0):
        shown = "; ".join(f"line {line} {what}" for line, what in faults[:_SHOWN])
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise _wrong(path, f"holds what SES refuses: {shown}{more}", "mend the lines, or raise failures_allowed")


def _wrong(path: Path, wrong: str, fix: str) -> InvalidSettingError:
    return InvalidSettingError("file", str(path), wrong, fix=fix, see="Using list management")
