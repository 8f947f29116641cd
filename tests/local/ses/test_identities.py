"""Identities: which one speaks for an address, and their settings."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import identities
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import Place
from tests.local.ses.aws import Account


def test_the_address_speaks_before_its_domain_and_the_domain_before_its_parent(state: PlaceState) -> None:
    for name in ("example.com", "shop.example.com", "a@shop.example.com"):
        identities.create(state, name)
    found = [identity.name for identity in identities.covering(state, "A <a@shop.example.com>")]
    assert found == ["a@shop.example.com", "shop.example.com", "example.com"]


def test_domains_are_compared_without_case_and_addresses_exactly(state: PlaceState) -> None:
    identities.create(state, "Example.com")
    identities.create(state, "Sales@example.com")
    assert identities.find(state, "EXAMPLE.COM") is not None
    assert identities.find(state, "Sales@EXAMPLE.com") is not None
    assert identities.find(state, "sales@example.com") is None


@pytest.mark.parametrize("name", ["", "localhost", "a b.com", "@example.com", "example..com"])
def test_what_is_neither_domain_nor_address_is_refused(state: PlaceState, name: str) -> None:
    with pytest.raises(RefusedError, match="neither a domain nor an address"):
        identities.create(state, name)


def test_an_identity_is_made_once(state: PlaceState) -> None:
    identities.create(state, "example.com")
    with pytest.raises(RefusedError, match="already exist"):
        identities.create(state, "example.com")


@pytest.mark.parametrize("domain", ["example.com", "bounce.example.org", "xexample.com"])
def test_a_mail_from_domain_must_be_below_the_identity(state: PlaceState, domain: str) -> None:
    identity = identities.create(state, "example.com")
    with pytest.raises(RefusedError, match="not subdomain"):
        identities.set_mail_from(state, identity, domain, None)


def test_own_key_and_key_length_do_not_go_together(state: PlaceState) -> None:
    identity = identities.create(state, "example.com")
    attributes = {"DomainSigningSelector": "a", "NextSigningKeyLength": "RSA_2048_BIT"}
    with pytest.raises(RefusedError, match="cannot go with a key"):
        identities.set_dkim_signing(state, identity, attributes, None)


def test_a_selector_without_a_key_is_refused(state: PlaceState) -> None:
    identity = identities.create(state, "example.com")
    with pytest.raises(RefusedError, match="together"):
        identities.set_own_key(state, identity, {"DomainSigningSelector": "a"})


def test_a_key_that_is_no_key_is_refused(state: PlaceState) -> None:
    identity = identities.create(state, "example.com")
    attributes = {"DomainSigningSelector": "a", "DomainSigningPrivateKey": "bm9uc2Vuc2U="}
    with pytest.raises(RefusedError, match="not a valid RSA"):
        identities.set_own_key(state, identity, attributes)


def test_an_unknown_default_configuration_set_is_refused(state: PlaceState) -> None:
    identity = identities.create(state, "example.com")
    with pytest.raises(RefusedError, match="Configuration set <none> does not exist"):
        identities.set_configuration_set(state, identity, "none")


def test_places_do_not_share_identities(ses: Ses, account: Account) -> None:
    account.verify()
    other = Account(ses, account.world, Place("123456789012", "eu-west-1"))
    assert other.v2.list_email_identities()["EmailIdentities"] == []
