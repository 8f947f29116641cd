"""What the functions for received mail share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from ses_constructs.facts.received_mail import ReceivedMail
from ses_constructs.lambdas.handle_mail.saved_mail import header_of, key_of, place_of, whole
from ses_constructs.lambdas.handle_mail.telling import is_for_good, reason, say
from tests.corpus.messages import PLAIN
from tests.lambdas.mail_handlers import PREFIX
from tests.lambdas.mail_world import MailWorld, notice

LARGE = PLAIN + b"x" * 300_000


def saved(world: MailWorld) -> ReceivedMail:
    (received,) = ReceivedMail.all_in(notice(world.save(LARGE, prefix=PREFIX)))
    return received


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "ada@author.test is not verified"}}, "SendEmail")


def test_a_message_is_where_the_action_before_saved_it(world: MailWorld) -> None:
    received = saved(world)
    assert key_of(received.message_id) == "in/m000000"
    assert place_of(received.message_id) == "s3://mail/in/m000000"
    assert whole(received) == LARGE


def test_its_header_alone_is_read_without_the_rest(world: MailWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    received, asked = saved(world), []
    answer = world.GetObject

    def listening(params: Mapping[str, Any]) -> dict[str, Any]:
        asked.append(params["headers"].get("Range"))
        return answer(params)

    monkeypatch.setattr(world, "GetObject", listening)
    assert header_of(received).first("subject") == "Hello"
    assert asked == ["bytes=0-262143"]


def test_the_log_has_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    say("forwarded", "m1", size=3)
    assert json.loads(capsys.readouterr().out) == {"did": "forwarded", "message": "m1", "size": 3}


def test_a_reason_names_nobody() -> None:
    assert reason(refused("MessageRejected")) == "MessageRejected"
    assert reason(ReadTimeoutError(endpoint_url="https://aws.example/ada")) == "ReadTimeoutError"


@pytest.mark.parametrize(
    ("code", "final"), [("MessageRejected", True), ("InvalidParameterValue", True), ("Throttling", False)]
)
def test_some_refusals_stay(code: str, final: bool) -> None:
    assert is_for_good(refused(code)) is final
