"""The queue's function: nothing is lost, nothing goes twice, whatever fails, and the pace is kept."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from typing import Any

import pytest

from ses_constructs.lambdas.send_queued import handler as sending
from tests.lambdas.mail_queue import ASIDE, KILLED_AFTER, KILLED_BEFORE, LOST, TIMEOUT, URL, Held, MailQueue

MAIL: dict[str, Any] = {
    "FromEmailAddress": "hi@shop.example",
    "Destination": {"ToAddresses": ["Customer <customer@mail.test>"]},
    "Content": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
}
MAY_HAVE = "SES may have taken it"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> MailQueue:
    made = MailQueue()
    variables = {
        "QUEUE": URL,
        "SET_ASIDE_QUEUE": ASIDE,
        "LEDGER": "ledger",
        "RATE_PERCENT": "80",
        "WORKERS": "2",
        "GIVE_UP_SECONDS": "3600",
        "REFUSE_SUPPRESSED": "no",
        "TIMEOUT_SECONDS": str(TIMEOUT),
        "REMEMBER_SECONDS": "1209600",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    ses, sqs, dynamodb = made.client("sesv2"), made.client("sqs"), made.client("dynamodb")
    monkeypatch.setattr(sending, "ses", lambda: ses)
    monkeypatch.setattr(sending, "sender", lambda: ses)
    monkeypatch.setattr(sending, "sqs", lambda: sqs)
    monkeypatch.setattr(sending, "dynamodb", lambda: dynamodb)
    monkeypatch.setattr(sending, "_pace", sending.Pace())
    return made


def age_ledger(queue: MailQueue) -> None:
    """Lets so much time pass that no function can still be at work."""
    for entry in queue.ledger.values():
        entry["at"]["N"] = str(float(entry["at"]["N"]) - TIMEOUT)


def reasons(queue: MailQueue) -> list[str]:
    return [attributes["reason"] for _, attributes in queue.aside]


def test_mail_is_sent_and_leaves_the_queue(queue: MailQueue) -> None:
    queue.put(MAIL)
    assert queue.give() == []
    assert queue.took == [MAIL]
    assert queue.waiting == {}
    assert queue.aside == []


def test_a_raw_message_comes_in_base64(queue: MailQueue) -> None:
    raw = b64encode(b"From: hi@shop.example\r\n\r\nx").decode()
    queue.put({**MAIL, "Content": {"Raw": {"Data": raw}}})
    queue.give()
    assert queue.took[0]["Content"]["Raw"]["Data"] == raw


@pytest.mark.parametrize("delivered", [2, 3])
def test_a_message_that_sqs_delivers_again_is_not_sent_again(queue: MailQueue, delivered: int) -> None:
    for _ in range(delivered):
        queue.waiting["same"] = Held("same", json.dumps(MAIL), {}, time.time())
        queue.give()
    assert len(queue.took) == 1
    assert queue.aside == []


def test_what_is_put_in_twice_under_one_name_is_sent_once(queue: MailQueue) -> None:
    queue.put(MAIL, once="order 7")
    queue.put({**MAIL, "ReplyToAddresses": ["a@shop.example"]}, once="order 7")
    assert queue.give() == []
    assert len(queue.took) == 1


def test_while_another_function_may_be_at_it_a_copy_waits_and_is_then_set_aside(queue: MailQueue) -> None:
    id = queue.put(MAIL)
    queue.failures[2] = KILLED_BEFORE
    queue.give()
    queue.failures.clear()
    assert queue.give() == [id]
    assert queue.waiting[id].visible_after == TIMEOUT
    age_ledger(queue)
    assert queue.give() == []
    assert queue.took == []
    assert reasons(queue) == [f"{MAY_HAVE}: the function that sent it ended without saying so"]


def test_a_call_to_the_ledger_that_the_client_repeats_is_not_taken_for_another_function(queue: MailQueue) -> None:
    record = {"messageId": "m", "receiptHandle": "h", "messageAttributes": {}}
    assert sending.begin(record) is None
    assert sending.begin(record) is None


CALLS = ["GetAccount", "PutItem", "SendEmail", "PutItem", "DeleteMessage"]
UNKNOWN = {(1, KILLED_AFTER), (1, LOST), (2, KILLED_BEFORE), (2, KILLED_AFTER), (2, LOST), (3, KILLED_BEFORE)}
"""Where nobody can tell later whether SES took it: begun, and not noted as sent."""
FAILURES = [KILLED_BEFORE, KILLED_AFTER, LOST, "InternalFailure"]


def settle(queue: MailQueue) -> None:
    """What SQS does after that: it gives what is left again and again."""
    queue.failures.clear()
    for _ in range(4):
        age_ledger(queue)
        if queue.waiting:
            queue.give()


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("number", range(5))
def test_whatever_ends_it_no_mail_is_lost_and_none_goes_twice(queue: MailQueue, number: int, failure: str) -> None:
    queue.put(MAIL)
    queue.failures[number] = failure
    queue.give()
    assert queue.calls[: number + 1] == CALLS[: number + 1]
    settle(queue)
    assert queue.waiting == {}
    assert len(queue.took) <= 1
    assert queue.took or reasons(queue), "it is somewhere"
    assert all(reason.startswith(MAY_HAVE) for reason in reasons(queue))
    assert bool(queue.aside) == ((number, failure) in UNKNOWN)


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("number", range(6))
def test_whatever_ends_it_a_refused_mail_is_kept_with_its_reason(
    queue: MailQueue, number: int, failure: str
) -> None:
    queue.put(MAIL)
    queue.refusals = [("MessageRejected", 400)] * 4
    queue.failures[number] = failure
    queue.give()
    settle(queue)
    assert queue.took == []
    assert queue.waiting == {}
    assert {body for body, _ in queue.aside} == {json.dumps(MAIL)}
    assert all(reason.startswith(("MessageRejected", MAY_HAVE)) for reason in reasons(queue))


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException", "MailFromDomainNotVerifiedException"])
def test_what_ses_refuses_for_good_is_set_aside_with_what_it_said(
    queue: MailQueue, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.put(MAIL, once="order 7", note="kept")
    queue.refusals = [(code, 400)]
    assert queue.give() == []
    ((body, attributes),) = queue.aside
    assert json.loads(body) == MAIL
    assert attributes == {"once": "order 7", "note": "kept", "reason": f"{code}: said AWS of {code}"}
    said = capsys.readouterr().out
    assert f"set aside: {code}" in said
    assert "@" not in said, "nobody's address is logged"


@pytest.mark.parametrize(
    ("code", "status", "rest_waits"),
    [
        ("TooManyRequestsException", 429, True),
        ("LimitExceededException", 400, True),
        ("SendingPausedException", 400, False),
        ("AccountSuspendedException", 400, False),
        ("ServiceUnavailable", 503, False),
        ("ExpiredTokenException", 403, False),
    ],
)
def test_what_passes_makes_mail_wait(queue: MailQueue, code: str, status: int, rest_waits: bool) -> None:
    first, second = queue.put(MAIL), queue.put({**MAIL, "FromEmailAddress": "b@shop.example"})
    queue.refusals = [(code, status)]
    assert queue.give() == ([first, second] if rest_waits else [first])
    assert queue.ledger.get(first) is None
    paused = code in ("SendingPausedException", "AccountSuspendedException")
    assert queue.waiting[first].visible_after == (900 if paused else 5)
    assert queue.give() == []
    assert len(queue.took) == 2
    assert queue.aside == []


def test_it_waits_longer_each_time_but_never_more_than_a_quarter_of_an_hour(queue: MailQueue) -> None:
    id, waits = queue.put(MAIL), []
    for _ in range(12):
        queue.refusals = [("TooManyRequestsException", 429)]
        queue.give()
        waits.append(queue.waiting[id].visible_after)
    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == max(waits) == 900


def test_a_permission_is_missed_for_a_while_before_that_is_believed(queue: MailQueue) -> None:
    queue.put(MAIL)
    queue.refusals = [("AccessDeniedException", 403)] * 5
    for _ in range(4):
        assert len(queue.give()) == 1
    assert queue.give() == []
    assert reasons(queue) == ["AccessDenied: the function may not send this"]


NO_REQUEST: list[object] = [
    "not json",
    "[]",
    "null",
    {},
    {"Content": None},
    {"Content": {"Raw": {"Data": "&&&"}}},
    {"Content": {"Raw": {}}},
    {**MAIL, "Destination": ["a@b.test"]},
    {**MAIL, "Destination": {"ToAddresses": [7]}},
    {**MAIL, "FromEmailAdress": "misspelt@shop.example"},
]


@pytest.mark.parametrize("body", NO_REQUEST, ids=str)
def test_what_is_no_request_is_set_aside(queue: MailQueue, body: object) -> None:
    queue.put(body)
    assert queue.give() == []
    assert queue.took == []
    assert "SendEmail" in reasons(queue)[0]


def test_mail_that_is_too_old_is_set_aside(queue: MailQueue) -> None:
    queue.put(MAIL, 3601)
    queue.put(MAIL, 3500)
    assert queue.give() == []
    assert len(queue.took) == 1
    assert "waited too long" in reasons(queue)[0]


def test_suppressed_recipients_are_asked_for_where_the_queue_says_so(
    queue: MailQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFUSE_SUPPRESSED", "yes")
    queue.suppressed["customer@mail.test"] = "BOUNCE"
    queue.put(MAIL)
    queue.put({**MAIL, "Destination": {"BccAddresses": ["other@mail.test"]}})
    assert queue.give() == []
    assert len(queue.took) == 1
    assert reasons(queue) == ["a recipient is suppressed in this account: BOUNCE"]


def test_what_a_person_has_put_back_is_sent_though_the_ledger_knows_it(queue: MailQueue) -> None:
    queue.put(MAIL, once="order 7")
    queue.refusals = [("MessageRejected", 400)]
    queue.give()
    ((body, attributes),) = queue.aside
    queue.put(body, **attributes)
    assert queue.give() == []
    assert len(queue.took) == 1
    queue.put(body, once="order 7")
    queue.give()
    assert len(queue.took) == 1, "and is remembered again"


def test_out_of_time_the_rest_stays_for_at_once(queue: MailQueue) -> None:
    id = queue.put(MAIL)
    assert queue.give(milliseconds=20_000) == [id]
    assert queue.waiting[id].visible_after == 0
    assert queue.calls == ["ChangeMessageVisibility"]


def test_the_pace_is_the_share_of_the_rate_that_a_worker_has(
    queue: MailQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    queue.quota["MaxSendRate"] = 10.0
    for _ in range(3):
        queue.put(MAIL)
    queue.give()
    assert slept == [0.0, 0.25, 0.25], "4 a second of 8, which are 80 % of 10"


def test_a_quota_that_is_used_up_stops_before_ses_is_asked(queue: MailQueue) -> None:
    queue.quota |= {"Max24HourSend": 200.0, "SentLast24Hours": 200.0}
    ids = [queue.put(MAIL), queue.put(MAIL)]
    assert queue.give() == ids
    assert {held.visible_after for held in queue.waiting.values()} == {900}
    assert "SendEmail" not in queue.calls
    assert queue.ledger == {}
