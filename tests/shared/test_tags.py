"""Tags as SES takes them."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.tags import check_tags


@pytest.mark.parametrize("tags", [{}, {"k": ""}, {"k" * 128: "x" * 256}, {str(n): "" for n in range(50)}])
def test_tags_within_the_limits_pass(tags: dict[str, str]) -> None:
    check_tags(tags)


@pytest.mark.parametrize("tags", [{"": "x"}, {"k" * 129: "x"}, {"k": "x" * 257}, {str(n): "" for n in range(51)}])
def test_tags_beyond_the_limits_are_refused(tags: dict[str, str]) -> None:
    with pytest.raises(InvalidSettingError, match="tags") as caught:
        check_tags(tags)
    assert caught.value.fix.startswith("give")


@pytest.mark.parametrize("tags", [{"aws:team": "shop"}, {"AWS:team": "shop"}, {"team": "aws:shop"}])
def test_what_aws_keeps_to_itself_is_refused(tags: dict[str, str]) -> None:
    with pytest.raises(InvalidSettingError, match="AWS keeps to itself"):
        check_tags(tags)
