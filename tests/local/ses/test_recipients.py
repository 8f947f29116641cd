"""Recipient conditions (guide, the grammar of receipt rules)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.ses.recipients import matches

LABEL = st.text(alphabet="abcz09", min_size=1, max_size=6)
DOMAIN = st.lists(LABEL, min_size=2, max_size=4).map(".".join)


@pytest.mark.parametrize(
    ("condition", "address", "fits"),
    [
        ("user@example.com", "user@example.com", True),
        ("user@example.com", "user+123@example.com", True),
        ("user@example.com", "users@example.com", False),
        ("user@example.com", "user@mail.example.com", False),
        ("user+123@example.com", "user+123@example.com", True),
        ("user+123@example.com", "user@example.com", False),
        ("user+123@example.com", "user+124@example.com", False),
        ("example.com", "any@example.com", True),
        ("example.com", "any@mail.example.com", False),
        ("mail.example.com", "any@mail.example.com", True),
        ("mail.example.com", "any@example.com", False),
        (".example.com", "any@mail.example.com", True),
        (".example.com", "any@a.b.example.com", True),
        (".example.com", "any@example.com", False),
        (".example.com", "any@badexample.com", False),
        ("Example.COM", "ANY@example.com", True),
    ],
)
def test_a_condition_fits_or_not(condition: str, address: str, fits: bool) -> None:
    assert matches([condition], address) is fits


@given(LABEL, DOMAIN)
def test_no_condition_fits_everybody(local: str, domain: str) -> None:
    assert matches([], f"{local}@{domain}")


@given(LABEL, LABEL, DOMAIN, LABEL)
def test_domain_and_its_subdomains_are_two_conditions(local: str, tag: str, domain: str, label: str) -> None:
    below, above = f"{local}+{tag}@{label}.{domain}", f"{local}+{tag}@{domain}"
    assert matches([domain], above)
    assert not matches([domain], below)
    assert matches([f".{domain}"], below)
    assert not matches([f".{domain}"], above)
    assert matches([domain, f".{domain}"], below)


@given(LABEL, LABEL, DOMAIN)
def test_an_address_takes_its_tags_and_a_tagged_one_only_itself(local: str, tag: str, domain: str) -> None:
    assert matches([f"{local}@{domain}"], f"{local}+{tag}@{domain}")
    assert not matches([f"{local}+{tag}@{domain}"], f"{local}@{domain}")
