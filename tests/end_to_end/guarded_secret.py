"""A secret that Mail Manager reads, and the policies that let it: to be changed, and put back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import Record

Change = Callable[[Record], list[Record]]
"""What becomes of the statement that lets SES in."""
Heal = Callable[[], object]
"""Puts back what was there."""


class GuardedSecret:
    """A deployed secret with the key that it is encrypted with.

    Args:
        emulator: Where it is deployed.
        secret_arn: Of the secret.
        key_arn: Of its key.
    """

    def __init__(self, emulator: Emulator, secret_arn: str, key_arn: str) -> None:
        self._secrets: Any = emulator.client("secretsmanager")
        self._keys: Any = emulator.client("kms")
        self.arn = secret_arn
        self._key = key_arn

    def content(self) -> dict[str, str]:
        """What it holds."""
        found: dict[str, str] = json.loads(self._secrets.get_secret_value(SecretId=self.arn)["SecretString"])
        return found

    def put(self, content: dict[str, str]) -> Heal:
        """Writes another version; what heals writes the old content again, as a third."""
        old = self.content()
        self._secrets.put_secret_value(SecretId=self.arn, SecretString=json.dumps(content))
        return lambda: self._secrets.put_secret_value(SecretId=self.arn, SecretString=json.dumps(old))

    def change_policy(self, change: Change) -> Heal:
        """Changes the policy of the secret."""
        old = self._secrets.get_resource_policy(SecretId=self.arn)["ResourcePolicy"]

        def put(policy: str) -> None:
            self._secrets.put_resource_policy(SecretId=self.arn, ResourcePolicy=policy)

        put(_changed(old, change))
        return lambda: put(old)

    def change_key_policy(self, change: Change) -> Heal:
        """Changes the policy of the key."""
        old = self._keys.get_key_policy(KeyId=self._key, PolicyName="default")["Policy"]

        def put(policy: str) -> None:
            self._keys.put_key_policy(KeyId=self._key, PolicyName="default", Policy=policy)

        put(_changed(old, change))
        return lambda: put(old)


def gone(_: Record) -> list[Record]:
    """Nothing of the statement."""
    return []


def for_another_kind(statement: Record) -> list[Record]:
    """The statement for relays instead of ingress points, or the other way round."""
    relay, point = "mailmanager-smtp-relay", "mailmanager-ingress-point"
    source = str(statement["Condition"]["ArnLike"]["aws:SourceArn"])
    other = source.replace(relay, point) if relay in source else source.replace(point, relay)
    condition = {**statement["Condition"], "ArnLike": {"aws:SourceArn": other}}
    assert other != source
    return [{**statement, "Condition": condition}]


def for_another_account(statement: Record) -> list[Record]:
    """The statement for resources of somebody else."""
    equal = {**statement["Condition"]["StringEquals"], "aws:SourceAccount": "111122223333"}
    return [{**statement, "Condition": {**statement["Condition"], "StringEquals": equal}}]


def without(action: str) -> Change:
    """The statement with one action fewer."""

    def narrowed(statement: Record) -> list[Record]:
        left = [each for each in statement["Action"] if each != action]
        assert len(left) == len(statement["Action"]) - 1
        return [{**statement, "Action": left}]

    return narrowed


def _changed(policy: str, change: Change) -> str:
    document = json.loads(policy)
    (ours,) = [one for one in document["Statement"] if one["Principal"] == {"Service": "ses.amazonaws.com"}]
    others = [one for one in document["Statement"] if one != ours]
    return json.dumps({**document, "Statement": [*others, *change(ours)]})
