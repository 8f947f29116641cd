"""Secrets: Ref gives the ARN, and a rotation calls the rotation function, neither of which MiniStack does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import cast

from ministack.core.responses import (
    error_response_json,
    get_account_id,
    get_region,
    json_response,
    new_uuid,
    request_scope,
)
from ministack.services import secretsmanager

from ses_constructs.local.ministack import functions
from ses_constructs.local.ministack.handlers import Made, Properties
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError

_log = logging.getLogger("ses_constructs.secrets")
_PRINCIPAL = "secretsmanager.amazonaws.com"
_STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
_PENDING = "AWSPENDING"

Secret = dict[str, object]
Entry = Mapping[str, object]


class SecretHandler:
    """``AWS::SecretsManager::Secret`` with its ARN as physical id; the rest is MiniStack's."""

    def __init__(self, theirs: Entry) -> None:
        self._theirs = theirs

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        make = cast("Callable[..., Made]", self._theirs["create"])
        _, attributes = make(logical_id, properties, stack_name)
        return attributes["Arn"], attributes

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        change = cast("Callable[..., Made]", self._theirs["update"])
        _, attributes = change(_name(physical_id), old, new, stack_name, logical_id)
        return attributes["Arn"], attributes

    def delete(self, physical_id: str, properties: Properties) -> None:
        remove = cast("Callable[..., None]", self._theirs["delete"])
        remove(_name(physical_id), properties)


class RotationScheduleHandler:
    """``AWS::SecretsManager::RotationSchedule``: Ref gives the ARN of the secret."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        arn = str(properties["SecretId"])
        secret = _find(arn)
        if secret is None:
            raise ValueError(f"there is no secret {arn}")
        secret["RotationLambdaARN"] = properties.get("RotationLambdaARN")
        secret["RotationRules"] = properties.get("RotationRules")
        secret["RotationEnabled"] = True
        if str(properties.get("RotateImmediatelyOnUpdate", "true")).lower() == "true":
            _start(secret)
        return arn, {}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:  # noqa: ARG002
        return self.create(logical_id, new, stack_name)

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        secret = _find(physical_id)
        if secret is not None:
            secret["RotationEnabled"] = False


def install() -> None:
    """Puts our rotation in the place of MiniStack's, which makes a copy and calls nobody."""
    secretsmanager._rotate_secret = _rotate_secret


def _rotate_secret(data: Mapping[str, object]) -> object:
    secret = _find(str(data.get("SecretId")))
    if secret is None:
        return error_response_json(
            "ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400
        )
    secret["RotationLambdaARN"] = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
    secret["RotationRules"] = data.get("RotationRules") or secret.get("RotationRules")
    if not secret["RotationLambdaARN"]:
        return error_response_json(
            "InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.", 400
        )
    secret["RotationEnabled"] = True
    token = str(data.get("ClientRequestToken") or new_uuid())
    if data.get("RotateImmediately") is not False:
        token = _start(secret, token)
    return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})


def _start(secret: Secret, token: str | None = None) -> str:
    """Begins a rotation, or takes one up again that did not come to its end; returns its token."""
    versions = cast("dict[str, dict[str, object]]", secret["Versions"])
    waiting = [
        version
        for version, held in versions.items()
        if _PENDING in cast("list[str]", held["Stages"]) and "AWSCURRENT" not in cast("list[str]", held["Stages"])
    ]
    token = waiting[0] if waiting else (token or new_uuid())
    empty: dict[str, object] = {
        "SecretString": None,
        "SecretBinary": None,
        "CreatedDate": int(time.time()),
        "Stages": [_PENDING],
    }
    versions.setdefault(token, empty)
    place = Place(get_account_id(), get_region())
    threading.Thread(target=_run, args=(place, secret, token), daemon=True, name="rotation").start()
    return token


def _run(place: Place, secret: Secret, token: str) -> None:
    arn, function = str(secret["ARN"]), str(secret["RotationLambdaARN"])
    caller = ServiceCaller(_PRINCIPAL, place, arn)
    for step in _STEPS:
        with request_scope(place.account, place.region):
            if _find(arn) is None:
                return  # Deleted, or forgotten with everything: a function of the same name is another one.
        event = {"SecretId": arn, "ClientRequestToken": token, "Step": step, "RotationToken": token}
        try:
            functions.invoke(caller, function, event, wait=True)
        except TargetRefusedError as error:
            _log.error("rotation of %s stopped at %s: %s", arn, step, error)
            return


def _find(secret_id: str) -> Secret | None:
    _, secret = secretsmanager._resolve(secret_id)
    return cast("Secret | None", secret)


def _name(arn: str) -> str:
    """MiniStack's key of a secret."""
    secret = _find(arn)
    return arn if secret is None else str(secret["Name"])
