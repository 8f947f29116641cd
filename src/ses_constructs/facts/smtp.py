"""The SMTP interface of SES: ports, and the password that belongs to an access key.

Guide: Connecting to an Amazon SES SMTP endpoint; Obtaining Amazon SES SMTP credentials.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

STARTTLS_PORTS: tuple[int, ...] = (587, 2587, 25)
"""The connection begins in clear and is encrypted by STARTTLS before the login."""
TLS_WRAPPER_PORTS: tuple[int, ...] = (465, 2465)
"""The connection is encrypted from its first byte."""
PORT_25 = 25
"""Amazon EC2, and so Lambda and Fargate, throttle it."""

_STEPS = ("ses", "aws4_request", "SendRawEmail")
_DATE = "11111111"
_VERSION = b"\x04"


def is_wrapped_in_tls(port: int) -> bool:
    """True where TLS comes first, false where STARTTLS does."""
    return port in TLS_WRAPPER_PORTS


def smtp_password(secret_access_key: str, region: str) -> str:
    """The SMTP password of an access key, for one region; the user name is the access key's id.

    It cannot be made of temporary credentials.
    """
    key = b"AWS4" + secret_access_key.encode()
    for step in (_DATE, region, *_STEPS):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return b64encode(_VERSION + key).decode()
