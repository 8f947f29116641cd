"""The public half of a DKIM private key, so that a published TXT record can be compared with it.

Reads just enough DER: PKCS #1 ``RSAPrivateKey`` and PKCS #8 ``PrivateKeyInfo`` around it.
"""

from __future__ import annotations

import base64
import binascii

_SEQUENCE, _INTEGER, _BIT_STRING, _OCTET_STRING = 0x30, 0x02, 0x03, 0x04
# AlgorithmIdentifier of rsaEncryption (1.2.840.113549.1.1.1) with NULL parameters.
_RSA_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")


def public_key(private_key: str) -> str:
    """The base64 public key (the ``p=`` value) of a base64 RSA private key without PEM lines.

    :raises ValueError: when it is no RSA private key
    """
    try:
        fields = _elements(_content(base64.b64decode(private_key, validate=True), _SEQUENCE))
    except (binascii.Error, IndexError) as error:
        raise ValueError("no base64 RSA private key") from error
    if len(fields) > 2 and fields[2][0] == _OCTET_STRING:
        fields = _elements(_content(fields[2][1], _SEQUENCE))
    if len(fields) < 9 or any(tag != _INTEGER for tag, _ in fields):
        raise ValueError("no RSA private key")
    numbers = _wrap(_INTEGER, fields[1][1]) + _wrap(_INTEGER, fields[2][1])
    info = _RSA_ALGORITHM + _wrap(_BIT_STRING, b"\0" + _wrap(_SEQUENCE, numbers))
    return base64.b64encode(_wrap(_SEQUENCE, info)).decode()


def _content(data: bytes, tag: int) -> bytes:
    elements = _elements(data)
    if len(elements) != 1 or elements[0][0] != tag:
        raise ValueError("unexpected DER structure")
    return elements[0][1]


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    found = []
    while data:
        tag, length, start = data[0], data[1], 2
        if length & 0x80:
            start = 2 + (length & 0x7F)
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start + length:
            raise ValueError("DER ends too early")
        found.append((tag, data[start : start + length]))
        data = data[start + length :]
    return found


def _wrap(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
