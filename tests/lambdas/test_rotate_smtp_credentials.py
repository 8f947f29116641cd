"""Rotation: the current password works at every moment, whatever is cut short, and the old one in its grace."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ses_constructs.facts import smtp
from ses_constructs.lambdas.rotate_smtp_credentials import handler as rotating
from tests.lambdas.credential_store import (
    KILLED_AFTER,
    KILLED_BEFORE,
    LOST,
    SECRET_ARN,
    USER,
    CredentialStore,
    Killed,
    Version,
)

GRACE = timedelta(days=7)
ENVIRONMENT = {
    "USER_NAME": USER,
    "SECRET_ARN": SECRET_ARN,
    "REGION": "eu-west-1",
    "OTHER_REGIONS": "us-east-1",
    "USERNAME_KEY": "username",
    "PASSWORD_KEY": "password",
    "SECRET_ACCESS_KEY_KEY": "",
    "HOST": "email-smtp.eu-west-1.amazonaws.com",
    "PORT": "587",
    "GRACE_SECONDS": str(int(GRACE.total_seconds())),
}
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
TOKEN = "8f3d2a1c-0000-4000-8000-0123456789ab"
SECOND = "second-rotation-0123456789abcdef0123"
FIRST = "first-version-0123456789abcdef012345"
OLD_KEY = "AKIAOLD0000000000"
LONG_AGO = datetime.now(UTC) - timedelta(days=60)


class Account:
    """A user with a key, a secret with its password, and the rotation of it."""

    def __init__(self, store: CredentialStore) -> None:
        self.store = store
        self.refuses_logins = False
        self.logins: list[tuple[str, int]] = []

    def log_in(self, settings: rotating.Settings, username: str, password: str) -> None:
        self.logins.append((settings.host, settings.port))
        if self.refuses_logins or not self.takes(username, password):
            raise smtplib.SMTPAuthenticationError(535, f"Authentication Credentials Invalid {password}".encode())

    def takes(self, username: str, password: str) -> bool:
        """Whether SES would."""
        half = self.store.keys.get(username)
        return half is not None and password == smtp.smtp_password(half, "eu-west-1")

    def works(self, content: dict[str, str]) -> bool:
        return self.takes(content["username"], content["password"])

    def step(self, name: str, token: str = TOKEN) -> None:
        event = {"SecretId": SECRET_ARN, "ClientRequestToken": token, "Step": name}
        rotating.handler(event, None)

    def rotate(self, token: str = TOKEN) -> None:
        """As Secrets Manager does: all steps, and all of them again when one fails."""
        self.store.versions.setdefault(token, Version(None, {"AWSPENDING"}, datetime.now(UTC)))
        for name in STEPS:
            self.step(name, token)
            assert self.works(self.store.current), "the password that readers get works at every moment"
        self.store.rotated = datetime.now(UTC)

    def rotate_until_done(self) -> None:
        for _ in range(3):
            try:
                self.rotate()
                return
            except (Killed, Exception):
                assert self.works(self.store.current)
        raise AssertionError("three attempts were not enough")

    def age(self, by: timedelta) -> None:
        """Time passes."""
        for version in self.store.versions.values():
            version.made -= by
        self.store.made_at = {key: made - by for key, made in self.store.made_at.items()}
        if self.store.rotated is not None:
            self.store.rotated -= by


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    content = {
        "host": "email-smtp.eu-west-1.amazonaws.com",
        "from": "shop@example.com",
        "username": OLD_KEY,
        "password": smtp.smtp_password("old half", "eu-west-1"),
        "password_us-east-1": smtp.smtp_password("old half", "us-east-1"),
    }
    store = CredentialStore(
        keys={OLD_KEY: "old half"},
        versions={FIRST: Version(json.dumps(content), {"AWSCURRENT"}, LONG_AGO)},
    )
    made = Account(store)
    clients = {name: store.client(name) for name in ("iam", "secretsmanager")}
    monkeypatch.setattr(rotating, "iam", lambda: clients["iam"])
    monkeypatch.setattr(rotating, "secretsmanager", lambda: clients["secretsmanager"])
    monkeypatch.setattr(rotating, "_log_in", made.log_in)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return made


def test_a_rotation_ends_with_a_new_password_and_all_the_rest_as_it_was(account: Account) -> None:
    before = account.store.current
    account.rotate()
    after = account.store.current
    assert account.works(after)
    assert after["username"] != before["username"]
    assert {name for name in after if after[name] == before[name]} == {"host", "from"}
    assert account.logins == [("email-smtp.eu-west-1.amazonaws.com", 587)]


def test_every_region_gets_its_new_password(account: Account) -> None:
    account.rotate()
    content = account.store.current
    half = account.store.keys[content["username"]]
    assert content["password_us-east-1"] == smtp.smtp_password(half, "us-east-1")


def test_the_secret_half_is_renewed_where_it_is_stored(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_ACCESS_KEY_KEY", "AWS_SECRET_ACCESS_KEY")
    account.rotate()
    content = account.store.current
    assert content["AWS_SECRET_ACCESS_KEY"] == account.store.keys[content["username"]]


def test_the_old_password_works_in_its_grace_and_not_after(account: Account) -> None:
    before = account.store.current
    account.rotate()
    rotating.handler({}, None)
    assert account.works(before)
    account.age(GRACE + timedelta(minutes=1))
    rotating.handler({"source": "aws.events"}, None)
    assert not account.works(before)
    assert account.works(account.store.current)


def test_the_grace_begins_when_the_new_password_is_current_however_long_ago_it_was_made(account: Account) -> None:
    before = account.store.current
    account.store.versions[TOKEN] = Version(None, {"AWSPENDING"}, datetime.now(UTC))
    account.step("createSecret")
    account.age(GRACE + timedelta(days=1))
    account.rotate()
    rotating.handler({}, None)
    assert account.works(before)
    account.age(GRACE + timedelta(minutes=1))
    rotating.handler({}, None)
    assert not account.works(before)
    assert account.works(account.store.current)


def test_the_grace_ends_even_if_a_deployment_has_written_the_secret_anew(account: Account) -> None:
    before = account.store.current
    account.rotate()
    anew = json.dumps(account.store.current | {"from": "orders@example.com"})
    account.store.PutSecretValue({"SecretString": anew, "ClientRequestToken": SECOND})
    rotating.handler({}, None)
    assert account.works(before)
    account.age(GRACE + timedelta(minutes=1))
    rotating.handler({}, None)
    assert not account.works(before)
    assert account.works(account.store.current)


def test_a_secret_that_somebody_emptied_costs_no_key(account: Account) -> None:
    account.store.versions[FIRST].content = "{}"
    rotating.handler({}, None)
    assert list(account.store.keys) == [OLD_KEY]


def test_ending_a_grace_twice_or_without_a_rotation_changes_nothing(account: Account) -> None:
    rotating.handler({}, None)
    assert account.works(account.store.current)
    account.rotate()
    account.age(GRACE)
    rotating.handler({}, None)
    rotating.handler({}, None)
    assert list(account.store.keys) == [account.store.current["username"]]


def test_a_key_that_a_rotation_has_just_made_outlives_the_end_of_a_grace(account: Account) -> None:
    account.rotate()
    account.age(GRACE)
    account.store.versions[SECOND] = Version(None, {"AWSPENDING"}, datetime.now(UTC))
    account.step("createSecret", SECOND)
    pending = account.store.read("AWSPENDING")
    rotating.handler({}, None)
    assert account.works(pending)


def test_each_rotation_replaces_the_key_before_the_last(account: Account) -> None:
    for number in range(4):
        account.rotate(f"token-{number}-0123456789abcdef0123456789")
        account.age(GRACE)
    assert account.store.most_keys == 2


def test_a_rotation_within_the_grace_of_the_last_is_refused_with_the_time(account: Account) -> None:
    account.rotate()
    before = account.store.current
    with pytest.raises(rotating.RotationRefusedError, match=r"is good until \d{4}-.* UTC.*Fix: rotate after that"):
        account.rotate(SECOND)
    assert account.store.current == before
    assert len(account.store.keys) == 2, "and the old password still works"


def test_deleting_the_older_key_by_hand_lets_a_rotation_through(account: Account) -> None:
    account.rotate()
    del account.store.keys[OLD_KEY]
    account.rotate(SECOND)
    assert account.works(account.store.current)


def test_a_step_may_be_repeated_at_once(account: Account) -> None:
    account.store.versions[TOKEN] = Version(None, {"AWSPENDING"}, datetime.now(UTC))
    for name in STEPS:
        account.step(name)
        account.step(name)
    assert account.works(account.store.current)
    assert account.store.made == 1


def test_a_password_that_does_not_work_never_becomes_current(account: Account) -> None:
    before = account.store.current
    account.refuses_logins = True
    with pytest.raises(rotating.RotationRefusedError, match="old one stays current") as refused:
        account.rotate()
    assert account.store.current == before
    assert account.store.read("AWSPENDING")["password"] not in str(refused.value)
    assert len(account.logins) == 8


def test_a_login_that_works_at_the_third_attempt_is_good_enough(account: Account) -> None:
    log_in = account.log_in
    account.refuses_logins = True

    def accept_later(*given: Any) -> None:
        account.refuses_logins = len(account.logins) < 2
        log_in(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rotating, "_log_in", accept_later)
        account.rotate()
    assert len(account.logins) == 3


def test_a_new_key_that_somebody_switched_off_stops_the_rotation(account: Account) -> None:
    account.store.versions[TOKEN] = Version(None, {"AWSPENDING"}, datetime.now(UTC))
    account.step("createSecret")
    account.store.inactive.add(account.store.read("AWSPENDING")["username"])
    with pytest.raises(rotating.RotationRefusedError, match="switched off"):
        account.step("setSecret")


@pytest.mark.parametrize("failure", [KILLED_BEFORE, KILLED_AFTER, LOST, "InternalServiceError"])
@pytest.mark.parametrize("call", range(20))
def test_whichever_call_is_cut_short_the_rotation_can_be_taken_up_again(
    account: Account, call: int, failure: str
) -> None:
    account.store.failures = {call: failure}
    before = account.store.current
    account.rotate_until_done()
    assert account.works(account.store.current)
    assert account.store.current["username"] != before["username"]
    assert account.works(before), "the grace has begun only now"
    assert account.store.most_keys == 2


def test_a_rotation_has_no_more_calls_than_are_cut_short_above(account: Account) -> None:
    account.rotate()
    assert len(account.store.calls) <= 20


def test_the_function_of_another_secret_refuses(account: Account) -> None:
    event = {"SecretId": SECRET_ARN + "x", "ClientRequestToken": TOKEN, "Step": "createSecret"}
    with pytest.raises(rotating.RotationRefusedError, match="rotates another secret"):
        rotating.handler(event, None)


def test_a_version_that_is_not_there_is_refused(account: Account) -> None:
    with pytest.raises(rotating.RotationRefusedError, match="no such version"):
        account.step("createSecret", "some-other-token-0123456789abcdef01")


def test_a_secret_without_credentials_is_refused(account: Account) -> None:
    account.store.versions[FIRST].content = "not JSON"
    account.store.versions[TOKEN] = Version(None, {"AWSPENDING"}, datetime.now(UTC))
    with pytest.raises(rotating.RotationRefusedError, match="holds no credentials"):
        account.step("createSecret")
    assert list(account.store.keys) == [OLD_KEY]


def test_no_log_holds_a_secret(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.rotate()
    secrets = [*account.store.keys.values(), *(v for k, v in account.store.current.items() if "password" in k)]
    said = capsys.readouterr().out
    assert "finishSecret" in said
    assert [secret for secret in secrets if secret in said] == []


@pytest.mark.parametrize(("port", "tls_first"), [(587, False), (2587, False), (465, True), (2465, True)])
def test_the_login_encrypts_before_it_says_a_password(
    monkeypatch: pytest.MonkeyPatch, port: int, tls_first: bool
) -> None:
    said: list[str] = []

    def client(kind: str) -> Callable[..., Any]:
        class Client:
            def __init__(self, host: str, port: int, **settings: Any) -> None:
                said.append(kind)
                if kind == "SMTP_SSL":
                    assert settings["context"].check_hostname

            def __enter__(self) -> Client:
                return self

            def __exit__(self, *_: object) -> None:
                said.append("quit")

            def starttls(self, *, context: Any) -> None:
                assert context.check_hostname
                said.append("STARTTLS")

            def login(self, username: str, password: str) -> None:
                said.append(f"{username} {password}")

        return Client

    for kind in ("SMTP", "SMTP_SSL"):
        monkeypatch.setattr(smtplib, kind, client(kind))
    settings = rotating.Settings.read({**ENVIRONMENT, "PORT": str(port)})
    rotating._log_in(settings, "me", "secret")
    assert said == (["SMTP_SSL"] if tls_first else ["SMTP", "STARTTLS"]) + ["me secret", "quit"]


def test_the_password_is_that_of_the_guide() -> None:
    key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    assert rotating.smtp_password(key, "us-east-1") == "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9"
