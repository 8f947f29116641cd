"""Giving a message to another mail server, on this machine only."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from ipaddress import ip_address

from ses_constructs.local.world import Parcel, TargetRefusedError

_SECONDS = 20
_LOOPBACK = "127.0.0.1"


def relay(parcel: Parcel, look_up: Callable[[str], list[str]]) -> None:
    """Sends by SMTP, with STARTTLS where it is offered; every recipient must be taken.

    Args:
        parcel: What goes where.
        look_up: The addresses of a name, from the emulated hosted zones.

    Raises:
        TargetRefusedError: when the server is not on this machine, cannot be reached, or refuses.
    """
    address = _address(parcel.host, look_up)
    try:
        with smtplib.SMTP(address, parcel.port, timeout=_SECONDS) as server:
            _greet(server, parcel)
            refused = server.sendmail(parcel.sender, list(parcel.recipients), parcel.message)
    except (OSError, smtplib.SMTPException) as error:
        raise TargetRefusedError(f"mail server {parcel.host}:{parcel.port}: {error}") from error
    if refused:
        raise TargetRefusedError(f"mail server {parcel.host}:{parcel.port} refuses {', '.join(refused)}")


def _greet(server: smtplib.SMTP, parcel: Parcel) -> None:
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=_any_certificate())
        server.ehlo()
    if parcel.user:
        server.login(parcel.user, parcel.password)


def _address(host: str, look_up: Callable[[str], list[str]]) -> str:
    """The address of a server, which must be of this machine: nothing leaves it."""
    found = [host] if _is_loopback(host) else [each for each in look_up(host) if _is_loopback(each)]
    if host == "localhost":
        found = [_LOOPBACK]
    if not found:
        raise TargetRefusedError(
            f"mail server {host} is not on this machine: give it an A record with {_LOOPBACK} in a hosted zone"
        )
    return found[0]


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False


def _any_certificate() -> ssl.SSLContext:
    """Mail servers encrypt without checking whom they speak to (RFC 3207)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
