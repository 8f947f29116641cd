"""Certificates that their authorities took back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from cryptography import x509

_LIST = re.compile("-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", re.DOTALL)


class Revocation:
    """The lists of some authorities of a trust store: one that has none takes nothing back.

    OpenSSL asks for the list of every authority once it is told to look at any, so this looks itself.

    Args:
        lists: In PEM format; may be empty.
    """

    def __init__(self, lists: str) -> None:
        self._lists = [x509.load_pem_x509_crl(text.encode()) for text in _LIST.findall(lists)]

    def lets_in(self, certificate: bytes) -> bool:
        """Whether a certificate is still good; none is whose authority has let its list expire.

        Guide: Mutual TLS (mTLS) authentication for ingress endpoints.
        """
        asked = x509.load_der_x509_certificate(certificate)
        return all(
            _is_current(each) and each.get_revoked_certificate_by_serial_number(asked.serial_number) is None
            for each in self._lists
            if each.issuer == asked.issuer
        )


def _is_current(found: x509.CertificateRevocationList) -> bool:
    until = found.next_update_utc
    return until is None or until > datetime.now(UTC)
