"""An IAM and a Secrets Manager with one user and one secret, behind real clients; each call may fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from botocore.model import OperationModel

USER = "Shop-SmtpUser-1ABC"
SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:SmtpSecret-AbCdEf"
LOST = "lost"
"""The call has its effect, and its answer never comes."""
KILLED_BEFORE = "killed before"
"""The function ends before the call has its effect."""
KILLED_AFTER = "killed after"
"""The function ends after the call has had its effect."""

_LONG_AGO = datetime.now(UTC) - timedelta(days=60)

Parsed = dict[str, Any]
Answer = Parsed | tuple[AWSResponse, Parsed]


class Killed(BaseException):
    """The function ended in the middle."""


@dataclass
class Version:
    """A version of the secret."""

    content: str | None
    stages: set[str]
    made: datetime


@dataclass
class CredentialStore:
    """What the two services keep, and what must hold at every moment."""

    keys: dict[str, str] = field(default_factory=dict)
    """Secret access key by id."""
    made_at: dict[str, datetime] = field(default_factory=dict)
    """When a key was made, by id. Left out: long ago."""
    inactive: set[str] = field(default_factory=set)
    versions: dict[str, Version] = field(default_factory=dict)
    user_exists: bool = True
    secret_exists: bool = True
    calls: list[str] = field(default_factory=list)
    failures: dict[int, str] = field(default_factory=dict)
    most_keys: int = 0
    made: int = 0
    rotated: datetime | None = None
    """When the last rotation was through."""

    def client(self, service: str) -> Any:
        """A client of either service."""
        client: Any = boto3.client(service, region_name="eu-west-1")  # type: ignore[call-overload]
        client.meta.events.register(f"before-call.{service}", self)
        return client

    def __call__(
        self, *, model: OperationModel, params: Mapping[str, Any], **_: object
    ) -> tuple[AWSResponse, Parsed]:
        failure = self.failures.get(len(self.calls))
        self.calls.append(model.name)
        if failure == KILLED_BEFORE:
            raise Killed
        if failure not in (None, LOST, KILLED_AFTER):
            return refusal(str(failure))
        body = params["body"]
        answer = getattr(self, model.name)(json.loads(body) if isinstance(body, bytes) else body)
        self.most_keys = max(self.most_keys, len(self.keys))
        if failure == LOST:
            raise ReadTimeoutError(endpoint_url="https://aws.example")
        if failure == KILLED_AFTER:
            raise Killed
        return answer if isinstance(answer, tuple) else ok(answer)

    @property
    def current(self) -> dict[str, str]:
        """What readers of the secret get."""
        return self.read("AWSCURRENT")

    def read(self, stage: str) -> dict[str, str]:
        """What a version holds; nothing when there is none."""
        found = [version for version in self.versions.values() if stage in version.stages]
        content = found[0].content if found else None
        return json.loads(content) if content and content.startswith("{") else {}

    def ListAccessKeys(self, _body: Mapping[str, str]) -> Answer:
        if not self.user_exists:
            return refusal("NoSuchEntity")
        keys = [
            {"AccessKeyId": key, "Status": "Inactive" if key in self.inactive else "Active"}
            | {"CreateDate": self.made_at.get(key, _LONG_AGO)}
            for key in self.keys
        ]
        return {"AccessKeyMetadata": keys}

    def CreateAccessKey(self, _body: Mapping[str, str]) -> Answer:
        if len(self.keys) >= 2:
            return refusal("LimitExceeded")
        self.made += 1
        key = {"AccessKeyId": f"AKIA{self.made:012}", "SecretAccessKey": f"half/of+key{self.made:04}"}
        self.keys[key["AccessKeyId"]] = key["SecretAccessKey"]
        self.made_at[key["AccessKeyId"]] = datetime.now(UTC)
        return {"AccessKey": {**key, "UserName": USER, "Status": "Active"}}

    def DeleteAccessKey(self, body: Mapping[str, str]) -> Answer:
        if body["AccessKeyId"] not in self.keys:
            return refusal("NoSuchEntity")
        del self.keys[body["AccessKeyId"]]
        return {}

    def GetSecretValue(self, body: Mapping[str, str]) -> Answer:
        wanted = body.get("VersionStage", "AWSCURRENT")
        for token, version in self.versions.items():
            if wanted in version.stages and body.get("VersionId", token) == token and self.secret_exists:
                content = {} if version.content is None else {"SecretString": version.content}
                return {"VersionId": token, "CreatedDate": version.made, **content}
        return refusal("ResourceNotFoundException")

    def PutSecretValue(self, body: Mapping[str, Any]) -> Answer:
        if not self.secret_exists:
            return refusal("ResourceNotFoundException")
        token = body["ClientRequestToken"]
        stages = set(body.get("VersionStages", ["AWSCURRENT"]))
        self.versions[token] = Version(body["SecretString"], set(), datetime.now(UTC))
        for stage in stages:
            self._move(stage, token)
        return {"VersionId": token}

    def DescribeSecret(self, _body: Mapping[str, str]) -> Answer:
        stages = {token: sorted(held.stages) for token, held in self.versions.items()}
        return {
            "VersionIdsToStages": stages,
            **({} if self.rotated is None else {"LastRotatedDate": self.rotated}),
        }

    def UpdateSecretVersionStage(self, body: Mapping[str, str]) -> Answer:
        held = self.versions[body["RemoveFromVersionId"]].stages
        if body["VersionStage"] not in held:
            return refusal("InvalidParameterException")
        self._move(body["VersionStage"], body["MoveToVersionId"])
        return {}

    def _move(self, stage: str, token: str) -> None:
        for other, version in self.versions.items():
            if stage == "AWSCURRENT" and stage in version.stages and other != token:
                for each in self.versions.values():
                    each.stages.discard("AWSPREVIOUS")
                version.stages.add("AWSPREVIOUS")
            version.stages.discard(stage)
        self.versions[token].stages.add(stage)


def ok(parsed: Parsed) -> tuple[AWSResponse, Parsed]:
    return AWSResponse("", 200, HTTPHeaders(), None), parsed


def refusal(code: str) -> tuple[AWSResponse, Parsed]:
    parsed = {"Error": {"Code": code, "Message": f"said AWS of {code}"}, "ResponseMetadata": {}}
    return AWSResponse("", 400, HTTPHeaders(), None), parsed
