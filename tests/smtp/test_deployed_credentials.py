"""Finding the credentials of a deployed stack."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ses_constructs.smtp import deployed_credentials
from ses_constructs.smtp.deployed_credentials import METADATA, NoCredentialsError, find_credentials
from ses_constructs.smtp.smtp_software import SmtpField

NAMES = {"host": "H", "password": "P"}


class CloudFormation:
    """A stack with these logical ids of secrets."""

    def __init__(self, *ids: str) -> None:
        self._ids = ids

    def get_template(self, **_: str) -> dict[str, Any]:
        resources = {
            id: {"Type": "AWS::SecretsManager::Secret", "Metadata": {METADATA: NAMES}} for id in self._ids
        }
        resources["Other"] = {"Type": "AWS::SNS::Topic"}
        return {"TemplateBody": json.dumps({"Resources": resources})}

    def describe_stack_resource(self, **given: str) -> dict[str, Any]:
        return {"StackResourceDetail": {"PhysicalResourceId": f"arn:{given['LogicalResourceId']}"}}


def test_the_one_secret_is_found() -> None:
    assert deployed_credentials._located(CloudFormation("SmtpSecret"), "Mail", "") == (NAMES, "arn:SmtpSecret")


def test_of_several_one_is_named() -> None:
    several = CloudFormation("OneSecret", "TwoSecret")
    with pytest.raises(NoCredentialsError, match="OneSecret, TwoSecret"):
        deployed_credentials._located(several, "Mail", "")
    assert deployed_credentials._located(several, "Mail", "Two")[1] == "arn:TwoSecret"


def test_a_stack_without_any_says_so() -> None:
    with pytest.raises(NoCredentialsError, match="none"):
        deployed_credentials._located(CloudFormation(), "Mail", "")


class Yaml(CloudFormation):
    """A stack that no CDK has made."""

    def get_template(self, **_: str) -> dict[str, Any]:
        return {"TemplateBody": "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n"}


def test_a_stack_in_yaml_has_none_either() -> None:
    with pytest.raises(NoCredentialsError, match="has not one SmtpCredentials but these: none"):
        deployed_credentials._located(Yaml(), "Mail", "")


ALL = {"host": "h", "port": "587", "username": "AKIA", "password": "p", "from": "a@b.example"}
FIELDS = {"host": "host", "port": "port", "username": "username", "password": "password", "sender": "from"}


class Session:
    """A stack with credentials, whose secret holds a text; every service is this one object."""

    def __init__(self, content: str | None) -> None:
        self._content = content

    def client(self, _service: str) -> Session:
        return self

    def get_template(self, **_: str) -> dict[str, Any]:
        secret = {"Type": "AWS::SecretsManager::Secret", "Metadata": {METADATA: FIELDS}}
        return {"TemplateBody": {"Resources": {"SmtpSecret": secret}}}

    def describe_stack_resource(self, **_: str) -> dict[str, Any]:
        return {"StackResourceDetail": {"PhysicalResourceId": "arn"}}

    def get_secret_value(self, **_: str) -> dict[str, Any]:
        return {"SecretBinary": b"x"} if self._content is None else {"SecretString": self._content}


@pytest.fixture
def holding(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    def hold(content: str | None) -> None:
        monkeypatch.setattr("boto3.Session", lambda **_: Session(content))

    return hold


def test_what_the_secret_holds_is_found(holding: Callable[[str | None], None]) -> None:
    holding(json.dumps({**ALL, "port": 587}))
    assert find_credentials(stack="Mail", id="", region=None).values == {
        SmtpField(field): ALL[name] for field, name in FIELDS.items()
    }


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "holds no host, port, username, password"),
        ("", "holds no host"),
        ("d8;sW-as CloudFormation made it", "holds no host"),
        ("[1]", "holds no host"),
        (json.dumps({**ALL, "port": "smtp"}), "holds a port that is no number"),
        (json.dumps({name: text for name, text in ALL.items() if name != "password"}), "holds no password"),
    ],
)
def test_a_secret_without_credentials_is_refused_and_not_shown(
    holding: Callable[[str | None], None], content: str | None, wrong: str
) -> None:
    holding(content)
    with pytest.raises(NoCredentialsError, match=wrong) as refused:
        find_credentials(stack="Mail", id="", region=None)
    assert "d8;sW" not in str(refused.value)
    assert "AKIA" not in str(refused.value)
