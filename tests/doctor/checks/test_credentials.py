"""SMTP users."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.doctor.conftest import NOW, Found

USER = "Smtp: {Type: AWS::IAM::User}"


def key(days: int, status: str = "Active") -> dict[str, Any]:
    return {"Status": status, "CreateDate": NOW - timedelta(days=days)}


@pytest.mark.parametrize(
    ("keys", "rules"),
    [
        ([key(90)], []),
        ([key(91)], ["smtp-password-old"]),
        ([key(1), key(200)], ["smtp-password-old"]),
        ([key(1), key(200, "Inactive")], []),
        ([key(1, "Inactive")], ["smtp-password-inactive"]),
        ([], ["smtp-password-missing"]),
    ],
)
def test_the_keys_of_a_user_are_looked_at(found: Found, keys: list[object], rules: list[str]) -> None:
    assert [rule for rule, _ in found(USER, {"iam.list_access_keys": {"AccessKeyMetadata": keys}})] == rules


def test_a_user_that_is_gone_is_told(found: Found) -> None:
    gone = {"iam.list_access_keys": "NoSuchEntityException"}
    assert [rule for rule, _ in found(USER, gone)] == ["smtp-password-missing"]
