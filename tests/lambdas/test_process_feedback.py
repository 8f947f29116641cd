"""The function that acts on hard bounces and complaints: once each, and on nothing else."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

from ses_constructs.facts.event_records import MailEvent
from ses_constructs.facts.stored_events import StoredEvents
from ses_constructs.lambdas.process_feedback import handler as processing
from ses_constructs.local.ses.messages import Request
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place
from tests.facts.event_records.records import PAYLOADS, YOU, Record, in_queue, record
from tests.lambdas.event_table import LOST, EventTable, response
from tests.local.ses.aws import Account, FakeWorld

PLACE = Place("111122223333", "eu-west-1")
ERROR = "x-amzn-errortype"
Process = Callable[..., list[str]]


class Lists:
    """An account of the emulated SES behind a client whose calls are counted and fail to order."""

    def __init__(self) -> None:
        world = FakeWorld()
        self.account = Account(Ses(world), world, PLACE)
        retries: Any = {"mode": "standard", "total_max_attempts": 1}
        self.client: Any = boto3.client("sesv2", region_name=PLACE.region, config=Config(retries=retries))
        hook: Any = self._send
        self.client.meta.events.register("before-send.sesv2", hook)
        self.calls: list[str] = []
        self.failures: dict[int, str] = {}
        self.account.v2.create_contact_list(ContactListName="readers")
        self.account.v2.create_contact(ContactListName="readers", EmailAddress=YOU, AttributesData='{"name":"x"}')

    def suppressed(self) -> dict[str, str]:
        listed = self.account.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"]
        return {entry["EmailAddress"]: entry["Reason"] for entry in listed}

    def contact(self) -> dict[str, Any]:
        found: dict[str, Any] = self.account.v2.get_contact(ContactListName="readers", EmailAddress=YOU)
        return found

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        failure = self.failures.get(len(self.calls))
        self.calls.append(f"{request.method} {urlsplit(request.url).path}")
        if failure not in (None, LOST):
            return response(request.url, 400, json.dumps({"message": f"no {YOU}"}).encode(), {ERROR: str(failure)})
        path = urlsplit(request.url).path
        body: Any = request.body or b""
        data = body.encode() if isinstance(body, str) else body
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        answer = self.account.ses.handle(PLACE, Request(str(request.method), path, "", headers, data))
        if failure == LOST:
            raise ReadTimeoutError(endpoint_url=request.url)
        return response(request.url, answer.status, answer.body, answer.headers)


@pytest.fixture
def table() -> EventTable:
    return EventTable()


@pytest.fixture
def lists() -> Lists:
    return Lists()


@pytest.fixture
def process(table: EventTable, lists: Lists, monkeypatch: pytest.MonkeyPatch) -> Process:
    """Invokes the function with records in a queue, and returns the ids of the messages that failed."""
    given = {"TABLE": EventTable.name, "KEEP_DAYS": "365", "SUPPRESS": "yes", "CONTACT_LIST": "readers"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(processing, "dynamodb", lambda: table.client)
    monkeypatch.setattr(processing, "ses", lambda: lists.client)

    def run(*records: Record | str) -> list[str]:
        bodies = [one if isinstance(one, str) else json.dumps(one) for one in records]
        answer = processing.handler(in_queue(*bodies), None)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    return run


@pytest.mark.parametrize("reason", ["BOUNCE", "COMPLAINT"])
@pytest.mark.parametrize("family", ["eventType", "notificationType"])
def test_a_hard_bounce_and_a_complaint_end_mail(process: Process, lists: Lists, reason: str, family: str) -> None:
    assert process(record(reason.capitalize(), family=family)) == []
    assert lists.suppressed() == {YOU: reason}
    assert lists.contact()["UnsubscribeAll"] is True
    assert lists.contact()["AttributesData"] == '{"name":"x"}'


LEFT_ALONE = {
    "a soft bounce": record("Bounce", bounceType="Transient", bounceSubType="MailboxFull"),
    "an out-of-office reply": record("Bounce", bounceType="Transient", bounceSubType="General"),
    "an undetermined bounce": record("Bounce", bounceType="Undetermined", bounceSubType="Undetermined"),
    "a bounce without its type": record("Bounce", bounceType=None),
    "what the list held back": record("Bounce", bounceSubType="OnAccountSuppressionList"),
    "a complaint that the list held back": record("Complaint", complaintSubType="OnAccountSuppressionList"),
    "no spam after all": record("Complaint", complaintFeedbackType="not-spam"),
    **{kind: record(kind) for kind in PAYLOADS if kind not in ("Bounce", "Complaint")},
}


@pytest.mark.parametrize("what", LEFT_ALONE)
def test_everything_else_is_left_alone(process: Process, lists: Lists, table: EventTable, what: str) -> None:
    assert process(LEFT_ALONE[what]) == []
    assert (lists.calls, table.calls) == ([], [])


@pytest.mark.parametrize("kind", ["abuse", "fraud", "virus", "other", None])
def test_every_other_report_is_a_complaint(process: Process, lists: Lists, kind: str | None) -> None:
    assert process(record("Complaint", complaintFeedbackType=kind)) == []
    assert lists.suppressed() == {YOU: "COMPLAINT"}


def test_an_address_on_the_list_of_ses_itself_goes_onto_the_own_list(process: Process, lists: Lists) -> None:
    """Guide: the global list counts in the bounce rate, the account's does not."""
    process(record("Bounce", bounceSubType="Suppressed"))
    assert lists.suppressed() == {YOU: "BOUNCE"}


def test_a_copy_does_nothing_even_after_people_have_undone_it(process: Process, lists: Lists) -> None:
    process(record("Bounce"))
    lists.account.v2.delete_suppressed_destination(EmailAddress=YOU)
    lists.calls.clear()
    for _ in range(8):
        assert process(record("Bounce"), record("Bounce", family="notificationType")) == []
    assert (lists.calls, lists.suppressed()) == ([], {})


