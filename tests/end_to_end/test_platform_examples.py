"""The examples of platforms, deployed as they stand: what their application is handed, and what outlives them.

What the platforms do with it is in ``test_platforms.py`` and ``test_smtp_credentials.py``.
"""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.test_examples import STACK, Example

KEPT = {
    "smtp_credentials": {"shop.example"},
    "django": {"shop.example"},
    "plausible": {"shop.example"},
    "plunk": {"shop.example", "news.example"},
    "listmonk": {"news.example"},
}
"""Domains by example."""
WITHOUT_A_SECRET = {"django"}
"""It sends with its role."""


def types_of(account: Account) -> set[str]:
    found = account.emulator.client("cloudformation").describe_stack_resources(StackName=STACK)
    return {resource["ResourceType"] for resource in found["StackResources"]}


def secrets_of(account: Account) -> list[dict[str, str]]:
    client = account.emulator.client("secretsmanager")
    names = [secret["ARN"] for secret in client.list_secrets()["SecretList"]]
    return [json.loads(client.get_secret_value(SecretId=name)["SecretString"]) for name in names]


@pytest.mark.parametrize("name", sorted(KEPT))
def test_an_example_of_a_platform_is_deployed_and_leaves_its_domains(
    name: str, emptied: Account, assembly: Assembly
) -> None:
    example = Example(name, emptied, assembly)
    example.deploy()
    assert "AWS::SES::ConfigurationSet" in types_of(emptied)
    identities = emptied.ses.list_email_identities()["EmailIdentities"]
    assert {identity["IdentityName"] for identity in identities} == KEPT[name]
    held = secrets_of(emptied)
    assert len(held) == (0 if name in WITHOUT_A_SECRET else 1)
    iam = emptied.emulator.client("iam")
    for secret in held:
        keys = [
            key["AccessKeyId"]
            for user in iam.list_users()["Users"]
            for key in iam.list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"]
        ]
        assert set(keys) & set(secret.values())
    left = {line.split()[1] for line in example.destroy() if line.startswith("identity ")}
    assert left == KEPT[name]
    assert secrets_of(emptied) == []
