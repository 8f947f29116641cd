"""Lists in pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.pages import page


@given(st.lists(st.integers()), st.integers(min_value=1, max_value=7))
def test_pages_together_are_the_list(items: list[int], size: int) -> None:
    found: list[int] = []
    parameters: dict[str, object] = {"PageSize": size}
    while True:
        answer = page(items, parameters, "Items")
        found += answer["Items"]
        assert len(answer["Items"]) <= size
        if "NextToken" not in answer:
            break
        parameters["NextToken"] = answer["NextToken"]
    assert found == items


@pytest.mark.parametrize("token", ["!", "bm8="])
def test_a_made_up_token_is_refused(token: str) -> None:
    with pytest.raises(RefusedError, match="NextToken"):
        page([], {"NextToken": token}, "Items")


def test_a_filter_is_not_passed_over() -> None:
    with pytest.raises(RefusedError, match="not emulated"):
        page([], {"Filter": {"a": "b"}}, "Items")
