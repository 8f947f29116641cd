"""A private key for DKIM: read from whatever form it is kept in, checked, and its public half.

Reads just enough DER for RSA: PKCS #1 ``RSAPrivateKey``, and PKCS #8 ``PrivateKeyInfo`` around it. The runtime of
Lambda has no library for it. No message of this module holds any part of a key.
"""

from __future__ import annotations

import base64
import binascii
import re

from lifecycle import RefusedError

_SEQUENCE, _INTEGER, _BIT_STRING, _OCTET_STRING = 0x30, 0x02, 0x03, 0x04
_RSA_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")
"""AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1, with NULL parameters (RFC 8017, appendix A)."""
_RSA_IDENTIFIER = bytes.fromhex("2a864886f70d010101")
_BITS = (1024, 2048)
"""API reference, ``DkimSigningAttributes``. The guide reads as if lengths between were taken, too."""
_ARMOUR = re.compile(r"-----(BEGIN|END) [A-Z ]+-----")
_FIELDS_OF_PRIVATE_KEY = 9


class _MalformedError(Exception):
    """Not the DER of an RSA private key."""


def one_line(kept: str, selector: str) -> str:
    """The key as SES takes it: base64 on one line, without the lines around a PEM."""
    if "ENCRYPTED" in kept:
        raise RefusedError(
            f"the private key of selector {selector!r} is encrypted. "
            "Fix: put it into the secret without a passphrase"
        )
    # Keys that went through a shell or a form often hold backslash and n in place of line ends.
    return re.sub(r"\s+", "", _ARMOUR.sub("", kept.replace("\\r", "").replace("\\n", "\n")))


def public_half(private_key: str, selector: str) -> str:
    """The base64 public key (``p=``) of a key from :func:`one_line`."""
    try:
        modulus, exponent = _public_numbers(base64.b64decode(private_key, validate=True))
    except (binascii.Error, ValueError, IndexError, _MalformedError):
        raise RefusedError(
            f"what the secret holds for selector {selector!r} is not an RSA private key. "
            "Fix: store the key that 'openssl genrsa 2048' prints, as it is or on one line"
        ) from None
    bits = int.from_bytes(modulus, "big").bit_length()
    if bits not in _BITS:
        raise RefusedError(
            f"the private key of selector {selector!r} has {bits} bits. Fix: use a key of 2048 bits, or of 1024"
        )
    numbers = _wrap(_INTEGER, modulus) + _wrap(_INTEGER, exponent)
    info = _RSA_ALGORITHM + _wrap(_BIT_STRING, b"\0" + _wrap(_SEQUENCE, numbers))
    return base64.b64encode(_wrap(_SEQUENCE, info)).decode()


def _public_numbers(der: bytes) -> tuple[bytes, bytes]:
    fields = _inside(der)
    if len(fields) > 2 and fields[2][0] == _OCTET_STRING:
        if _RSA_IDENTIFIER not in fields[1][1]:
            raise _MalformedError
        fields = _inside(fields[2][1])
    if len(fields) < _FIELDS_OF_PRIVATE_KEY or any(tag != _INTEGER for tag, _ in fields[:_FIELDS_OF_PRIVATE_KEY]):
        raise _MalformedError
    return fields[1][1], fields[2][1]


def _inside(der: bytes) -> list[tuple[int, bytes]]:
    """The elements of the one sequence that ``der`` is."""
    elements = _elements(der)
    if len(elements) != 1 or elements[0][0] != _SEQUENCE:
        raise _MalformedError
    return _elements(elements[0][1])


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    found = []
    while data:
        tag, length, start = data[0], data[1], 2
        if length & 0x80:
            start = 2 + (length & 0x7F)
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start + length:
            raise _MalformedError
        found.append((tag, data[start : start + length]))
        data = data[start + length :]
    return found


def _wrap(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
