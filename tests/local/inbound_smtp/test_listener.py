"""The SMTP server, before a mailbox that says what the test wants."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ses_constructs.local.inbound_smtp.certificates import context, require_client
from ses_constructs.local.inbound_smtp.listener import serve
from ses_constructs.local.inbound_smtp.revocation import Revocation
from ses_constructs.local.ses.connection import Connection
from tests.local.inbound_smtp.authority import Authority
from tests.local.inbound_smtp.conftest import Identity


@dataclass
class Keeper:
    """Keeps messages, refuses one recipient."""

    requires_tls: bool = False
    requires_login: bool = False
    size_limit: int = 10_000
    kept: list[tuple[Connection, str, list[str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def log_in(self, username: str, password: str) -> bool:
        return (username, password) == ("user", "right")

    def refusal_of(self, recipient: str, connection: Connection) -> str | None:
        self.asked.append(connection.session_id)
        if connection.source_ip == "192.0.2.66":
            return "550 5.7.1 blocked"
        return "550 5.1.1 nobody" if recipient.startswith("nobody@") else None

    def take(self, connection: Connection, source: str, recipients: list[str], message: bytes) -> str:
        self.kept.append((connection, source, recipients, message))
        return "250 OK id-1"


def talk(
    identity: Identity,
    keeper: Keeper,
    conversation: Callable[[smtplib.SMTP], object],
    *,
    tls: ssl.SSLContext | None = None,
    revoked: str = "",
) -> Keeper:
    """Has a conversation with a server."""
    server_side = tls or context(identity.certificate, identity.key)

    def connect(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.example.net", timeout=20) as client:
            conversation(client)

    async def run() -> None:
        async with await serve(keeper, server_side, "inbound.test", Revocation(revoked)) as server:
            await asyncio.to_thread(connect, server.sockets[0].getsockname()[1])

    asyncio.run(run())
    return keeper


def test_a_message_comes_with_its_envelope_and_its_host(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        client.sendmail("a@example.net", ["b@example.com", "c@example.com"], "Subject: x\r\n\r\n.dot\r\n")

    ((connection, *message),) = talk(identity, Keeper(), send).kept
    assert message == ["a@example.net", ["b@example.com", "c@example.com"], b"Subject: x\r\n\r\n.dot\r\n"]
    assert connection == Connection(source_ip="127.0.0.1", helo="mx.example.net")


def test_starttls_is_seen(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        client.starttls(context=identity.trusting())
        client.sendmail("a@example.net", ["b@example.com"], "x")

    ((connection, *_),) = talk(identity, Keeper(requires_tls=True), send).kept
    assert connection.tls_version == "TLSv1.3"
    assert connection.tls_cipher
    assert connection.encrypted


def test_a_message_may_have_no_sender(identity: Identity) -> None:
    ((_, source, *_),) = talk(identity, Keeper(), lambda client: client.sendmail("", ["b@example.com"], "x")).kept
    assert source == ""


def test_the_recipients_of_a_message_are_asked_for_in_one_session(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        for sender in ("a@example.net", ""):
            client.sendmail(sender, ["b@example.com", "c@example.com"], "x")

    keeper = talk(identity, Keeper(), send)
    first, second = (connection for connection, *_ in keeper.kept)
    assert (first.mail_from, second.mail_from) == ("a@example.net", "")
    assert first.session_id != second.session_id
    assert keeper.asked == [first.session_id] * 2 + [second.session_id] * 2


def test_recipients_are_refused_one_by_one(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        refused = client.sendmail("a@example.net", ["nobody@example.com", "b@example.com"], "x")
        assert refused == {"nobody@example.com": (550, b"5.1.1 nobody")}
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("a@example.net", ["nobody@example.com"], "x")

    ((_, _, recipients, _),) = talk(identity, Keeper(), send).kept
    assert recipients == ["b@example.com"]


def test_xclient_tells_where_a_connection_comes_from(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        client.ehlo()
        assert "ADDR" in client.esmtp_features["xclient"]
        assert client.docmd("XCLIENT", "ADDR=192.0.2.1 HELO=relay.example.net NAME=[UNAVAILABLE]")[0] == 220
        client.ehlo()
        client.sendmail("a@example.net", ["b@example.com"], "x")
        client.docmd("XCLIENT", "ADDR=IPV6:2001:db8::1")
        client.ehlo()
        client.sendmail("a@example.net", ["b@example.com"], "x")
        client.docmd("XCLIENT", "ADDR=192.0.2.66")
        client.ehlo()
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("a@example.net", ["b@example.com"], "x")

    kept = [connection for connection, *_ in talk(identity, Keeper(), send).kept]
    assert [(each.source_ip, each.helo) for each in kept] == [
        ("192.0.2.1", "relay.example.net"),
        ("2001:db8::1", "relay.example.net"),
    ]


@pytest.mark.parametrize("arguments", ["", "ADDR=nowhere", "COLOUR=blue"])
def test_a_bad_xclient_is_refused(identity: Identity, arguments: str) -> None:
    def send(client: smtplib.SMTP) -> None:
        client.ehlo()
        assert client.docmd("XCLIENT", arguments)[0] == 501

    talk(identity, Keeper(), send)


def test_after_xclient_one_greets_again(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        client.ehlo()
        client.docmd("XCLIENT", "ADDR=192.0.2.1")
        assert client.mail("a@example.net")[0] == 503

    talk(identity, Keeper(), send)


def test_without_tls_nothing_is_taken_where_it_is_required(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            client.sendmail("a@example.net", ["b@example.com"], "x")
        assert refused.value.smtp_code == 530

    assert talk(identity, Keeper(requires_tls=True), send).kept == []


def test_a_login_is_asked_for_and_checked(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        client.starttls(context=identity.trusting())
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@example.net", ["b@example.com"], "x")
        with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
            client.login("user", "wrong")
        assert refused.value.smtp_code == 535
        assert client.login("user", "right")[0] == 235
        client.sendmail("a@example.net", ["b@example.com"], "x")

    assert len(talk(identity, Keeper(requires_tls=True, requires_login=True), send).kept) == 1


def test_a_message_above_the_limit_is_refused_before_it_is_sent(identity: Identity) -> None:
    def send(client: smtplib.SMTP) -> None:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            client.sendmail("a@example.net", ["b@example.com"], "x" * 20_000)
        assert refused.value.smtp_code == 552

    assert talk(identity, Keeper(), send).kept == []


def with_certificate(identity: Identity, files: tuple[Path, Path] | None) -> Callable[[smtplib.SMTP], object]:
    def send(client: smtplib.SMTP) -> None:
        client.starttls(context=identity.trusting(files))
        client.sendmail("a@example.net", ["b@example.com"], "x")

    return send


def test_clients_need_a_certificate_of_a_trusted_authority(identity: Identity, tmp_path: Path) -> None:
    ours, theirs = Authority("ours"), Authority("theirs")
    tls = require_client(context(identity.certificate, identity.key), ours.pem)
    good = talk(identity, Keeper(), with_certificate(identity, ours.client(tmp_path, "good")), tls=tls)
    ((connection, *_),) = good.kept
    assert connection.certificate["CN"] == ("good",)
    assert connection.certificate["SAN_RFC822_NAME"] == ("good@example.net",)
    assert connection.certificate["SAN_IP_ADDRESS"] == ("192.0.2.1",)
    for files in (theirs.client(tmp_path, "bad"), None):
        with pytest.raises((ssl.SSLError, OSError, smtplib.SMTPException)):
            talk(identity, good, with_certificate(identity, files), tls=tls)
    assert len(good.kept) == 1


def test_a_certificate_that_was_taken_back_is_no_good(identity: Identity, tmp_path: Path) -> None:
    ours = Authority("ours")
    lost, good = ours.client(tmp_path, "lost"), ours.client(tmp_path, "good")
    tls = require_client(context(identity.certificate, identity.key), ours.pem)
    revoked = ours.revoked(lost[0])
    keeper = talk(identity, Keeper(requires_tls=True), with_certificate(identity, good), tls=tls, revoked=revoked)
    with pytest.raises(smtplib.SMTPException) as refused:
        talk(identity, keeper, with_certificate(identity, lost), tls=tls, revoked=revoked)
    assert "lack of security" in str(refused.value)
    assert len(keeper.kept) == 1
