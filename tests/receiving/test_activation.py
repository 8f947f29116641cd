"""The four ways a rule set is, or is not, active."""

from __future__ import annotations

import pytest

from ses_constructs.receiving import Activation


@pytest.mark.parametrize("mode", ["exclusive", "takeover", "join", "off"])
def test_each_way_is_made_by_its_name(mode: str) -> None:
    assert getattr(Activation, mode)().mode == mode
    assert getattr(Activation, mode)() == getattr(Activation, mode)()