def test_a_new_bounce_after_that_ends_mail_again(process: Process, lists: Lists) -> None:
    process(record("Bounce"))
    lists.account.v2.delete_suppressed_destination(EmailAddress=YOU)
    later = record("Bounce")
    later["mail"]["messageId"] = "another"
    process(later)
    assert lists.suppressed() == {YOU: "BOUNCE"}


def test_the_history_says_what_was_done_when_and_why(process: Process, table: EventTable) -> None:
    process(record("Bounce"))
    (item,) = table.items(StoredEvents.recipient(YOU))
    assert item["did"]["L"] == [{"S": "suppressed"}, {"S": "opted out"}]
    assert (item["reason"]["S"], item["configuration_set"]["S"]) == ("BOUNCE", "receipts")
    assert item["event_id"]["S"] == MailEvent.of_record(record("Bounce")).id
    assert {"done_at", "claimed_at", "message_id", "expires_at"} <= item.keys()


@pytest.mark.parametrize(("suppress", "contact_list"), [("yes", ""), ("no", "readers")])
def test_only_what_was_asked_for_is_done(
    process: Process, lists: Lists, monkeypatch: pytest.MonkeyPatch, suppress: str, contact_list: str
) -> None:
    monkeypatch.setenv("SUPPRESS", suppress)
    monkeypatch.setenv("CONTACT_LIST", contact_list)
    assert process(record("Bounce")) == []
    assert (bool(lists.suppressed()), lists.contact()["UnsubscribeAll"]) == (suppress == "yes", bool(contact_list))


def test_who_is_not_in_the_contact_list_is_not_put_there(
    process: Process, lists: Lists, table: EventTable
) -> None:
    lists.account.v2.delete_contact(ContactListName="readers", EmailAddress=YOU)
    assert process(record("Complaint")) == []
    assert lists.account.v2.list_contacts(ContactListName="readers")["Contacts"] == []
    (item,) = table.items(StoredEvents.recipient(YOU))
    assert item["did"]["L"][1] == {"S": "is not in the contact list"}


def test_each_recipient_is_acted_on_once(process: Process, lists: Lists) -> None:
    people = [{"emailAddress": f"{name}@shop.example"} for name in ("a", "b", "A")]
    assert process(record("Bounce", bouncedRecipients=people)) == []
    assert set(lists.suppressed()) == {"a@shop.example", "b@shop.example"}


def test_a_bounce_of_nobody_in_particular_goes_to_the_dead_letters(process: Process, lists: Lists) -> None:
    told = record("Bounce", bouncedRecipients=None)
    told["mail"]["destination"] = ["a@shop.example", "b@shop.example"]
    assert process(told, "not json", record("Bounce")) == ["sqs-0", "sqs-1"]
    assert set(lists.suppressed()) == {YOU}


def test_a_failure_without_a_message_id_is_raised(process: Process) -> None:
    with pytest.raises(processing.UnclearError):
        processing.handler("not json", None)


FAILURES = ["InternalServiceErrorException", "TooManyRequestsException", "AccessDeniedException", LOST]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("service", ["ses", "dynamodb"])
def test_whichever_call_fails_the_next_try_finishes(
    process: Process,
    lists: Lists,
    table: EventTable,
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    number: int,
    failure: str,
) -> None:
    (lists if service == "ses" else table).failures = {number: failure}
    clock = iter(range(1_800_000_000, 1_900_000_000, 600))
    monkeypatch.setattr("time.time", lambda: next(clock))
    for _ in range(3):
        process(record("Bounce"))
    assert process(record("Bounce")) == []
    assert lists.suppressed() == {YOU: "BOUNCE"}
    assert lists.contact()["UnsubscribeAll"] is True
    (item,) = table.items(StoredEvents.recipient(YOU))
    assert "done_at" in item


def test_a_copy_waits_while_another_function_is_at_it(
    process: Process, lists: Lists, table: EventTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.failures = {1: "AccessDeniedException", 2: "AccessDeniedException"}
    assert process(record("Bounce")) == ["sqs-0"]
    lists.calls.clear()
    assert process(record("Bounce")) == ["sqs-0"]
    assert lists.calls == []
    later = time.time() + 600
    monkeypatch.setattr("time.time", lambda: later)
    assert process(record("Bounce")) == []


def test_copies_in_disorder_with_failures_act_once_on_each(process: Process, lists: Lists) -> None:
    dice = random.Random(4)
    people = [f"p{number}@shop.example" for number in range(30)]
    records = [record("Bounce", bouncedRecipients=[{"emailAddress": address}]) for address in people]
    lists.failures = {number: dice.choice(FAILURES[:3]) for number in range(60) if dice.random() < 0.2}
    waiting = records * 8
    dice.shuffle(waiting)
    while waiting:
        batch, waiting = waiting[:10], waiting[10:]
        waiting += [batch[int(id.removeprefix("sqs-"))] for id in process(*batch)]
    assert set(lists.suppressed()) == set(people)
    puts = [call for call in lists.calls if call.startswith("PUT") and "suppression" in call]
    assert len(puts) - len(lists.failures) <= len(people) <= len(puts)


def test_the_log_names_nobody(process: Process, lists: Lists, capsys: pytest.CaptureFixture[str]) -> None:
    lists.failures = {0: "BadRequestException"}
    assert process(record("Bounce"), f"broken: {YOU}") == ["sqs-0", "sqs-1"]
    process(record("Bounce"))
    said = capsys.readouterr().out
    assert "PutSuppressedDestination: BadRequestException" in said
    assert "shop.example" not in said
