"""Rotates SMTP credentials: the four steps of Secrets Manager, and a fifth that ends the old password's grace.

Each step may be repeated, whatever it was interrupted at, and the user never has more than the two access keys
IAM allows. The order is that the new password is current only when a login with it has worked, and the old
key is deleted only when the new one has been current for as long as the grace lasts.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import smtplib
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

_CURRENT, _PENDING, _PREVIOUS = "AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"
_TLS_FIRST = (465, 2465)
_LOGIN_PAUSES_SECONDS = (1, 2, 4, 8, 15, 15, 15)
"""A new access key takes some seconds to be known everywhere."""
_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 4})

iam = cache(lambda: boto3.client("iam", config=_CONFIG))
secretsmanager = cache(lambda: boto3.client("secretsmanager", config=_CONFIG))


class RotationRefusedError(Exception):
    """The step cannot be done now. The text says why and ends with the cure; it holds no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What this function rotates; nothing of it is secret. The names ending in ``key`` are those in the secret."""

    user: str
    secret: str
    region: str
    other_regions: tuple[str, ...]
    username_key: str
    password_key: str
    secret_access_key_key: str
    host: str
    port: int
    grace: timedelta

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """From the variables of the function."""
        return cls(
            user=environment["USER_NAME"],
            secret=environment["SECRET_ARN"],
            region=environment["REGION"],
            other_regions=tuple(environment["OTHER_REGIONS"].split()),
            username_key=environment["USERNAME_KEY"],
            password_key=environment["PASSWORD_KEY"],
            secret_access_key_key=environment["SECRET_ACCESS_KEY_KEY"],
            host=environment["HOST"],
            port=int(environment["PORT"]),
            grace=timedelta(seconds=int(environment["GRACE_SECONDS"])),
        )


def handler(event: Mapping[str, str], _context: object) -> None:
    """One step of a rotation, or (without a ``Step``) the look whether a grace is over."""
    settings = Settings.read(os.environ)
    step = event.get("Step", "retire")
    print(json.dumps({"step": step, "user": settings.user, "version": event.get("ClientRequestToken")}))
    if step == "retire":
        retire(settings)
        return
    if event["SecretId"] != settings.secret:
        raise RotationRefusedError(
            "this function rotates another secret. Fix: give each secret the function that was made for it"
        )
    token = event["ClientRequestToken"]
    if not _is_to_do(settings, token):
        return
    STEPS[step](settings, token)


def create_secret(settings: Settings, token: str) -> None:
    """A new access key, and its passwords in the pending version."""
    if _version(settings, version=token, stage=_PENDING) is not None:
        return
    current = _needed(settings, stage=_CURRENT)
    _make_room(settings, current)
    key = iam().create_access_key(UserName=settings.user)["AccessKey"]
    fields = current.fields | _secrets(settings, key["AccessKeyId"], key["SecretAccessKey"])
    try:
        secretsmanager().put_secret_value(
            SecretId=settings.secret,
            ClientRequestToken=token,
            SecretString=json.dumps(fields),
            VersionStages=[_PENDING],
        )
    except ClientError:
        # Refused for sure: the key is of no use. After any other failure the next attempt makes room.
        _delete_key(settings, key["AccessKeyId"])
        raise


def set_secret(settings: Settings, token: str) -> None:
    """Nothing to set anywhere: SES knows the password of every access key. Sees that the key is there."""
    pending = _needed(settings, version=token, stage=_PENDING)
    if pending.fields[settings.username_key] not in _keys(settings, "Active"):
        raise RotationRefusedError(
            "the new access key was deleted or switched off. Fix: cancel the rotation, then start it again"
        )


def test_secret(settings: Settings, token: str) -> None:
    """Logs in with the new password."""
    pending = _needed(settings, version=token, stage=_PENDING)
    problem = ""
    for pause in (*_LOGIN_PAUSES_SECONDS, 0):
        try:
            _log_in(settings, pending.fields[settings.username_key], pending.fields[settings.password_key])
            return
        except (smtplib.SMTPException, OSError) as error:
            # Only its name: the text of a refusal may quote what was sent.
            problem = type(error).__name__
        time.sleep(pause)
    raise RotationRefusedError(
        f"{settings.host}:{settings.port} did not take the new password ({problem}); the old one stays current. "
        "Fix: see that this function reaches the host and that nothing denies the user ses:SendRawEmail"
    )


def finish_secret(settings: Settings, token: str) -> None:
    """Makes the new version current; the old one becomes the previous, and its key works on."""
    current = _needed(settings, stage=_CURRENT)
    secretsmanager().update_secret_version_stage(
        SecretId=settings.secret,
        VersionStage=_CURRENT,
        MoveToVersionId=token,
        RemoveFromVersionId=current.id,
    )


def retire(settings: Settings) -> None:
    """Deletes the older key once the new one has been current for as long as the grace lasts."""
    current, pending = _version(settings, stage=_CURRENT), _version(settings, stage=_PENDING)
    if current is None or settings.username_key not in current.fields or _in_grace(settings, current):
        return
    held = {version.fields.get(settings.username_key) for version in (current, pending) if version is not None}
    # Not the previous version's: a deployment may have written the secret anew since, with the key it held.
    for key, made in _keys(settings).items():
        # A younger one is about to be written into the secret.
        if key not in held and made <= current.made:
            _delete_key(settings, key)


STEPS = {
    "createSecret": create_secret,
    "setSecret": set_secret,
    "testSecret": test_secret,
    "finishSecret": finish_secret,
}


def smtp_password(secret_access_key: str, region: str) -> str:
    """The password of a key, good in one region. Guide: Obtaining Amazon SES SMTP credentials."""
    key = b"AWS4" + secret_access_key.encode()
    for step in ("11111111", region, "ses", "aws4_request", "SendRawEmail"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return b64encode(b"\x04" + key).decode()


@dataclass(frozen=True, slots=True)
class _Version:
    id: str
    fields: dict[str, str]
    made: datetime


def _is_to_do(settings: Settings, token: str) -> bool:
    """False when the version is current already: the step is a repetition."""
    stages = secretsmanager().describe_secret(SecretId=settings.secret).get("VersionIdsToStages", {})
    if token not in stages:
        raise RotationRefusedError("the secret has no such version. Fix: start the rotation again")
    return _CURRENT not in stages[token]


def _make_room(settings: Settings, current: _Version) -> None:
    """Deletes the key that is not current: left over by a crash, or by a rotation whose grace is over."""
    previous = _version(settings, stage=_PREVIOUS)
    kept = current.fields[settings.username_key]
    in_use = previous.fields.get(settings.username_key) if previous is not None else None
    for key in _keys(settings):
        if key == in_use and key != kept and _in_grace(settings, current):
            raise RotationRefusedError(
                f"the old password is good until {_end_of_grace(settings, current):%Y-%m-%d %H:%M} UTC, and a "
                "user has two access keys at most. Fix: rotate after that, or delete the older key in IAM now"
            )
        if key != kept:
            _delete_key(settings, key)


def _in_grace(settings: Settings, current: _Version) -> bool:
    return datetime.now(UTC) < _end_of_grace(settings, current)


def _end_of_grace(settings: Settings, current: _Version) -> datetime:
    """Counted from the end of the rotation, which may come days after the version was made."""
    rotated = secretsmanager().describe_secret(SecretId=settings.secret).get("LastRotatedDate", current.made)
    return max(current.made, rotated) + settings.grace


def _log_in(settings: Settings, username: str, password: str) -> None:
    trusted = ssl.create_default_context()
    if settings.port in _TLS_FIRST:
        with smtplib.SMTP_SSL(settings.host, settings.port, timeout=10, context=trusted) as client:
            client.login(username, password)
        return
    with smtplib.SMTP(settings.host, settings.port, timeout=10) as client:
        client.starttls(context=trusted)
        client.login(username, password)


def _secrets(settings: Settings, key_id: str, secret_access_key: str) -> dict[str, str]:
    fields = {
        settings.username_key: key_id,
        settings.password_key: smtp_password(secret_access_key, settings.region),
    }
    for region in settings.other_regions:
        fields[f"{settings.password_key}_{region}"] = smtp_password(secret_access_key, region)
    if settings.secret_access_key_key:
        fields[settings.secret_access_key_key] = secret_access_key
    return fields


def _needed(settings: Settings, *, stage: str, version: str | None = None) -> _Version:
    found = _version(settings, stage=stage, version=version)
    if found is None or settings.username_key not in found.fields:
        raise RotationRefusedError(
            f"the {stage} version of the secret holds no credentials. Fix: deploy the stack of the secret again"
        )
    return found


def _version(settings: Settings, *, stage: str, version: str | None = None) -> _Version | None:
    """A version and its content; ``None`` when it is not there, or was announced and not yet written."""
    wanted = {"VersionId": version} if version is not None else {}
    try:
        found = secretsmanager().get_secret_value(SecretId=settings.secret, VersionStage=stage, **wanted)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("ResourceNotFoundException", "InvalidRequestException"):
            return None
        raise
    if not found.get("SecretString"):
        return None
    return _Version(found["VersionId"], _read(found["SecretString"]), found["CreatedDate"])


def _read(text: str) -> dict[str, str]:
    try:
        fields = json.loads(text)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _keys(settings: Settings, status: str | None = None) -> dict[str, datetime]:
    """When each of the user's keys was made, by id."""
    keys = iam().list_access_keys(UserName=settings.user)["AccessKeyMetadata"]
    return {key["AccessKeyId"]: key["CreateDate"] for key in keys if status in (None, key["Status"])}


def _delete_key(settings: Settings, key: str) -> None:
    try:
        iam().delete_access_key(UserName=settings.user, AccessKeyId=key)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
