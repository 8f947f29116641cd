"""Settings that domains and addresses share."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities.properties import dkim_attributes, feedback_attributes, tag_list


def test_what_is_left_out_is_nothing() -> None:
    assert dkim_attributes(None) is None
    assert feedback_attributes(True) is None
    assert tag_list(None) is None


def test_no_tags_are_not_the_same_as_tags_left_out() -> None:
    assert tag_list({}) == []
    assert tag_list({"team": "shop"}) == [cdk.CfnTag(key="team", value="shop")]


@pytest.mark.parametrize("tags", [{"": "x"}, {"k" * 129: "x"}, {"k": "x" * 257}, {str(n): "" for n in range(51)}])
def test_tags_that_ses_does_not_take_are_refused(tags: dict[str, str]) -> None:
    with pytest.raises(InvalidSettingError, match="tags") as caught:
        tag_list(tags)
    assert caught.value.fix.startswith("give")
