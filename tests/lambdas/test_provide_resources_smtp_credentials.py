"""SMTP credentials: one key, its password in the secret and nowhere else, whatever fails on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import clients
import pytest
from smtp_password import smtp_password

from tests.lambdas.credential_store import LOST, SECRET_ARN, USER, CredentialStore, Version

TYPE = "Custom::SesSmtpCredentials"
PROPERTIES: dict[str, Any] = {
    "UserName": USER,
    "SecretArn": SECRET_ARN,
    "Constants": {"host": "email-smtp.eu-west-1.amazonaws.com", "port": "587", "from": "shop@example.com"},
    "UsernameKey": "username",
    "PasswordKey": "password",
    "Region": "eu-west-1",
    "OtherRegions": [],
}
PHYSICAL_ID = f"smtp/{USER}"
GUIDES_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> CredentialStore:
    """A user without keys, and a secret as CloudFormation makes it: with a text of no meaning."""
    made = CredentialStore(versions={"first": Version("d8;sW-random", {"AWSCURRENT"}, datetime.now(UTC))})
    iam, secretsmanager = made.client("iam"), made.client("secretsmanager")
    monkeypatch.setattr(clients, "iam", lambda: iam)
    monkeypatch.setattr(clients, "secretsmanager", lambda: secretsmanager)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    return made


class Resource:
    """The custom resource of a stack."""

    def __init__(self, cloud: Any) -> None:
        self._cloud = cloud

    def create(self, **properties: object) -> dict[str, Any]:
        return self._send("Create", ResourceProperties={**PROPERTIES, **properties})

    def update(self, old: dict[str, Any], **properties: object) -> dict[str, Any]:
        return self._send(
            "Update",
            PhysicalResourceId=PHYSICAL_ID,
            ResourceProperties={**PROPERTIES, **properties},
            OldResourceProperties=old,
        )

    def delete(self, physical_id: str = PHYSICAL_ID) -> dict[str, Any]:
        return self._send("Delete", PhysicalResourceId=physical_id, ResourceProperties=PROPERTIES)

    def _send(self, kind: str, **fields: object) -> dict[str, Any]:
        answer: dict[str, Any] = self._cloud.send(kind, ResourceType=TYPE, **fields)
        return answer


@pytest.fixture
def resource(store: CredentialStore, cloud: Any) -> Resource:
    return Resource(cloud)


def test_the_password_is_that_of_the_guide() -> None:
    assert smtp_password(GUIDES_KEY, "us-west-2") == "BF2PynzbSCAjX08zhZZnP/kW+T9P5zs/1Er0pi5vTEmd"


def test_a_key_is_made_and_its_password_stored(store: CredentialStore, resource: Resource) -> None:
    answer = resource.create()
    assert answer["Status"] == "SUCCESS"
    ((key, half),) = store.keys.items()
    assert store.current == {
        **PROPERTIES["Constants"],
        "username": key,
        "password": smtp_password(half, "eu-west-1"),
    }


def test_one_key_has_a_password_for_each_region(store: CredentialStore, resource: Resource) -> None:
    resource.create(OtherRegions=["us-east-1"], UsernameKey="USER", PasswordKey="PASS")
    ((key, half),) = store.keys.items()
    assert store.current["USER"] == key
    assert store.current["PASS_us-east-1"] == smtp_password(half, "us-east-1") != store.current["PASS"]


def test_the_secret_half_of_the_key_is_stored_only_when_asked_for(
    store: CredentialStore, resource: Resource
) -> None:
    resource.create()
    assert not set(store.keys.values()) & set(store.current.values())
    resource.update(PROPERTIES, SecretAccessKeyKey="AWS_SECRET_ACCESS_KEY")
    assert [store.current["AWS_SECRET_ACCESS_KEY"]] == list(store.keys.values())


def test_no_answer_and_no_log_holds_a_secret(
    store: CredentialStore, resource: Resource, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [
        resource.create(OtherRegions=["us-east-1"]),
        resource.update(PROPERTIES, UsernameKey="SMTP_USER"),
    ]
    secrets = {*store.keys.values(), *(v for k, v in store.current.items() if k.startswith("password"))}
    store.failures = {len(store.calls) + 1: "InternalFailure"}
    answers += [resource.update(PROPERTIES, UsernameKey="OTHER"), resource.delete()]
    said = json.dumps(answers) + capsys.readouterr().out
    assert len(secrets) == 2
    assert [secret for secret in secrets if secret in said] == []


def test_creating_twice_makes_one_key(store: CredentialStore, resource: Resource) -> None:
    resource.create()
    before = store.current
    resource.create()
    assert store.current == before
    assert list(store.keys) == [before["username"]]


def test_a_key_nobody_knows_the_half_of_is_deleted(store: CredentialStore, resource: Resource) -> None:
    store.keys["AKIALEFTOVER0000"] = "unknown"
    resource.create()
    assert list(store.keys) == [store.current["username"]]


def test_new_names_and_constants_keep_the_password(store: CredentialStore, resource: Resource) -> None:
    resource.create()
    before = store.current
    answer = resource.update(
        PROPERTIES, Constants={"SMTP_HOST_ADDR": "h"}, UsernameKey="SMTP_USER_NAME", PasswordKey="SMTP_USER_PWD"
    )
    assert answer["PhysicalResourceId"] == PHYSICAL_ID
    assert store.current == {
        "SMTP_HOST_ADDR": "h",
        "SMTP_USER_NAME": before["username"],
        "SMTP_USER_PWD": before["password"],
    }


def test_an_update_that_is_undone_has_the_old_names_and_the_same_password(
    store: CredentialStore, resource: Resource
) -> None:
    resource.create()
    before = store.current
    resource.update(PROPERTIES, UsernameKey="renamed")
    resource.update({**PROPERTIES, "UsernameKey": "renamed"})
    assert store.current == before


def test_an_update_after_a_rotation_keeps_the_rotated_password(store: CredentialStore, resource: Resource) -> None:
    resource.create()
    store.keys["AKIAROTATED00000"] = "half"
    rotated = {**store.current, "username": "AKIAROTATED00000", "password": "rotated"}
    store.PutSecretValue({"ClientRequestToken": "rotation", "SecretString": json.dumps(rotated)})
    resource.update(PROPERTIES, Constants={})
    assert store.current["password"] == "rotated"
    assert len(store.keys) == 2, "the older key is in its grace"


def test_other_regions_take_a_new_key(store: CredentialStore, resource: Resource) -> None:
    resource.create()
    before = store.current["username"]
    resource.update(PROPERTIES, OtherRegions=["us-east-1"])
    assert list(store.keys) == [store.current["username"]] != [before]


def test_deleting_deletes_the_keys_and_may_be_repeated(store: CredentialStore, resource: Resource) -> None:
    resource.create()
    store.keys["AKIAINGRACE00000"] = "half"
    assert resource.delete()["Status"] == "SUCCESS"
    assert store.keys == {}
    assert resource.delete()["Status"] == "SUCCESS"


@pytest.mark.parametrize("gone", ["user_exists", "secret_exists"])
def test_deleting_what_is_gone_succeeds(store: CredentialStore, resource: Resource, gone: str) -> None:
    resource.create()
    setattr(store, gone, False)
    assert resource.delete()["Status"] == "SUCCESS"


def test_a_secret_that_cannot_be_written_leaves_no_key(store: CredentialStore, resource: Resource) -> None:
    store.failures = {3: "InternalServiceError"}
    answer = resource.create()
    assert (answer["Status"], store.calls[3]) == ("FAILED", "PutSecretValue")
    assert store.keys == {}
    assert answer["PhysicalResourceId"] == PHYSICAL_ID, "so that the delete that follows cleans up"


@pytest.mark.parametrize("failure", ["Throttling", "AccessDenied", LOST])
@pytest.mark.parametrize("call", range(5))
def test_whichever_call_fails_the_next_deployment_ends_with_one_key(
    store: CredentialStore, resource: Resource, call: int, failure: str
) -> None:
    store.failures = {call: failure}
    resource.create()
    assert resource.create()["Status"] == "SUCCESS"
    assert list(store.keys) == [store.current["username"]]
    assert store.most_keys <= 2
    resource.delete()
    assert store.keys == {}
