"""What is taken as an e-mail address, and what is refused."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address, checked_addresses, domain_of, labelled, mailto


@pytest.mark.parametrize(
    ("address", "wrong", "fix"),
    [
        ("shop.example", "is not an e-mail address", "reports@example.com"),
        ("@shop.example", "is not an e-mail address", "reports@example.com"),
        ("a@", "is not an e-mail address", "reports@example.com"),
        ("a@localhost", "is not an e-mail address", "reports@example.com"),
        ("a b@shop.example", "is not an e-mail address", "reports@example.com"),
        ("a..b@shop.example", "is not an e-mail address", "reports@example.com"),
        ("Shop <a@shop.example>", "has a display name", "'a@shop.example'"),
        ("jörg@shop.example", "outside ASCII", "another address"),
        ("a" * 65 + "@shop.example", "more than 64", "shorter"),
        ("a@bücher.example", "outside ASCII", "xn--bcher-kva.example"),
    ],
)
def test_what_is_no_address_is_refused_with_the_cure(address: str, wrong: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        checked_address("address", address)
    assert caught.value.setting == "address"
    assert wrong in caught.value.problem
    assert fix in caught.value.fix


def test_only_the_domain_loses_its_capitals() -> None:
    assert checked_address("address", "Sales.Team@Shop.Example") == "Sales.Team@shop.example"
    assert domain_of("Sales@Shop.Example") == "shop.example"


@given(st.text(max_size=100) | st.emails())
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        address = checked_address("address", text)
    except InvalidSettingError as error:
        assert error.fix
    else:
        assert Address(addr_spec=address).addr_spec == address


@pytest.mark.parametrize("address", ["a@b.example;x=1", "a@b.example,c@d.example", "a!b@c.example"])
def test_an_address_that_would_break_a_record_is_refused(address: str) -> None:
    with pytest.raises(InvalidSettingError, match="ends an address") as caught:
        checked_addresses("reports_to", address)
    assert "without" in caught.value.fix


def test_one_address_several_and_none_are_taken() -> None:
    assert checked_addresses("reports_to", None) == ()
    assert checked_addresses("reports_to", "a@b.example") == ("a@b.example",)
    assert checked_addresses("reports_to", ["a@b.example", "c@d.example", "a@b.example"]) == (
        "a@b.example",
        "c@d.example",
    )


def test_a_uri_has_nothing_that_ends_it() -> None:
    assert mailto("a+b@shop.example") == "mailto:a+b@shop.example"
    assert mailto("50%&more?#@shop.example") == "mailto:50%25%26more%3F%23@shop.example"


def test_a_label_stands_before_the_at_sign() -> None:
    assert labelled("owner@shop.example", "order-7.a=b") == "owner+order-7.a=b@shop.example"


@pytest.mark.parametrize("label", ["", "a b", "a@b", ".a", "a..b", "ä", "x" * 59])
def test_a_label_that_makes_another_address_is_refused(label: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        labelled("owner@shop.example", label)
    assert caught.value.setting == "label"
    assert "64 characters" in caught.value.fix
