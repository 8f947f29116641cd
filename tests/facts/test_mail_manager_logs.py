"""What Mail Manager's logs hold."""

from __future__ import annotations

import pytest
from botocore.session import Session

from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.facts.mail_manager_logs import Counter, LogFields, LogType

ALL = [facts.MESSAGES, facts.DECISIONS, facts.RULES]


def test_the_types_of_logs_are_those_of_the_api() -> None:
    request = Session().get_service_model("logs").shape_for("PutDeliverySourceRequest")
    told = request.members["logType"].documentation  # type: ignore[attr-defined]
    (sentence,) = (one for one in told.split("<li>") if "SES mail manager" in one)
    assert all(f"<code>{kind}</code>" in sentence for kind in LogType)
    assert sentence.count("<code>") == len(LogType)


@pytest.mark.parametrize("fields", ALL)
def test_addresses_of_people_are_left_out_unless_asked_for(fields: LogFields) -> None:
    everything = fields.chosen(with_people=True)
    assert len(set(everything)) == len(everything) == len(fields.always) + len(fields.choice)
    assert set(everything) - set(fields.chosen(with_people=False)) == fields.people
    assert not fields.people & set(fields.always)


@pytest.mark.parametrize(
    ("fields", "counters"),
    [
        (facts.MESSAGES, facts.OF_INGRESS_POINTS),
        (facts.DECISIONS, facts.OF_DECISIONS),
        (facts.RULES, facts.OF_RULE_SETS),
    ],
)
def test_what_metrics_are_counted_from_is_always_written(fields: LogFields, counters: tuple[Counter, ...]) -> None:
    written = fields.chosen(with_people=False)
    for counter in counters:
        named = [*counter.where, *counter.dimensions.values(), *([counter.value] if counter.value != "1" else [])]
        assert {name.removeprefix("$").split(".")[1] for name in named} <= set(written)
        assert len(counter.dimensions) <= 3  # API: MetricTransformation (dimensions)


def test_nothing_is_counted_by_a_field_that_the_guide_does_not_show() -> None:
    named = {
        name.removeprefix("$").split(".")[1]
        for counter in (*facts.OF_INGRESS_POINTS, *facts.OF_RULE_SETS)
        for name in (*counter.where, *counter.dimensions.values())
    }
    assert named == {"message_id", "ingress_point_type", "resource_arn", "rule_name", "action_metadata"}


def test_a_pattern_asks_for_all_fields() -> None:
    assert facts.RULES_COUNTER.pattern == '{ ($.rule_name = "*") && ($.action_metadata.action_index = 1) }'
    assert facts.FAILURES_COUNTER.pattern == '{ ($.action_metadata.action_status = "FAILURE") }'


def test_the_entries_of_the_three_logs_are_told_apart() -> None:
    def names(fields: LogFields) -> set[str]:
        return set(fields.always + fields.choice)

    assert "message_id" not in names(facts.DECISIONS)
    assert "ingress_point_type" not in names(facts.RULES)
    assert not {"rule_name", "action_metadata"} & (names(facts.MESSAGES) | names(facts.DECISIONS))
    assert "traffic_policy_verdict" not in names(facts.MESSAGES) | names(facts.RULES)
