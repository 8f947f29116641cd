"""The SPF of a domain, merged with its other TXT values and judged by pyspf's grammar."""

from __future__ import annotations

from unittest import mock

import pytest
import spf
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Spf

TERMS = ["mx", "a:mail.shop.example", "ip4:192.0.2.0/24", "include:_spf.other.example", "exists:%{i}.x.example"]


def test_without_an_spf_one_is_added_and_the_rest_stays() -> None:
    assert Spf.merged_with([]).values == ("v=spf1 include:amazonses.com ~all",)
    assert Spf.merged_with(["site-check=1"]).values == ("site-check=1", "v=spf1 include:amazonses.com ~all")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("v=spf1 mx -all", "v=spf1 mx include:amazonses.com -all"),
        ("v=spf1 mx", "v=spf1 mx include:amazonses.com"),
        ("V=SPF1 ?all", "V=SPF1 include:amazonses.com ?all"),
        ("v=spf1 +Include:amazonses.com ~all", "v=spf1 +Include:amazonses.com ~all"),
        ("v=spf1 include:amazonses.com redirect=x.example", "v=spf1 include:amazonses.com redirect=x.example"),
        ("v=spf1 -all redirect=x.example", "v=spf1 include:amazonses.com -all redirect=x.example"),
    ],
)
def test_ses_is_added_before_the_end_and_only_once(before: str, after: str) -> None:
    assert Spf.merged_with([before]).values == (after,)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (["v=spf1 -all", "v=spf1 mx -all"], "more than one SPF"),
        (["v=spf1 redirect=x.example"], "another domain"),
        (["v=spf1 " + " ".join(f"include:{n}.example" for n in range(10)) + " -all"], "more than 10 look-ups"),
    ],
)
def test_what_receivers_would_ignore_is_refused(values: list[str], wrong: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        Spf.merged_with(values)
    assert wrong in caught.value.problem
    assert caught.value.fix


@given(st.lists(st.sampled_from(TERMS), max_size=5, unique=True), st.sampled_from(["~all", "-all", "?all", ""]))
def test_a_merged_record_lets_ses_pass_and_others_as_before(terms: list[str], end: str) -> None:
    before = " ".join(["v=spf1", *terms, *([end] if end else [])])
    (after,) = Spf.merged_with([before]).values
    assert answer(after, "198.51.100.7") == "pass"
    assert answer(after, "203.0.113.9") == answer(before, "203.0.113.9")


def answer(record: str, address: str) -> str:
    """What pyspf says of a sender, SES being 198.51.100.7 and every name a host at 192.0.2.99."""
    texts = {
        "shop.example": record,
        "amazonses.com": "v=spf1 ip4:198.51.100.7 -all",
        "_spf.other.example": "v=spf1 -all",
    }

    def look_up(name: str, kind: str, *rest: object, **more: object) -> list[object]:
        if kind == "TXT":
            return [((name, kind), (texts[name].encode(),))] if name in texts else []
        return [((name, kind), "192.0.2.99" if kind == "A" else (10, "mail.shop.example"))]

    with mock.patch.object(spf, "DNSLookup", look_up):
        result: str = spf.query(i=address, s="a@shop.example", h="shop.example").check()[0]
    return result


def test_the_records_are_one_value_each_and_long_ones_are_split() -> None:
    records = Spf.merged_with(["x" * 300]).records("shop.example")
    assert [record.name for record in records] == ["shop.example"] * 2
    assert records[0].value == f'"{"x" * 255}" "{"x" * 45}"'
    assert records[0].purpose == "kept from before"
    assert records[1].purpose == "SPF of the domain"


def test_a_value_given_twice_is_published_once() -> None:
    assert Spf.merged_with(["a", "a"]).values == ("a", "v=spf1 include:amazonses.com ~all")


@pytest.mark.parametrize("value", ["v=spf1 include:bücher.example -all", "site=Zürich", "a\nb"])
def test_what_a_record_cannot_hold_is_refused(value: str) -> None:
    with pytest.raises(InvalidSettingError, match="printable ASCII only") as caught:
        Spf.merged_with([value])
    assert caught.value.setting == "values"


def test_one_value_may_stand_alone() -> None:
    assert Spf.merged_with("v=spf1 mx -all") == Spf.merged_with(["v=spf1 mx -all"])
