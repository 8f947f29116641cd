"""Sending by SMTP: STARTTLS, a login with the password of an access key, and mail for the emulated SES.

Replies are those of the guide, SMTP response codes returned by Amazon SES.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ses_constructs.local.world import Place

_IDENT = "ESMTP SimpleEmailService-emulated"
_LIMIT_BYTES = 40 * 1024 * 1024
"""Of a message, attachments included. Guide: Service quotas in Amazon SES."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who has logged in, and in which region the password is good."""

    place: Place
    user: str
    access_key: str


class SubmissionRefusedError(Exception):
    """SES does not take a message; the text is the reply, with its code."""


class Door(Protocol):
    """What the server needs of the emulator; called from a thread of its own."""

    def log_in(self, username: str, password: str) -> Sender | None:
        """The sender whose access key and password these are; ``None`` when they are nobody's."""
        ...

    def submit(self, sender: Sender, *, source: str, recipients: list[str], message: bytes, source_ip: str) -> str:
        """Hands a message to SES and returns its id.

        Raises:
            SubmissionRefusedError: when SES or IAM refuses.
        """
        ...


async def serve(door: Door, tls: SSLContext) -> asyncio.Server:
    """Listens on a free port of the loopback address."""
    return await asyncio.get_running_loop().create_server(lambda: _connection(door, tls), "127.0.0.1", 0)


def port_of(server: asyncio.Server) -> int:
    """The port that was free."""
    port: int = server.sockets[0].getsockname()[1]
    return port


def _connection(door: Door, tls: SSLContext) -> SMTP:
    return SMTP(
        _Mailbox(door),
        hostname="email-smtp.amazonaws.com",
        ident=_IDENT,
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=_Authenticator(door),
        data_size_limit=_LIMIT_BYTES,
    )


class _Authenticator:
    """Asks the door."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def __call__(
        self,
        _server: SMTP,
        _session: Session,
        _envelope: Envelope,
        _mechanism: str,
        auth_data: Any,
    ) -> AuthResult:
        sender = None
        if isinstance(auth_data, LoginPassword):
            sender = self._door.log_in(_text(auth_data.login), _text(auth_data.password))
        if sender is None:
            return AuthResult(success=False, handled=False, message="535 Authentication Credentials Invalid")
        return AuthResult(success=True, auth_data=sender)


class _Mailbox:
    """Takes the message of one connection."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        sender = session.auth_data
        assert isinstance(sender, Sender)
        content = envelope.original_content
        assert isinstance(content, bytes)
        try:
            message_id = await asyncio.to_thread(
                self._door.submit,
                sender,
                source=envelope.mail_from or "",
                recipients=list(envelope.rcpt_tos),
                message=content,
                source_ip=str(session.peer[0]),
            )
        except SubmissionRefusedError as refused:
            return str(refused)
        return f"250 Ok {message_id}"


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
