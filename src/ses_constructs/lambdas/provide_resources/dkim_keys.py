"""The private keys of a domain's DKIM selectors, in a secret: read, or generated into it.

The secret holds one key, or a JSON object with a key for each selector.
"""

from __future__ import annotations

import base64
import json

import clients
import rsa_key
from botocore.exceptions import ClientError
from lifecycle import RefusedError

_UNREADABLE = ("AccessDeniedException", "DecryptionFailure", "InvalidRequestException")
"""Somebody has taken away the permission or the KMS key, or deletes the secret."""


def read(secret: str, selectors: list[str], *, generate_with: str) -> dict[str, str]:
    """The private key of each selector, as SES takes it.

    Args:
        secret: ARN of the secret.
        selectors: The selector to sign with, then others whose keys are wanted too.
        generate_with: ARN of a KMS key that makes what is missing. Empty: what is missing is refused.
    """
    found = _by_selector(_readable(secret), selectors)
    missing = [selector for selector in selectors if selector not in found]
    if missing and not generate_with:
        raise RefusedError(
            f"the secret has no key for selector {missing[0]!r}. "
            "Fix: store a JSON object in it that has a private key under the name of each selector"
        )
    if missing:
        found |= {selector: _generated(generate_with) for selector in missing}
        clients.secretsmanager().put_secret_value(SecretId=secret, SecretString=json.dumps(found))
    return {selector: rsa_key.one_line(found[selector], selector) for selector in selectors}


def find(secret: str, selectors: list[str]) -> dict[str, str]:
    """The private keys that are there, as they are kept; nothing where nobody may read them any more."""
    try:
        found = _by_selector(_kept(secret), selectors)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _UNREADABLE:
            raise
        return {}
    return {selector: found[selector] for selector in selectors if selector in found}


def _kept(secret: str) -> str:
    client = clients.secretsmanager()
    try:
        kept: str = client.get_secret_value(SecretId=secret).get("SecretString", "")
    except client.exceptions.ResourceNotFoundException:
        # A new secret that nobody has put a value into yet says the same.
        return ""
    return kept


def _readable(secret: str) -> str:
    client = clients.secretsmanager()
    try:
        return _kept(secret)
    except (client.exceptions.InvalidRequestException, client.exceptions.DecryptionFailure):
        raise RefusedError(
            "the secret of the private key is being deleted, or its KMS key cannot be used. "
            "Fix: restore the secret, or give another one together with a new selector"
        ) from None


def _by_selector(kept: str, selectors: list[str]) -> dict[str, str]:
    if not kept.strip():
        return {}
    try:
        parsed = json.loads(kept)
    except ValueError:
        return {selectors[0]: kept}
    if not isinstance(parsed, dict):
        return {selectors[0]: kept}
    return {str(selector): key for selector, key in parsed.items() if isinstance(key, str)}


def _generated(kms_key: str) -> str:
    """KMS makes the pair: the runtime of Lambda has nothing that could."""
    pair = clients.kms().generate_data_key_pair(KeyId=kms_key, KeyPairSpec="RSA_2048")
    return base64.b64encode(pair["PrivateKeyPlaintext"]).decode()
