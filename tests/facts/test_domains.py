"""What is taken as a domain name, and what is refused."""

from __future__ import annotations

import dns.name
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import checked_domain, is_below


@pytest.mark.parametrize(
    ("domain", "wrong", "fix"),
    [
        ("www.shop.example", "never verifies", "'shop.example'"),
        ("ops@shop.example", "is an e-mail address", "'shop.example'"),
        ("shop.example.", "ends with a dot", "'shop.example'"),
        ("bücher.example", "outside ASCII", "'xn--bcher-kva.example'"),
        ("straße.example", "outside ASCII", "the one that its registrar shows"),
        ("STRAẞE.example", "outside ASCII", "the one that its registrar shows"),
        ("192.0.2.1", "is not a domain name", "a name with a dot"),
        ("localhost", "is not a domain name", "'example.com'"),
        ("a" * 64 + ".example", "longer than 63", "shorten"),
        (".".join(["a" * 60] * 5), "longer than 253", "shorter name"),
        ("shop .example", "does not allow", "letters, digits and inner dashes"),
        ("-shop.example", "does not allow", "letters, digits and inner dashes"),
        ("shop..example", "does not allow", "letters, digits and inner dashes"),
    ],
)
def test_a_name_that_can_never_verify_is_refused_with_the_cure(domain: str, wrong: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        checked_domain("domain", domain)
    assert f"domain={domain!r}" in str(caught.value)
    assert wrong in caught.value.problem
    assert fix in caught.value.fix


def test_domains_are_compared_in_lower_case() -> None:
    assert checked_domain("domain", "Shop.Example") == "shop.example"


@given(st.text(max_size=300))
def test_any_text_is_a_dns_name_or_is_refused(text: str) -> None:
    try:
        domain = checked_domain("domain", text)
    except InvalidSettingError as error:
        assert error.fix
    else:
        assert dns.name.from_text(domain).is_absolute()


def test_a_name_is_not_below_itself_nor_below_a_name_it_only_ends_like() -> None:
    assert is_below("a.b.Example", "example")
    assert not is_below("shop.example", "shop.example")
    assert not is_below("bigshop.example", "shop.example")
