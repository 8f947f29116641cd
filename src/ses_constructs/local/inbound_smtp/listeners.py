"""The SMTP servers that were asked for, each in one thread of their own."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from ses_constructs.local.inbound_smtp.certificates import context, require_client
from ses_constructs.local.inbound_smtp.listener import Mailbox, serve
from ses_constructs.local.inbound_smtp.mailboxes import IngressMailbox, ReceiptMailbox
from ses_constructs.local.inbound_smtp.revocation import Revocation
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place

_SECONDS = 30


class Listeners:
    """Opens a server when it is first asked for, and keeps it until the emulator is emptied.

    Args:
        ses: What they ask.
        certificate: The server's certificate; clients trust it.
        key: Its private key.
    """

    def __init__(self, ses: Ses, certificate: Path, key: Path) -> None:
        self._ses = ses
        self._files = (certificate, key)
        self._servers: dict[tuple[Place, str], tuple[asyncio.Server, Mailbox]] = {}
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True, name="inbound-smtp").start()

    def receipt_port(self, place: Place) -> int:
        """The port of the server for receipt rules."""
        with self._lock:
            return self._port(place, "") or self._open(place, "", ReceiptMailbox(self._ses, place))

    def ingress_port(self, place: Place, ingress_point_id: str) -> int:
        """The port of an ingress point's server, which is a new one when its settings have changed.

        Raises:
            KeyError: when there is no such ingress point.
        """
        with self._lock:
            mailbox = IngressMailbox(self._ses, place, ingress_point_id)
            known = self._servers.get((place, ingress_point_id))
            if (
                known is not None
                and isinstance(known[1], IngressMailbox)
                and known[1].settings == mailbox.settings
            ):
                return self._port(place, ingress_point_id)
            self._close(place, ingress_point_id)
            return self._open(place, ingress_point_id, mailbox)

    def close(self) -> None:
        """Closes every server."""
        with self._lock:
            for place, name in list(self._servers):
                self._close(place, name)

    def _open(self, place: Place, name: str, mailbox: Mailbox) -> int:
        tls, revocation = context(*self._files), Revocation("")
        hostname = f"inbound-smtp.{place.region}.amazonaws.com"
        if isinstance(mailbox, IngressMailbox):
            hostname = mailbox.settings.hostname
            if mailbox.settings.trusted is not None:
                require_client(tls, mailbox.settings.trusted)
            revocation = Revocation(mailbox.settings.revoked or "")
        future = asyncio.run_coroutine_threadsafe(serve(mailbox, tls, hostname, revocation), self._loop)
        self._servers[place, name] = (future.result(_SECONDS), mailbox)
        return self._port(place, name)

    def _port(self, place: Place, name: str) -> int:
        """The port of a server, 0 when there is none."""
        if (place, name) not in self._servers:
            return 0
        port: int = self._servers[place, name][0].sockets[0].getsockname()[1]
        return port

    def _close(self, place: Place, name: str) -> None:
        server, _ = self._servers.pop((place, name), (None, None))
        if server is not None:
            asyncio.run_coroutine_threadsafe(_shut(server), self._loop).result(_SECONDS)


async def _shut(server: asyncio.Server) -> None:
    server.close()
