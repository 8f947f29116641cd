"""``Custom::SesSmtpCredentials``: an access key for an IAM user, its SMTP password in a secret, and nowhere else.

Properties: ``UserName``, ``SecretArn``, and those of ``smtp_document.Layout``. Attributes: ``SecretArn`` and
``UserName`` again, so that whoever refers to them waits until the secret is written.

User and secret belong to the stack. The user has no other purpose: a key that the secret does not hold is what
is left of a call whose answer was lost. Nobody knows its secret half, and it is deleted.
"""

from __future__ import annotations

import json

import clients
from botocore.exceptions import ClientError
from lifecycle import Properties, Request, Result, needed, text
from smtp_document import Layout

_NO_USER = ("NoSuchEntity",)
_NO_SECRET = ("ResourceNotFoundException", "InvalidRequestException")
"""The second: the secret waits for its deletion."""


def create(properties: Properties, request: Request) -> Result:
    """Makes a key, unless the secret holds one already."""
    request.physical_id = f"smtp/{needed(properties, 'UserName')}"
    stored = _stored(properties)
    keys = _keys(properties)
    held = [key for key in keys if key in stored.values()]
    if not held or not Layout(properties).fits(stored):
        _delete_keys(properties, [key for key in keys if key not in held])
        made = _make_key(properties)
        # The held one, and one more if the client made the call twice.
        _delete_keys(properties, [key for key in _keys(properties) if key != made])
    return _result(properties, request)


def update(properties: Properties, request: Request) -> Result:
    """Writes the secret anew, with the key it holds; another user, or other regions, take a new key."""
    layout, old = Layout(properties), Layout(request.old_properties)
    same = all(text(properties, name) == text(request.old_properties, name) for name in ("UserName", "SecretArn"))
    stored = _stored(properties)
    if not same or not old.fits(stored) or not layout.has_the_secrets_of(old):
        # Of another user CloudFormation deletes the old one's keys after this.
        return create(properties, request)
    _write(properties, layout.rewritten(stored, old))
    return _result(properties, request)


def delete(properties: Properties, _request: Request) -> None:
    """Deletes the keys of the user, who could not be deleted otherwise."""
    _delete_keys(properties, _keys(properties))


def _make_key(properties: Properties) -> str:
    key = clients.iam().create_access_key(UserName=needed(properties, "UserName"))["AccessKey"]
    try:
        _write(properties, Layout(properties).written(key["AccessKeyId"], key["SecretAccessKey"]))
    except Exception:
        # Nobody will ever know its secret half; if this fails too, the next attempt deletes it.
        _delete_keys(properties, [key["AccessKeyId"]])
        raise
    return key["AccessKeyId"]


def _write(properties: Properties, content: str) -> None:
    clients.secretsmanager().put_secret_value(SecretId=needed(properties, "SecretArn"), SecretString=content)


def _keys(properties: Properties) -> list[str]:
    """The ids of the user's access keys, two at most; none when the user is gone."""
    try:
        found = clients.iam().list_access_keys(UserName=needed(properties, "UserName"))
    except ClientError as error:
        if error.response["Error"]["Code"] in _NO_USER:
            return []
        raise
    return [key["AccessKeyId"] for key in found["AccessKeyMetadata"]]


def _delete_keys(properties: Properties, keys: list[str]) -> None:
    for key in keys:
        try:
            clients.iam().delete_access_key(UserName=needed(properties, "UserName"), AccessKeyId=key)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _NO_USER:
                raise


def _stored(properties: Properties) -> dict[str, str]:
    """What the secret holds; nothing when it is gone, or still holds what CloudFormation made it with."""
    try:
        found = clients.secretsmanager().get_secret_value(SecretId=needed(properties, "SecretArn"))
    except ClientError as error:
        if error.response["Error"]["Code"] in _NO_SECRET:
            return {}
        raise
    try:
        stored = json.loads(found.get("SecretString", "{}"))
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}


def _result(properties: Properties, request: Request) -> Result:
    attributes = {name: needed(properties, name) for name in ("SecretArn", "UserName")}
    return Result(physical_id=request.physical_id, attributes=attributes)
