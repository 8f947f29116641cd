"""The saved queries, run: what they answer about rows that a lake has.

The rows come as Firehose writes them: every one twice, some too old, with members that are not there.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from ses_constructs.events.lake_queries import QUERIES
from ses_constructs.facts.lake_columns import DAY, columns
from ses_constructs.local.ministack.hive_types import read
from tests.events.lake_sql import Row, ask

SQL = {query.name: query.sql for query in QUERIES}
NOW = datetime.now(UTC)
TODAY, YESTERDAY, LONG_AGO = ((NOW - timedelta(days=days)).date().isoformat() for days in (0, 1, 40))
SCHEMA = pa.schema(
    [
        *((name, read(kind).arrow()) for name, kind in columns(headers=False, readers=False).items()),
        (DAY, pa.string()),
    ]
)


def event(kind: str, message: str, to: str, *, day: str = TODAY, tags: Row | None = None, **payload: Any) -> Row:
    tags = {"ses:configuration-set": ["receipts"]} if tags is None else tags
    mail = {
        "timestamp": f"{day}T08:00:00.000Z",
        "messageid": message,
        "destination": [to],
        "tags": list(tags.items()),
    }
    return {"eventtype": kind, "mail": mail, DAY: day, **payload}


def delivered(message: str, to: str, milliseconds: int) -> Row:
    payload = {
        "timestamp": f"{TODAY}T08:00:01.000Z",
        "processingtimemillis": milliseconds,
        "recipients": [to],
        "smtpresponse": "250 ok",
    }
    return event("Delivery", message, to, delivery=payload)


def bounced(message: str, kind: str, detail: str, *answers: tuple[str, str | None], day: str = TODAY) -> Row:
    recipients = [{"emailaddress": to, "diagnosticcode": answer} for to, answer in answers]
    payload = {
        "timestamp": f"{day}T08:00:02.000Z",
        "bouncetype": kind,
        "bouncesubtype": detail,
        "bouncedrecipients": recipients,
    }
    return event("Bounce", message, answers[0][0], day=day, bounce=payload)


def clicked(message: str, second: int, link: str = "https://shop.example/") -> Row:
    payload = {"timestamp": f"{TODAY}T09:00:{second:02d}.000Z", "link": link}
    return event("Click", message, "ada@mail.test", click=payload)


NEWS = {"ses:configuration-set": ["news"], "campaign": ["spring"]}
ROWS = [
    *(event("Send", f"m{number}", "ada@mail.test") for number in range(4)),
    delivered("m0", "Ada@Mail.test", 1000),
    delivered("m1", "ada@mail.test", 3000),
    delivered("m2", "bob@other.test", 500),
    bounced("m3", "Permanent", "General", ("gone@mail.test", "550 no such user"), ("Too@MAIL.test", None)),
    bounced("m4", "Transient", "MailboxFull", ("full@mail.test", "452 full")),
    bounced("old", "Permanent", "General", ("old@mail.test", "550 gone"), day=LONG_AGO),
    event(
        "Complaint",
        "m1",
        "ada@mail.test",
        complaint={"timestamp": f"{TODAY}T10:00:00.000Z", "complaintfeedbacktype": "abuse"},
    ),
    event("Open", "m0", "ada@mail.test", open={"timestamp": f"{TODAY}T08:30:00.000Z"}),
    clicked("m0", 1),
    clicked("m0", 2),
    clicked("m1", 3),
    clicked("m1", 4, "https://shop.example/tea"),
    event("Send", "n1", "ada@mail.test", day=YESTERDAY, tags=NEWS),
    event("Send", "n2", "zoe@mail.test", day=YESTERDAY, tags={}),
    event("Rendering Failure", "n3", "ada@mail.test", day=YESTERDAY, tags=NEWS, failure={"errormessage": "name"}),
]


@pytest.fixture(scope="module")
def lake() -> pa.Table:
    """Every row twice, through a file of Parquet."""
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([*ROWS, *ROWS], schema=SCHEMA), file)
    return parquet.read_table(file)


def test_events_by_day(lake: pa.Table) -> None:
    found = [tuple(row.values()) for row in ask(lake, SQL["events-by-day"])]
    assert found == [
        (TODAY, "receipts", "Bounce", 2),
        (TODAY, "receipts", "Click", 2),
        (TODAY, "receipts", "Complaint", 1),
        (TODAY, "receipts", "Delivery", 3),
        (TODAY, "receipts", "Open", 1),
        (TODAY, "receipts", "Send", 4),
        (YESTERDAY, "news", "Rendering Failure", 1),
        (YESTERDAY, "news", "Send", 1),
        (YESTERDAY, None, "Send", 1),
    ]


def test_rates_by_configuration_set(lake: pa.Table) -> None:
    rates = {row.pop("configuration_set"): row for row in ask(lake, SQL["rates-by-configuration-set"])}
    assert rates["receipts"] == {
        "sent": 4,
        "delivered_percent": 75.0,
        "bounced_percent": 25.0,
        "complained_percent": 25.0,
        "opened_percent": pytest.approx(33.33),
        "clicked_percent": pytest.approx(66.67),
    }
    # Nothing was delivered: there is no share of it.
    assert rates["news"] == {
        "sent": 1,
        "delivered_percent": 0.0,
        "bounced_percent": 0.0,
        "complained_percent": 0.0,
        "opened_percent": None,
        "clicked_percent": None,
    }
    assert next(iter(rates)) == "receipts", "the largest first"


def test_bounces_by_domain(lake: pa.Table) -> None:
    found = sorted(ask(lake, SQL["bounces-by-domain"]), key=lambda row: str(row["bouncetype"]))
    assert found == [
        {
            "recipient_domain": "mail.test",
            "bouncetype": "Permanent",
            "bouncesubtype": "General",
            "messages": 1,
            "one_answer": "550 no such user",
        },
        {
            "recipient_domain": "mail.test",
            "bouncetype": "Transient",
            "bouncesubtype": "MailboxFull",
            "messages": 1,
            "one_answer": "452 full",
        },
    ]


def test_history_of_an_address(lake: pa.Table) -> None:
    found = ask(lake, SQL["history-of-an-address"], "GONE@mail.test")
    sent_at, happened_at = f"{TODAY}T08:00:00.000Z", f"{TODAY}T08:00:02.000Z"
    assert [tuple(row.values()) for row in found] == [(sent_at, happened_at, "Bounce", "m3", "General")]
    # As long as the lake remembers, and in order.
    (old,) = ask(lake, SQL["history-of-an-address"], "old@mail.test")
    assert (old["messageid"], old["sent_at"][:10]) == ("old", LONG_AGO)
    ada = ask(lake, SQL["history-of-an-address"], "ada@mail.test")
    times = [row["happened_at"] for row in ada]
    assert times == sorted(times)
    assert {(row["eventtype"], row["detail"]) for row in ada} == {
        ("Send", None),
        ("Delivery", "250 ok"),
        ("Complaint", "abuse"),
        ("Open", None),
        ("Click", "https://shop.example/"),
        ("Click", "https://shop.example/tea"),
        ("Rendering Failure", "name"),
    }
    assert len(ada) == 5 + 2 + 1 + 1 + 4 + 1
    assert ask(lake, SQL["history-of-an-address"], "nobody@mail.test") == []


def test_time_to_deliver(lake: pa.Table) -> None:
    found = {row["recipient_domain"]: row for row in ask(lake, SQL["time-to-deliver"])}
    assert set(found) == {"mail.test", "other.test"}
    assert (found["mail.test"]["messages"], found["mail.test"]["most_within"]) == (2, 3000)
    assert 1000 <= found["mail.test"]["half_within"] <= 3000
    assert found["other.test"]["half_within"] == found["other.test"]["most_within"] == 500


def test_clicks_by_link(lake: pa.Table) -> None:
    assert ask(lake, SQL["clicks-by-link"]) == [
        {"link": "https://shop.example/", "messages": 2, "clicks": 3},
        {"link": "https://shop.example/tea", "messages": 1, "clicks": 1},
    ]


def test_every_saved_query_was_asked_here() -> None:
    asked = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_")}
    assert set(SQL) <= asked


@pytest.mark.parametrize("name", SQL)
def test_an_empty_lake_answers_too(name: str) -> None:
    empty = pa.Table.from_pylist([], schema=SCHEMA)
    assert ask(empty, SQL[name], *(["ada@mail.test"] if "?" in SQL[name] else [])) == []
