"""A mail server of somebody else on this machine, which keeps what it takes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ses_constructs.local.smtp.certificate import make_certificate

HOST = "127.0.0.1"
_SECONDS = 20


@dataclass(frozen=True)
class Kept:
    """A message as it came; ``user`` is empty for one without a login, ``tls`` for one in the clear."""

    sender: str
    recipients: list[str]
    content: bytes
    user: str
    tls: str


class MailServer:
    """Listens on a free port while it is entered.

    Args:
        folder: Where its certificate is kept.
        logins: Passwords by user name, and TLS is asked for; changes count at once. Left out: it takes mail of
            anybody, in the clear.
    """

    def __init__(self, folder: Path, *, logins: dict[str, str] | None = None) -> None:
        self.logins = logins
        self.kept: list[Kept] = []
        self.refused: set[str] = set()
        """Recipients that it does not take."""
        self.port = 0
        self._tls = None if logins is None else make_certificate(folder / "server.pem", folder / "server-key.pem")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-server")
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_SECONDS)
        self._loop.close()

    def listen(self) -> None:
        """Takes connections, after the first time on the same port."""
        made = asyncio.run_coroutine_threadsafe(self._serve(), self._loop)
        self._server = made.result(_SECONDS)
        self.port = self._server.sockets[0].getsockname()[1]

    def hang_up(self) -> None:
        """Takes no connections any more."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_SECONDS)

    async def _serve(self) -> asyncio.Server:
        return await asyncio.get_running_loop().create_server(self._speaker, HOST, self.port)

    async def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _speaker(self) -> SMTP:
        asks = self.logins is not None
        return SMTP(
            self,
            hostname="mx.partner.example",
            tls_context=self._tls,
            require_starttls=asks,
            auth_required=asks,
            authenticator=self._log_in,
        )

    def _log_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        logins: Mapping[str, str] = self.logins or {}
        user, password = given.login.decode(), given.password.decode()
        good = logins.get(user) == password
        return AuthResult(success=good, handled=False, auth_data=user)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 nobody here has that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        tls: Any = session.ssl
        kept = Kept(
            sender=envelope.mail_from or "",
            recipients=list(envelope.rcpt_tos),
            content=envelope.original_content or b"",
            user=str(session.auth_data or ""),
            tls="" if tls is None else str(tls["ssl_object"].version()),
        )
        self.kept.append(kept)
        return "250 OK"
