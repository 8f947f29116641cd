"""What DNS answers, asked with dnspython."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from ses_constructs.errors import InvalidSettingError, SesConstructsError

if TYPE_CHECKING:
    import dns.resolver

_PATIENCE_SECONDS = 10.0
"""For one question, all retries included."""


class Answer(StrEnum):
    """How a question ended when there is no value."""

    NOTHING = "nothing"
    """The name does not exist, or has no record of the type."""
    SILENCE = "silence"
    """No server answered, or it refused to."""


class NameServer(Protocol):
    """Answers questions about names."""

    def look_up(self, name: str, type: str) -> tuple[str, ...] | Answer:
        """The values of a name: hosts without their final dot, texts joined, MX as ``10 host``."""
        ...


@dataclass(frozen=True, slots=True)
class Resolver:
    """Asks a resolver.

    Args:
        address: ``host:port`` or ``host``; IPv6 in brackets when a port follows. Left out: the machine's own
            resolver.
    """

    address: str | None = None

    def look_up(self, name: str, type: str) -> tuple[str, ...] | Answer:
        """The values of a name, with all else about them left out.

        Raises:
            SesConstructsError: when dnspython is not installed, or the machine has no resolver.
            InvalidSettingError: when the address is none.
        """
        try:
            import dns.exception
            import dns.resolver
        except ImportError:
            raise SesConstructsError(
                "asking DNS needs dnspython", fix="pip install 'ses-constructs[doctor]'"
            ) from None
        resolver = _resolver(self.address)
        try:
            found = resolver.resolve(name, type, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return Answer.NOTHING
        except (dns.exception.DNSException, OSError):
            return Answer.SILENCE
        return tuple(sorted(_value(type, str(each), getattr(each, "strings", ())) for each in found))


def _value(type: str, text: str, strings: tuple[bytes, ...]) -> str:
    if type == "TXT":
        return b"".join(strings).decode("utf-8", errors="replace")
    return text.rstrip(".").lower()


def _resolver(address: str | None) -> dns.resolver.Resolver:
    import dns.exception
    import dns.resolver

    try:
        made = dns.resolver.Resolver(configure=address is None)
        if address is not None:
            host, port = _parts(address)
            made.nameservers = [host]
            made.port = port
    except dns.resolver.NoResolverConfiguration:
        raise SesConstructsError(
            "this machine has no DNS resolver", fix="give --resolver, such as 9.9.9.9"
        ) from None
    except ValueError:
        raise InvalidSettingError(
            "--resolver", address, "is no address of a resolver", fix="write 9.9.9.9 or 127.0.0.1:5353"
        ) from None
    made.lifetime = _PATIENCE_SECONDS
    return made


def _parts(address: str) -> tuple[str, int]:
    """Host and port; a lone IPv6 address has colons and no port."""
    if address.startswith("["):
        host, bracket, rest = address[1:].partition("]")
        if not bracket:
            raise ValueError(address)
        return host, int(rest.removeprefix(":") or 53)
    host, colon, port = address.partition(":")
    return (host, int(port)) if colon and ":" not in port else (address, 53)
