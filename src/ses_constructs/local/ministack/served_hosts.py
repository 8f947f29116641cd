"""The web as the emulator sees it: hosts that somebody has said are served on this machine, and nothing else."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TIMEOUT_SECONDS = 5
_lock = threading.Lock()
_served: dict[str, str] = {}


class NotServedError(OSError):
    """Nobody on this machine plays that host, and the emulator reaches no other machine."""


def serve(host: str, url: str) -> None:
    """Lets requests to a host, over HTTPS too, go to a server on this machine.

    Args:
        host: Such as ``shop.example.com``.
        url: Such as ``http://127.0.0.1:8080``.
    """
    with _lock:
        _served[host.lower()] = url.rstrip("/")


def clear() -> None:
    """Forgets all hosts."""
    with _lock:
        _served.clear()


def routed(url: str) -> str:
    """Where a request to an address really goes.

    Raises:
        NotServedError: when that would be another machine.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if host in _LOOPBACK:
        return url
    with _lock:
        server = _served.get(host)
    if server is None:
        raise NotServedError(f"nobody serves {host} here; Emulator.serve_host() says who does")
    at = urlsplit(server)
    return urlunsplit((at.scheme, at.netloc, parts.path or "/", parts.query, ""))


def redirected(request: urllib.request.Request) -> urllib.request.Request:
    """The same request to where it really goes, with the host that it is meant for.

    Raises:
        NotServedError: when that would be another machine.
    """
    headers = {**request.headers, "Host": urlsplit(request.full_url).netloc}
    return urllib.request.Request(  # noqa: S310 - only loopback
        routed(request.full_url), data=request.data, headers=headers, method=request.get_method()
    )


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Posts, and returns the status; 0 when there was no answer."""
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - see below
    try:
        with urllib.request.urlopen(redirected(request), timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - loopback
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0
