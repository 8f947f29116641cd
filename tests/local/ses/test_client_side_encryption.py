"""The envelope of the S3 encryption client."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ses_constructs.local.ses.client_side_encryption import context, encrypt

KEY = bytes(32)


def test_who_has_the_key_reads_the_message() -> None:
    described = context("123456789012", "store", "m-1", "arn:key")
    body, metadata = encrypt(b"hello", KEY, b"wrapped", described)
    assert AESGCM(KEY).decrypt(base64.b64decode(metadata["x-amz-iv"]), body, None) == b"hello"
    assert len(body) == len(b"hello") + int(metadata["x-amz-tag-len"]) // 8
    assert base64.b64decode(metadata["x-amz-key-v2"]) == b"wrapped"
    assert json.loads(metadata["x-amz-matdesc"]) == described
    assert (metadata["x-amz-cek-alg"], metadata["x-amz-wrap-alg"]) == ("AES/GCM/NoPadding", "kms")
    assert metadata["x-amz-unencrypted-content-length"] == "5"


def test_every_message_has_a_nonce_of_its_own() -> None:
    first, second = (encrypt(b"hello", KEY, b"", {}) for _ in range(2))
    assert first[0] != second[0]
    with pytest.raises(InvalidTag):
        AESGCM(KEY).decrypt(base64.b64decode(second[1]["x-amz-iv"]), first[0], None)
