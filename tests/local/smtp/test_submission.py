"""The SMTP server, before a door that says what the test wants."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_constructs.local.smtp.certificate import make_certificate
from ses_constructs.local.smtp.submission import Sender, SubmissionRefusedError, port_of, serve
from ses_constructs.local.world import Place


class Keeper:
    """Lets one user in, keeps the messages, refuses one recipient."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, list[str], bytes, str]] = []

    def log_in(self, username: str, password: str) -> Sender | None:
        good = (username, password) == ("AKIAUSER", "right")
        return Sender(Place("000000000000", "us-east-1"), "user", username) if good else None

    def submit(self, sender: Sender, *, source: str, recipients: list[str], message: bytes, source_ip: str) -> str:
        if "nobody@example.com" in recipients:
            raise SubmissionRefusedError("554 Message rejected: no")
        self.kept.append((source, recipients, message, source_ip))
        return "id-1"


def talk(folder: Path, conversation: Callable[[smtplib.SMTP], object], *, encrypt: bool = True) -> Keeper:
    """Has a conversation with a server, and returns what its door kept."""
    door = Keeper()
    tls = make_certificate(folder / "cert.pem", folder / "key.pem")
    trusted = ssl.create_default_context(cafile=str(folder / "cert.pem"))

    def connect(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            if encrypt:
                client.starttls(context=trusted)
            conversation(client)

    async def run() -> None:
        async with await serve(door, tls) as server:
            await asyncio.to_thread(connect, port_of(server))

    asyncio.run(run())
    return door


def test_a_message_reaches_the_door_with_its_envelope(tmp_path: Path) -> None:
    def send(client: smtplib.SMTP) -> None:
        assert client.login("AKIAUSER", "right")[0] == 235
        client.sendmail("a@example.com", ["b@example.com", "c@example.com"], "Subject: x\r\n\r\n.dot\r\n")

    door = talk(tmp_path, send)
    assert door.kept == [
        ("a@example.com", ["b@example.com", "c@example.com"], b"Subject: x\r\n\r\n.dot\r\n", "127.0.0.1")
    ]


def test_a_wrong_password_is_refused_in_sess_words(tmp_path: Path) -> None:
    def fail(client: smtplib.SMTP) -> None:
        with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
            client.login("AKIAUSER", "wrong")
        assert (refused.value.smtp_code, refused.value.smtp_error) == (535, b"Authentication Credentials Invalid")

    assert talk(tmp_path, fail).kept == []


def test_what_the_door_refuses_is_the_reply(tmp_path: Path) -> None:
    def fail(client: smtplib.SMTP) -> None:
        client.login("AKIAUSER", "right")
        with pytest.raises(smtplib.SMTPDataError, match="Message rejected: no"):
            client.sendmail("a@example.com", ["nobody@example.com"], "Subject: x\r\n\r\n")

    talk(tmp_path, fail)


def test_nobody_sends_without_a_login(tmp_path: Path) -> None:
    def fail(client: smtplib.SMTP) -> None:
        client.ehlo()
        assert client.mail("a@example.com")[0] == 530

    talk(tmp_path, fail)


def test_nobody_logs_in_in_the_clear(tmp_path: Path) -> None:
    def fail(client: smtplib.SMTP) -> None:
        client.ehlo()
        assert client.has_extn("starttls")
        assert not client.has_extn("auth")
        assert client.docmd("AUTH PLAIN")[0] in (530, 538)

    talk(tmp_path, fail, encrypt=False)
