"""The operators of conditions."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.ingress import comparisons


@pytest.mark.parametrize(
    ("operator", "found", "values", "expected"),
    [
        ("EQUALS", ["a@b.c"], ["a@b.c"], True),
        ("EQUALS", ["A@B.c"], ["a@b.C"], True),
        ("EQUALS", ["a@b.c"], ["b@b.c", "a@b.c"], True),
        ("EQUALS", ["A <a@b.c>"], ["a@b.c"], False),
        ("EQUALS", [], ["a@b.c"], False),
        ("EQUALS", ["x", "a@b.c"], ["a@b.c"], True),
        ("NOT_EQUALS", ["a@b.c"], ["b@b.c"], True),
        ("NOT_EQUALS", ["a@b.c"], ["b@b.c", "a@b.c"], False),
        ("NOT_EQUALS", [], ["a@b.c"], True),
        ("STARTS_WITH", ["a@b.c"], ["a@"], True),
        ("STARTS_WITH", ["a@b.c"], ["b.c"], False),
        ("ENDS_WITH", ["a@b.c"], ["x", "@b.c"], True),
        ("ENDS_WITH", ["a@b.c"], ["a@"], False),
        ("CONTAINS", ["A <a@b.c>"], ["a@b.c"], True),
        ("CONTAINS", ["a"], ["b"], False),
    ],
)
def test_text(operator: str, found: list[str], values: list[str], expected: bool) -> None:
    assert comparisons.text(operator, found, values) is expected


@pytest.mark.parametrize(
    ("operator", "smaller", "same", "larger"),
    [
        ("EQUALS", False, True, False),
        ("NOT_EQUALS", True, False, True),
        ("LESS_THAN", True, False, False),
        ("LESS_THAN_OR_EQUAL", True, True, False),
        ("GREATER_THAN", False, False, True),
        ("GREATER_THAN_OR_EQUAL", False, True, True),
    ],
)
def test_numbers(operator: str, smaller: bool, same: bool, larger: bool) -> None:
    assert [comparisons.number(operator, found, 10.0) for found in (9, 10, 11)] == [smaller, same, larger]


@pytest.mark.parametrize(
    ("operator", "ip", "expected"),
    [
        ("CIDR_MATCHES", "192.0.2.1", True),
        ("CIDR_MATCHES", "198.51.100.9", True),
        ("CIDR_MATCHES", "203.0.113.1", False),
        ("CIDR_MATCHES", "2001:db8::1", False),
        ("NOT_CIDR_MATCHES", "203.0.113.1", True),
        ("NOT_CIDR_MATCHES", "192.0.2.1", False),
    ],
)
def test_addresses(operator: str, ip: str, expected: bool) -> None:
    assert comparisons.address(operator, ip, ["192.0.2.0/24", "198.51.100.9/32"]) is expected


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("EQUALS", ["FAIL", "GRAY"], True),
        ("EQUALS", ["PASS"], False),
        ("NOT_EQUALS", ["PASS"], True),
        ("NOT_EQUALS", ["PASS", "GRAY"], False),
    ],
)
def test_choices(operator: str, values: list[str], expected: bool) -> None:
    assert comparisons.one_of(operator, "GRAY", values) is expected


@pytest.mark.parametrize("found", [True, False])
def test_truth(found: bool) -> None:
    assert comparisons.truth("IS_TRUE", found) is found
    assert comparisons.truth("IS_FALSE", found) is not found


@pytest.mark.parametrize(
    ("operator", "version", "wanted", "expected"),
    [
        ("IS", "TLSv1.2", "TLS1_2", True),
        ("IS", "TLSv1.3", "TLS1_2", False),
        ("IS", "", "TLS1_2", False),
        ("MINIMUM_TLS_VERSION", "TLSv1.3", "TLS1_2", True),
        ("MINIMUM_TLS_VERSION", "TLSv1.2", "TLS1_2", True),
        ("MINIMUM_TLS_VERSION", "TLSv1.2", "TLS1_3", False),
        ("MINIMUM_TLS_VERSION", "", "TLS1_2", False),
    ],
)
def test_tls(operator: str, version: str, wanted: str, expected: bool) -> None:
    assert comparisons.tls(operator, version, wanted) is expected
