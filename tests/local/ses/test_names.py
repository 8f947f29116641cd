"""What things of SES may be called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.local.ses import names
from ses_constructs.local.ses.failures import RefusedError


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (names.check_configuration_set, ["a", "-a_", "a" * 64], ["", "a b", "a.b", "ä", "a" * 65]),
        (names.check_event_destination, ["to-sns"], ["to sns", ""]),
        (names.check_rule_set, ["a", "a-b_c", "a" * 64], ["", "-a", "a-", "a.b", "a" * 65]),
        (names.check_filter, ["a1"], ["a.b", "_a"]),
        (names.check_rule, ["a", "a.b-c_d"], [".a", "a.", "a b", "a" * 65]),
    ],
)
def test_names(check: Callable[[str], None], good: list[str], bad: list[str]) -> None:
    for name in good:
        check(name)
    for name in bad:
        with pytest.raises(RefusedError, match="Invalid"):
            check(name)


@pytest.mark.parametrize(
    ("name", "value"), [("X_Team", "a"), ("X" * 51, "a"), ("", "a"), ("X-A", "a\r\nb"), ("X-A", "a" * 2048)]
)
def test_headers_that_rules_may_not_add(name: str, value: str) -> None:
    with pytest.raises(RefusedError, match="Invalid header"):
        names.check_added_header(name, value)


def test_a_header_that_rules_may_add() -> None:
    names.check_added_header("X" * 50, "a" * 2047)
