"""DKIM keys in whatever form people keep them, and those that are generated."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import dkim_keys
import pytest
import rsa_key
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from lifecycle import RefusedError

from tests.lambdas.provider_world import KEY_PAIR, PLACE, Deployment, ProviderWorld, connected, pem

SECRET, KMS_KEY = PLACE.arn("secretsmanager", "secret:dkim"), PLACE.arn("kms", "key/1")
PUBLIC = base64.b64encode(
    KEY_PAIR.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
SMALL = rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    return connected(monkeypatch)


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.mark.parametrize(
    "kept",
    [
        pem(),
        pem(form=PrivateFormat.PKCS8),
        pem().replace("\n", "\r\n"),
        pem().replace("\n", "\\n"),
        pem().replace("\n", "\\r\\n"),
        "".join(pem().splitlines()[1:-1]),
        f"\n {pem()}\n",
    ],
)
def test_every_usual_form_is_understood(world: ProviderWorld, kept: str) -> None:
    world.secrets[SECRET] = kept
    key = dkim_keys.read(SECRET, ["mail1"], generate_with="")["mail1"]
    assert rsa_key.public_half(key, "mail1") == PUBLIC


def test_a_short_key_is_good_enough_for_ses(world: ProviderWorld) -> None:
    key = rsa_key.one_line(pem(SMALL), "mail1")
    assert len(rsa_key.public_half(key, "mail1")) < len(PUBLIC)


def elliptic() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public() -> str:
    return KEY_PAIR.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    ("kept", "problem"),
    [
        ("", "not an RSA private key"),
        ("hello", "not an RSA private key"),
        ("MIIB", "not an RSA private key"),
        (elliptic(), "not an RSA private key"),
        (public(), "not an RSA private key"),
        (pem()[:500], "not an RSA private key"),
        (pem(rsa.generate_private_key(public_exponent=65537, key_size=3072)), "has 3072 bits"),
    ],
)
def test_what_ses_could_not_sign_with_is_refused_without_a_word_of_it(kept: str, problem: str) -> None:
    with pytest.raises(RefusedError, match=problem) as caught:
        rsa_key.public_half(rsa_key.one_line(kept, "mail1"), "mail1")
    assert "Fix:" in str(caught.value)
    assert not any(line in str(caught.value) for line in kept.splitlines() if len(line) > 8)
    assert caught.value.__suppress_context__ or "bits" in problem


def test_an_encrypted_key_is_refused() -> None:
    secret = BestAvailableEncryption(b"passphrase")
    kept = KEY_PAIR.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret).decode()
    with pytest.raises(RefusedError, match="is encrypted. Fix: put it into the secret without a passphrase"):
        rsa_key.one_line(kept, "mail1")


def test_a_secret_holds_a_key_for_each_selector(world: ProviderWorld) -> None:
    world.secrets[SECRET] = json.dumps({"mail1": pem(), "mail2": pem(SMALL), "note": 7})
    found = dkim_keys.read(SECRET, ["mail2", "mail1"], generate_with="")
    assert rsa_key.public_half(found["mail1"], "mail1") == PUBLIC
    assert rsa_key.public_half(found["mail2"], "mail2") != PUBLIC


@pytest.mark.parametrize("kept", [None, "", "{}", '{"other": "x"}', pem()])
def test_a_selector_without_a_key_is_named(world: ProviderWorld, kept: str | None) -> None:
    world.secrets[SECRET] = kept
    with pytest.raises(RefusedError, match="has no key for selector 'mail2'. Fix: store a JSON object"):
        dkim_keys.read(SECRET, ["mail1", "mail2"] if kept == pem() else ["mail2"], generate_with="")


@pytest.mark.parametrize("kept", [None, "{}"])
def test_missing_keys_are_generated_once_and_kept(world: ProviderWorld, kept: str | None) -> None:
    world.secrets[SECRET] = kept
    first = dkim_keys.read(SECRET, ["mail1", "mail2"], generate_with=KMS_KEY)
    assert first["mail1"] != first["mail2"]
    again = dkim_keys.read(SECRET, ["mail1", "mail2"], generate_with=KMS_KEY)
    assert again == first
    assert world.calls.count("GenerateDataKeyPair") == 2
    stored: dict[str, Any] = json.loads(world.secrets[SECRET] or "")
    assert sorted(stored) == ["mail1", "mail2"]


def test_a_generated_key_is_one_that_others_can_read(world: ProviderWorld) -> None:
    world.secrets[SECRET] = None
    key = dkim_keys.read(SECRET, ["mail1"], generate_with=KMS_KEY)["mail1"]
    loaded = load_der_private_key(base64.b64decode(key), None)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    expected = loaded.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert rsa_key.public_half(key, "mail1") == base64.b64encode(expected).decode()


def test_keys_that_are_there_outlive_the_generation_of_another(world: ProviderWorld) -> None:
    world.secrets[SECRET] = json.dumps({"old": pem()})
    dkim_keys.read(SECRET, ["new"], generate_with=KMS_KEY)
    assert json.loads(world.secrets[SECRET] or "")["old"] == pem()
