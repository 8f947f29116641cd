"""A web server on this machine that takes what is posted, or does not."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Posted:
    """One request."""

    host: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Receiver:
    """What was posted, and what is answered."""

    url: str
    statuses: list[int] = field(default_factory=list)
    """The answers to come, in order; after them 200."""
    posted: list[Posted] = field(default_factory=list)

    def of(self, host: str) -> list[Posted]:
        return [one for one in self.posted if one.host == host]

    def confirm(self, message: dict[str, Any]) -> None:
        """Does what a subscriber does who wants to have this."""
        assert message["Type"] == "SubscriptionConfirmation"
        with urllib.request.urlopen(message["SubscribeURL"], timeout=5) as answer:
            assert answer.status == 200


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.posted.append(Posted(headers["host"], self.path, headers, body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield receiver
        server.shutdown()
