"""Client certificates: whom a server trusts, and what a certificate says by Mail Manager's names."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography import x509

_ALTERNATIVES = {
    "email": "SAN_RFC822_NAME",
    "DNS": "SAN_DNS_NAME",
    "DirName": "SAN_DIRECTORY_NAME",
    "URI": "SAN_UNIFORM_RESOURCE_IDENTIFIER",
    "IP Address": "SAN_IP_ADDRESS",
    "Registered ID": "SAN_REGISTERED_ID",
}


def context(certificate: Path, key: Path) -> ssl.SSLContext:
    """The server's side of TLS, for anybody."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(certificate, key)
    return made


def require_client(made: ssl.SSLContext, trusted: str) -> ssl.SSLContext:
    """The same for clients with a certificate of the authorities in ``trusted``.

    Raises:
        ValueError: when there is no certificate in ``trusted``.
    """
    x509.load_pem_x509_certificates(trusted.encode())
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_verify_locations(cadata=trusted)
    # Clients are signed by what is in the store, be it a root or not.
    made.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    return made


def attributes(found: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What Python tells of a certificate (``SSLSocket.getpeercert``), by attribute."""
    if not found:
        return {}
    said: dict[str, list[str]] = {"SERIAL_NUMBER": [str(found["serialNumber"])]}
    for names in found.get("subject", ()):
        said.setdefault("CN", []).extend(value for name, value in names if name == "commonName")
    for kind, value in found.get("subjectAltName", ()):
        if kind in _ALTERNATIVES:
            said.setdefault(_ALTERNATIVES[kind], []).append(value if isinstance(value, str) else _written(value))
    return {name: tuple(values) for name, values in said.items() if values}


def _written(name: Iterable[Iterable[tuple[str, str]]]) -> str:
    """A directory name as text, such as ``commonName=a,organizationName=b``."""
    return ",".join(f"{key}={value}" for part in name for key, value in part)
