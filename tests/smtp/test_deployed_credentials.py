"""Finding the credentials of a deployed stack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_constructs.smtp import deployed_credentials
from ses_constructs.smtp.deployed_credentials import METADATA, NoCredentialsError

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
