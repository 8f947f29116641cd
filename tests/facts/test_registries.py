"""Names below which anybody may register a domain."""

from __future__ import annotations

import pytest

from ses_constructs.facts.registries import SECOND_LEVEL_REGISTRIES, is_registry


@pytest.mark.parametrize(
    "name", ["com", "uk", "co.uk", "CO.UK", "com.au", "or.jp", "gob.mx", "plc.uk", "anything.ck"]
)
def test_a_registry_belongs_to_nobody_alone(name: str) -> None:
    assert is_registry(name)


@pytest.mark.parametrize(
    "name", ["shop.example", "shop.co.uk", "co.de", "com.de", "co.com", "t.co", "ibm.de", "www.ck", "uk.example"]
)
def test_a_domain_has_an_owner(name: str) -> None:
    assert not is_registry(name)


def test_each_has_two_labels_the_second_of_a_country() -> None:
    assert len(SECOND_LEVEL_REGISTRIES) == 1040
    assert all(len(name.split(".")) == 2 and len(name.split(".")[1]) == 2 for name in SECOND_LEVEL_REGISTRIES)
