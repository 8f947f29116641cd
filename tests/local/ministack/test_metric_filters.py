"""What metric filters count."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from ministack.services import cloudwatch
from ministack.services import cloudwatch_logs as logs

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.local.ministack import metric_filters
from ses_constructs.local.world import Place

GROUP = "mail"


def keep(pattern: str, value: str = "1", **dimensions: str) -> None:
    logs._create_log_group({"logGroupName": GROUP})
    wanted: dict[str, Any] = {"metricName": "Counted", "metricNamespace": "Ours", "metricValue": value}
    logs._put_metric_filter(
        {
            "logGroupName": GROUP,
            "filterName": "filter",
            "filterPattern": pattern,
            "metricTransformations": [{**wanted, "dimensions": dimensions} if dimensions else wanted],
        }
    )


def held() -> list[tuple[dict[str, str], float]]:
    """Dimensions and values of what was counted."""
    key = [key for key in cloudwatch._metrics if key[:2] == ("Ours", "Counted")]
    return [(one["Dimensions"], one["Value"]) for each in key for one in cloudwatch._metrics[each]]


@pytest.mark.parametrize(
    ("pattern", "entry", "counts"),
    [
        ('{ $.rule = "*" }', {"rule": "a"}, True),
        ('{ $.rule = "*" }', {"other": "a"}, False),
        ('{ ($.rule = "*") && ($.set = "*") }', {"rule": "a", "set": "b"}, True),
        ('{ ($.rule = "*") && ($.set = "*") }', {"rule": "a"}, False),
        ('{ $.rule = "a" }', {"rule": "a"}, True),
        ('{ $.rule = "a" }', {"rule": "b"}, False),
        ('{ ($.did.status = "FAILURE") }', {"did": {"status": "FAILURE"}}, True),
        ('{ ($.did.status = "FAILURE") }', {"did": {"status": "SUCCESS"}}, False),
        ('{ ($.did.status = "*") }', {"did": "FAILURE"}, False),
        ("{ ($.did.index = 1) }", {"did": {"index": 1}}, True),
        ("{ ($.did.index = 1) }", {"did": {"index": 12}}, False),
        ("{ ($.did.index = 1) }", {"did": {"index": "1"}}, False),
        ("{ ($.did.index = 1) }", {}, False),
    ],
)
def test_an_entry_counts_when_all_its_fields_match(
    place: Place, pattern: str, entry: dict[str, object], counts: bool
) -> None:
    assert place
    keep(pattern)
    assert metric_filters.count(GROUP, entry, 1000.0) is counts
    assert held() == ([({}, 1.0)] if counts else [])


def test_values_and_dimensions_are_fields_of_the_entry(place: Place) -> None:
    assert place
    keep('{ $.id = "*" }', "$.bytes", Point="$.id")
    metric_filters.count(GROUP, {"id": "inp-1", "bytes": 22}, 1000.0)
    metric_filters.count(GROUP, {"id": "inp-2"}, 1000.0)
    assert held() == [({"Point": "inp-1"}, 22.0)]


def test_a_dimension_may_be_a_field_within_another(place: Place) -> None:
    assert place
    keep('{ $.did.status = "*" }', Status="$.did.status")
    metric_filters.count(GROUP, {"did": {"status": "FAILURE"}}, 1000.0)
    assert held() == [({"Status": "FAILURE"}, 1.0)]


def test_another_group_is_not_counted(place: Place) -> None:
    assert place
    keep('{ $.rule = "*" }')
    assert not metric_filters.count("other", {"rule": "a"}, 1000.0)


@pytest.mark.parametrize("pattern", ["ERROR", "{ $.size > 3 }", '{ ($.a = "*") || ($.b = "*") }'])
def test_a_pattern_that_is_not_emulated_counts_nothing_and_says_so(
    place: Place, caplog: pytest.LogCaptureFixture, pattern: str
) -> None:
    assert place
    keep(pattern)
    with caplog.at_level(logging.WARNING):
        assert not metric_filters.count(GROUP, {"a": "x", "size": 5}, 1000.0)
    assert "metric filter filter is not emulated" in caplog.text


MESSAGE: dict[str, object] = {"resource_arn": "point", "ingress_point_type": "OPEN", "message_id": "m-1"}
DECIDED: dict[str, object] = {"resource_arn": "point", "ingress_point_type": "OPEN", "traffic_policy_id": "tp-1"}
RAN: dict[str, object] = {"resource_arn": "rules", "message_id": "m-1", "rule_name": "Kept", "rule_index": 1}


def done(index: int, status: str) -> dict[str, object]:
    """What the log has of an action. Guide: Mail Manager logging."""
    return {"action_name": "WRITE_TO_S3", "action_index": index, "action_status": status}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({**MESSAGE, "message_size_bytes": 100}, {"Messages": 1, "Bytes": 100}),
        ({**DECIDED, "traffic_policy_verdict": "REJECT"}, {"Recipients": 1, "Decisions": 1}),
        (RAN, {}),
        ({**RAN, "action_metadata": done(1, "SUCCESS")}, {"RuleExecutions": 1, "Actions": 1}),
        ({**RAN, "action_metadata": done(2, "SUCCESS")}, {"Actions": 1}),
        ({**RAN, "action_metadata": done(2, "FAILURE")}, {"Actions": 1, "FailedActions": 1}),
    ],
)
def test_an_entry_of_mail_manager_counts_as_what_it_is(
    place: Place, entry: dict[str, object], expected: dict[str, float]
) -> None:
    assert place
    logs._create_log_group({"logGroupName": GROUP})
    for counter in (*facts.OF_INGRESS_POINTS, *facts.OF_DECISIONS, *facts.OF_RULE_SETS):
        logs._put_metric_filter(
            {
                "logGroupName": GROUP,
                "filterName": counter.metric,
                "filterPattern": counter.pattern,
                "metricTransformations": [
                    {
                        "metricName": counter.metric,
                        "metricNamespace": "Ours",
                        "metricValue": counter.value,
                        "dimensions": dict(counter.dimensions),
                    }
                ],
            }
        )
    metric_filters.count(GROUP, entry, 1000.0)
    counted = {
        key[1]: sum(one["Value"] for one in data) for key, data in cloudwatch._metrics.items() if key[0] == "Ours"
    }
    assert counted == expected
