"""The function that forgets a recipient."""

from __future__ import annotations

import json
from datetime import date
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from ses_constructs.facts.stored_events import StoredEvents
from ses_constructs.lambdas.forget_recipient import handler as forgetting
from ses_constructs.lambdas.store_events import handler as storing
from tests.facts.event_records.records import YOU, in_queue, record
from tests.lambdas.event_table import LOST, EventTable

OTHER = "other@shop.example"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> EventTable:
    """Sixty events of one recipient, two of them shared with another."""
    made = EventTable()
    given = {"TABLE": EventTable.name, "KEEP_DAYS": "365", "KEEP_ENGAGEMENT": "no"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    for module in (storing, forgetting):
        monkeypatch.setattr(module, "dynamodb", lambda: made.client)
    monkeypatch.setattr(storing, "cloudwatch", lambda: Mock(spec=["put_metric_data"]))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    for number in range(60):
        told = record("Send")
        told["mail"] |= {"messageId": f"m{number}", "destination": [YOU, OTHER] if number < 2 else [YOU]}
        storing.handler(in_queue(json.dumps(told)), None)
    made.calls.clear()
    return made


def forget(address: object) -> int:
    return forgetting.handler({"address": address}, None)["forgotten"]


def test_everything_of_one_recipient_goes_and_nothing_of_others(table: EventTable) -> None:
    assert forget("Somebody <YOU@shop.example>") == 60
    assert table.items(StoredEvents.recipient(YOU)) == []
    assert len(table.items(StoredEvents.recipient(OTHER))) == 2
    assert YOU.lower() not in json.dumps(table.all_items()).lower()
    assert table.counts(date(2026, 11, 21)) == {("receipts", "send"): (60, 62)}
    assert forget(YOU) == 0


def test_a_copy_that_comes_later_brings_nothing_back(table: EventTable) -> None:
    forget(YOU)
    told = record("Send")
    told["mail"] |= {"messageId": "m7", "destination": [YOU]}
    storing.handler(in_queue(json.dumps(told)), None)
    assert table.items(StoredEvents.recipient(YOU)) == []


@pytest.mark.parametrize("failure", ["InternalServerError", LOST])
@pytest.mark.parametrize("number", range(5))
def test_whichever_call_fails_the_next_try_finishes(table: EventTable, number: int, failure: str) -> None:
    table.failures = {number: failure}
    with pytest.raises((ClientError, ReadTimeoutError)):
        forget(YOU)
    forget(YOU)
    assert table.items(StoredEvents.recipient(YOU)) == []


def test_what_is_not_deleted_at_once_is_tried_again(table: EventTable, monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter([True, True, False])
    real = table.client.batch_write_item

    def half(**asked: dict[str, list[object]]) -> dict[str, object]:
        ((name, wanted),) = asked["RequestItems"].items()
        keep = len(wanted) // 2 if next(left, False) else len(wanted)
        real(RequestItems={name: wanted[:keep]})
        return {"UnprocessedItems": {name: wanted[keep:]} if wanted[keep:] else {}}

    monkeypatch.setattr(table.client, "batch_write_item", half)
    assert forget(YOU) == 60
    assert table.items(StoredEvents.recipient(YOU)) == []


def test_it_says_when_items_stay(table: EventTable, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**asked: dict[str, list[object]]) -> dict[str, object]:
        return {"UnprocessedItems": asked["RequestItems"]}

    monkeypatch.setattr(table.client, "batch_write_item", nothing)
    with pytest.raises(forgetting.NotForgottenError, match="25 events"):
        forget(YOU)


@pytest.mark.parametrize("address", [None, "", "nobody", 5])
def test_it_says_what_it_needs(address: object) -> None:
    with pytest.raises(ValueError, match='{"address"'):
        forget(address)


def test_the_log_names_nobody(table: EventTable, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    forget(YOU)
    assert json.loads(capsys.readouterr().out) == {"did": "forgot", "events": 60}
