"""Access keys of a user."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Sandbox


def test_a_user_has_two_keys_at_most_and_another_has_its_own(sandbox: Sandbox) -> None:
    iam = sandbox.emulator.client("iam", account=sandbox.account)
    for name in ("ada", "bob"):
        iam.create_user(UserName=name)
    first = iam.create_access_key(UserName="ada")["AccessKey"]["AccessKeyId"]
    iam.create_access_key(UserName="ada")
    with pytest.raises(ClientError, match=r"LimitExceeded.*AccessKeysPerUser: 2"):
        iam.create_access_key(UserName="ada")
    iam.create_access_key(UserName="bob")
    iam.delete_access_key(UserName="ada", AccessKeyId=first)
    iam.create_access_key(UserName="ada")
