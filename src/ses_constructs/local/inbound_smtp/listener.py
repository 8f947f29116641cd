"""An SMTP server that takes mail from anybody, and asks a mailbox about every sender, recipient and message.

Connections come from this machine; ``XCLIENT ADDR=192.0.2.1`` (Postfix's command) makes one come from elsewhere,
and ``swaks --xclient-addr`` speaks it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Protocol
from uuid import uuid4

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, syntax

from ses_constructs.local.inbound_smtp.certificates import attributes
from ses_constructs.local.inbound_smtp.revocation import Revocation
from ses_constructs.local.ses.connection import Connection

_LOOPBACK = "127.0.0.1"
_XCLIENT = ("ADDR", "HELO", "NAME", "PORT", "PROTO", "DESTADDR", "DESTPORT", "LOGIN")
"""Attributes that Postfix knows; only the first two say something here."""
_UNKNOWN = ("[UNAVAILABLE]", "[TEMPUNAVAIL]")


class Mailbox(Protocol):
    """What a server needs of the emulator; called from a thread of its own."""

    requires_tls: bool
    requires_login: bool
    size_limit: int

    def log_in(self, username: str, password: str) -> bool:
        """Whether this user may send."""
        ...

    def refusal_of(self, recipient: str, connection: Connection) -> str | None:
        """The reply to a recipient that is not taken, ``None`` to one that is."""
        ...

    def take(self, connection: Connection, source: str, recipients: list[str], message: bytes) -> str:
        """The reply to a message."""
        ...


async def serve(
    mailbox: Mailbox, tls: ssl.SSLContext, hostname: str, revocation: Revocation | None = None
) -> asyncio.Server:
    """Listens on a free port of the loopback address.

    Args:
        mailbox: Whom it asks.
        tls: For STARTTLS.
        hostname: How it calls itself.
        revocation: Which certificates of clients were taken back. Left out: none.
    """
    loop, taken_back = asyncio.get_running_loop(), revocation or Revocation("")
    return await loop.create_server(lambda: _Server(mailbox, tls, hostname, taken_back), _LOOPBACK, 0)


class _Server(SMTP):  # type: ignore[misc]  # aiosmtpd has no types
    """One connection.

    The prompts of AUTH LOGIN are those of Mail Manager. Guide: Connecting to the authenticated endpoint.
    """

    AuthLoginUsernameChallenge = "Username:"
    AuthLoginPasswordChallenge = "Password:"

    def __init__(self, mailbox: Mailbox, tls: ssl.SSLContext, hostname: str, revocation: Revocation) -> None:
        self.seen: dict[str, str] = {}
        self.message = ("", "")
        super().__init__(
            _Answers(mailbox, revocation),
            hostname=hostname,
            ident="ESMTP emulated inbound mail",
            tls_context=tls,
            require_starttls=mailbox.requires_tls,
            auth_required=mailbox.requires_login,
            authenticator=_Authenticator(mailbox),
            data_size_limit=mailbox.size_limit,
            enable_SMTPUTF8=True,
        )

    def connection(self, session: Session) -> Connection:
        """What is known of the other side, and of the message that it has begun."""
        session_id, mail_from = self.message
        return Connection(
            source_ip=self.seen.get("ADDR", session.peer[0] if session.peer else _LOOPBACK),
            helo=self.seen.get("HELO", session.host_name or ""),
            session_id=session_id,
            mail_from=mail_from,
            **_encryption(session.ssl),
        )

    @syntax("XCLIENT attribute=value ...")  # type: ignore[untyped-decorator]
    async def smtp_XCLIENT(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's way to name commands
        """Takes what a proxy says about the client, and starts over."""
        given = dict(pair.upper().partition("=")[::2] for pair in (arg or "").split())
        address = given.get("ADDR", "").removeprefix("IPV6:")
        if not given or set(given) - set(_XCLIENT) or not (address in _UNKNOWN or not address or _is_ip(address)):
            await self.push("501 Bad XCLIENT: name attributes such as ADDR=192.0.2.1")
            return
        if address and address not in _UNKNOWN:
            self.seen["ADDR"] = address.lower()
        if given.get("HELO", "[UNAVAILABLE]") not in _UNKNOWN:
            self.seen["HELO"] = given["HELO"].lower()
        self._set_rset_state()
        assert self.session is not None
        self.session.host_name = None
        await self.push(f"220 {self.hostname} {self.__ident__}")


class _Authenticator:
    """Asks the mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def __call__(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth_data: Any
    ) -> AuthResult:
        good = isinstance(auth_data, LoginPassword) and self._mailbox.log_in(
            auth_data.login.decode("utf-8", "replace"), auth_data.password.decode("utf-8", "replace")
        )
        if not good:
            return AuthResult(success=False, handled=False, message="535 Authentication failed")
        return AuthResult(success=True)


class _Answers:
    """Answers the commands of one connection."""

    def __init__(self, mailbox: Mailbox, revocation: Revocation) -> None:
        self._mailbox = mailbox
        self._revocation = revocation

    def handle_STARTTLS(self, _server: SMTP, session: Session, _envelope: Envelope) -> bool:  # noqa: N802
        """Whether a client may go on; one whose certificate was taken back may say no more than goodbye."""
        tls: Any = session.ssl
        certificate = tls["ssl_object"].getpeercert(binary_form=True)
        return certificate is None or self._revocation.lets_in(certificate)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-XCLIENT " + " ".join(_XCLIENT), responses[-1]]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: _Server, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        server.message = (uuid4().hex, _sender(envelope))
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: _Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await asyncio.to_thread(self._mailbox.refusal_of, address, server.connection(session))
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: _Server, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content
        assert isinstance(content, bytes)
        recipients = [str(each) for each in envelope.rcpt_tos]
        return await asyncio.to_thread(
            self._mailbox.take, server.connection(session), _sender(envelope), recipients, content
        )


def _sender(envelope: Envelope) -> str:
    """Of whom a message comes. aiosmtpd keeps the angle brackets of the null sender, and nothing else's."""
    return str(envelope.mail_from or "").removeprefix("<>")


def _encryption(tls: Mapping[str, Any] | None) -> Any:
    """What is known of TLS, as far as there is any."""
    if tls is None:
        return {}
    cipher = tls.get("cipher") or ("", "", 0)
    return {
        "tls_version": str(cipher[1]) if not tls.get("ssl_object") else str(tls["ssl_object"].version()),
        "tls_cipher": str(cipher[0]),
        "certificate": attributes(tls.get("peercert") or {}),
    }


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
