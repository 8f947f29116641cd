"""What is known of the host that brings a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Connection:
    """One SMTP connection.

    ``tls_version`` is OpenSSL's name (``TLSv1.3``), empty without encryption. ``certificate`` are the attributes
    of the client's certificate by Mail Manager's names (``CN``, ``SAN_DNS_NAME``, ``SERIAL_NUMBER``, ...).
    ``session_id`` and ``mail_from`` are those of the message that it is about to bring.
    """

    source_ip: str = "127.0.0.1"
    helo: str = "localhost"
    tls_version: str = ""
    tls_cipher: str = ""
    certificate: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    session_id: str = field(default="", compare=False)
    mail_from: str = field(default="", compare=False)

    @property
    def encrypted(self) -> bool:
        """Whether the message came by TLS."""
        return bool(self.tls_version)


ENCRYPTED = Connection(tls_version="TLSv1.3", tls_cipher="TLS_AES_256_GCM_SHA384")
"""A connection by TLS of which nothing else matters."""
IN_THE_CLEAR = Connection()
"""The same without TLS."""
