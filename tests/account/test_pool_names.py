"""What both kinds of pools check."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.account.pool_names import check_pool
from ses_constructs.errors import InvalidSettingError


@pytest.mark.parametrize("name", [None, "fast", "a-b_9", "a" * 64])
def test_names_of_pools(name: str | None) -> None:
    check_pool(name, {"team": "mail"})


def test_a_token_is_not_looked_into() -> None:
    check_pool(cdk.Token.as_string({"Ref": "Name"}), None)


@pytest.mark.parametrize(
    "name", ["", "Marketing", "a b", "a" * 65, "ses-shared-pool", "ses-default-dedicated-pool"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="pool"):
        check_pool(name, None)


def test_tags_are_checked() -> None:
    with pytest.raises(InvalidSettingError):
        check_pool(None, {"": "x"})
