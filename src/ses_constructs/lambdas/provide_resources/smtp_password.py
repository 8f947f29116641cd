"""The SMTP password of an access key. Guide: Obtaining Amazon SES SMTP credentials."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

_VERSION = b"\x04"


def smtp_password(secret_access_key: str, region: str) -> str:
    """Good in one region only."""
    key = b"AWS4" + secret_access_key.encode()
    for step in ("11111111", region, "ses", "aws4_request", "SendRawEmail"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return b64encode(_VERSION + key).decode()
