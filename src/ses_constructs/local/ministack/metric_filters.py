"""What metric filters count, which MiniStack keeps and never looks at.

Of the pattern language only this: fields of JSON, also within others, that are there, have a text or are a number,
all of them. Another pattern counts nothing, and a warning says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from ministack.services import cloudwatch
from ministack.services import cloudwatch_logs as logs

_log = logging.getLogger("ses_constructs.metric_filters")
_FIELD = re.compile(r'\s*\(?\s*(\$[.\w]+)\s*=\s*(?:"([^"*]*|\*)"|(\d+))\s*\)?\s*')


def count(group: str, entry: Mapping[str, object], at: float) -> bool:
    """Puts the metrics of the filters of a group that match an entry. Returns whether one does."""
    counted = False
    for (of_group, name), held in list(logs._metric_filters.items()):
        if of_group != group or not _matches(name, str(held["filterPattern"]), entry):
            continue
        for wanted in held["metricTransformations"]:
            value = _value(str(wanted["metricValue"]), entry)
            dimensions = {key: _value(field, entry) for key, field in wanted.get("dimensions", {}).items()}
            if value is None or None in dimensions.values():
                continue
            cloudwatch._store_datum(
                wanted["metricNamespace"],
                wanted["metricName"],
                {key: str(one) for key, one in dimensions.items()},
                at,
                wanted.get("unit", "None"),
                float(str(value)),
                None,
                None,
                None,
            )
            counted = True
    return counted


def _matches(name: str, pattern: str, entry: Mapping[str, object]) -> bool:
    inner = pattern.strip()
    if not inner.startswith("{") or not inner.endswith("}"):
        _log.warning("metric filter %s is not emulated: %s", name, pattern)
        return False
    comparisons = [_FIELD.fullmatch(part) for part in inner[1:-1].split("&&")]
    for comparison in comparisons:
        if comparison is None:
            _log.warning("metric filter %s is not emulated: %s", name, pattern)
            return False
        field, text, number = comparison.groups()
        if not _holds(_value(field, entry), text, number):
            return False
    return True


def _holds(found: object, text: str | None, number: str | None) -> bool:
    if number is not None:
        return isinstance(found, int | float) and float(number) == found
    return found is not None and text in ("*", str(found))


def _value(written: str, entry: Mapping[str, object]) -> object:
    """A constant, or what a field has, ``$.a.b`` within another."""
    if not written.startswith("$."):
        return written
    found: object = entry
    for name in written.removeprefix("$.").split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
