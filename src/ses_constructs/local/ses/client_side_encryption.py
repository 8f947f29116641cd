"""How SES encrypts a message before it goes to S3: the envelope of the S3 encryption client, version 2.

AES-256 in Galois counter mode with a data key from KMS; everything a reader needs is in the object's metadata. The
KMS guide, "How Amazon SES uses AWS KMS", names the algorithm and the encryption context.
"""

from __future__ import annotations

import base64
import json
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_TAG_BITS = 128


def context(account: str, rule_name: str, message_id: str, key_arn: str) -> dict[str, str]:
    """The encryption context, which whoever decrypts must give again."""
    return {
        "aws:ses:message-id": message_id,
        "aws:ses:rule-name": rule_name,
        "aws:ses:source-account": account,
        "kms_cmk_id": key_arn,
    }


def encrypt(
    body: bytes, key: bytes, encrypted_key: bytes, described: dict[str, str]
) -> tuple[bytes, dict[str, str]]:
    """The object's body (with its tag behind it) and its metadata, without ``x-amz-meta-``."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    metadata = {
        "x-amz-key-v2": base64.b64encode(encrypted_key).decode(),
        "x-amz-iv": base64.b64encode(nonce).decode(),
        "x-amz-cek-alg": "AES/GCM/NoPadding",
        "x-amz-wrap-alg": "kms",
        "x-amz-tag-len": str(_TAG_BITS),
        "x-amz-matdesc": json.dumps(described, separators=(",", ":")),
        "x-amz-unencrypted-content-length": str(len(body)),
    }
    return AESGCM(key).encrypt(nonce, body, None), metadata
