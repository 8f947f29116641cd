"""What goes to SES, what goes to the rest, and what is ours alone."""

from __future__ import annotations

import asyncio
import json
from unittest.mock import Mock

import pytest

from ses_constructs.local.ministack.application import Application, Message, Receive, Scope, Send
from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.service import InboundResult, Request, Response, Ses
from ses_constructs.local.world import Place

SIGNED = (
    "AWS4-HMAC-SHA256 Credential={key}/20261121/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0"
)


class Rest:
    """MiniStack, as far as these tests go."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(scope.get("path", scope["type"]))


class Emulated:
    """An application with a SES that answers 200 to everything."""

    def __init__(self) -> None:
        self.rest = Rest()
        self.ses = Mock(spec=Ses)
        self.ses.handle.return_value = Response(200, {"X-Seen": "yes"}, b"answer")
        self.forgotten = Mock()
        self.application = Application(self.rest, self.ses, on_reset=self.forgotten, submissions=Mock())

    def call(
        self, path: str, body: bytes = b"", *, service: str = "", method: str = "POST", key: str = "111122223333"
    ) -> list[Message]:
        authorization = SIGNED.format(key=key, region="eu-west-1", service=service) if service else ""
        halves = [body[: len(body) // 2], body[len(body) // 2 :]]
        sent: list[Message] = []

        async def receive() -> Message:
            part = halves.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(halves)}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"a=1",
            "headers": [(b"Authorization", authorization.encode())],
        }
        asyncio.run(self.application(scope, receive, send))
        return sent


@pytest.fixture
def emulated() -> Emulated:
    return Emulated()


def test_what_is_signed_for_ses_goes_to_ses_with_account_and_region(emulated: Emulated) -> None:
    start, end = emulated.call("/v2/email/identities", b"whole body", service="ses")
    place, request = emulated.ses.handle.call_args.args
    assert place == Place("111122223333", "eu-west-1")
    assert isinstance(request, Request)
    assert (request.method, request.path, request.query) == ("POST", "/v2/email/identities", "a=1")
    assert request.body == b"whole body"
    assert start["status"] == 200
    assert (b"x-seen", b"yes") in start["headers"]
    assert end["body"] == b"answer"
    assert emulated.rest.paths == []


@pytest.mark.parametrize("service", ["sns", "s3", ""])
def test_everything_else_goes_to_the_rest(emulated: Emulated, service: str) -> None:
    emulated.call("/v2/email/identities", service=service)
    assert emulated.rest.paths == ["/v2/email/identities"]
    assert not emulated.ses.handle.called


def test_a_reset_reaches_both(emulated: Emulated) -> None:
    emulated.call("/_ministack/reset")
    assert emulated.rest.paths == ["/_ministack/reset"]
    assert emulated.ses.reset.called
    assert emulated.forgotten.called


def test_looking_at_the_path_of_a_reset_forgets_nothing(emulated: Emulated) -> None:
    emulated.call("/_ministack/reset", method="GET")
    assert not emulated.ses.reset.called


def test_a_failure_of_ses_is_an_answer_that_says_so(emulated: Emulated) -> None:
    emulated.ses.handle.side_effect = RuntimeError("out of stamps")
    start, end = emulated.call("/v2/email/identities", service="ses")
    assert start["status"] == 500
    assert "out of stamps" in json.loads(end["body"])["message"]


def test_mail_from_the_internet_comes_in_by_an_internal_path(emulated: Emulated) -> None:
    emulated.ses.receive.return_value = InboundResult(accepted=True, reply="250 OK", message_id="m1")
    asked = {
        "account": "111122223333",
        "region": "eu-west-1",
        "source": "a@example.net",
        "recipients": ["b@example.com"],
        "message": "aGk=",
        "tls": False,
        "source_ip": "192.0.2.1",
        "helo": "mx.example.net",
    }
    _, end = emulated.call("/_ses/receive", json.dumps(asked).encode())
    assert json.loads(end["body"])["message_id"] == "m1"
    emulated.ses.receive.assert_called_once_with(
        Place("111122223333", "eu-west-1"),
        source="a@example.net",
        recipients=["b@example.com"],
        message=b"hi",
        connection=Connection(source_ip="192.0.2.1", helo="mx.example.net"),
    )


def test_an_internal_path_that_is_not_there_is_404(emulated: Emulated) -> None:
    start, _ = emulated.call("/_ses/nothing", b'{"account": "111122223333", "region": "eu-west-1"}')
    assert start["status"] == 404


def test_the_life_of_the_server_is_the_rests_business(emulated: Emulated) -> None:
    async def nothing() -> Message:
        return {}

    async def ignore(message: Message) -> None:
        del message

    asyncio.run(emulated.application({"type": "lifespan"}, nothing, ignore))
    assert emulated.rest.paths == ["lifespan"]
