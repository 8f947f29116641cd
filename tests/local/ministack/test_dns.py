"""What public DNS answers from the emulated hosted zones."""

from __future__ import annotations

import itertools

import pytest
from ministack.services import route53

from ses_constructs.local.ministack.dns import answer
from ses_constructs.local.world import Place

# Hosted zones of all accounts answer together, so each test has a domain of its own.
_NUMBERS = itertools.count()


@pytest.fixture
def domain(place: Place) -> str:
    return f"d{next(_NUMBERS)}.example"


def zone(name: str, *records: tuple[str, str, list[str]]) -> str:
    zone_id = str(route53._zone_id())
    route53._zones[zone_id] = {"id": zone_id, "name": f"{name}.", "caller_reference": zone_id}
    route53._records[zone_id] = [
        {"Name": f"{owner}.", "Type": type, "TTL": "300", "ResourceRecords": values}
        for owner, type, values in records
    ]
    return zone_id


def test_names_come_without_their_trailing_dots(domain: str) -> None:
    zone(domain, (f"k._domainkey.{domain}", "CNAME", ["k.dkim.example.net."]))
    assert answer(f"k._domainkey.{domain}", "CNAME") == ["k.dkim.example.net"]
    assert answer(f"K._DomainKey.{domain.upper()}.", "CNAME") == ["k.dkim.example.net"]


def test_the_strings_of_a_text_are_joined_and_unquoted(domain: str) -> None:
    zone(domain, (domain, "TXT", ['"v=spf1 " "-all"', '"say \\"hi\\""']))
    assert answer(domain, "TXT") == ["v=spf1 -all", 'say "hi"']


def test_an_exchanger_keeps_its_priority(domain: str) -> None:
    zone(domain, (domain, "MX", ["10 mx.example.net."]))
    assert answer(domain, "MX") == ["10 mx.example.net"]


def test_nothing_is_answered_for_another_type_or_name(domain: str) -> None:
    zone(domain, (domain, "MX", ["10 mx.example.net."]))
    assert answer(domain, "TXT") == []
    assert answer(f"www.{domain}", "MX") == []


def test_an_alias_is_followed_to_another_zone(domain: str) -> None:
    zone(domain, (f"_dmarc.{domain}", "CNAME", [f"_dmarc.other-{domain}."]))
    zone(f"other-{domain}", (f"_dmarc.other-{domain}", "TXT", ['"v=DMARC1; p=none"']))
    assert answer(f"_dmarc.{domain}", "TXT") == ["v=DMARC1; p=none"]


def test_an_alias_of_itself_is_answered_with_nothing(domain: str) -> None:
    zone(domain, (f"a.{domain}", "CNAME", [f"a.{domain}."]))
    assert answer(f"a.{domain}", "TXT") == []


def test_a_zone_below_another_is_asked_only_when_it_is_delegated(domain: str) -> None:
    parent = zone(domain, (f"mail.{domain}", "TXT", ['"parent"']))
    zone(f"mail.{domain}", (f"mail.{domain}", "TXT", ['"child"']))
    assert answer(f"mail.{domain}", "TXT") == ["parent"]
    route53._records[parent].append(
        {"Name": f"mail.{domain}.", "Type": "NS", "ResourceRecords": ["ns.example.net."]}
    )
    assert answer(f"mail.{domain}", "TXT") == ["child"]


def test_a_private_zone_is_not_public(domain: str) -> None:
    private = zone(domain, (domain, "TXT", ['"secret"']))
    route53._zones[private]["private"] = True
    assert answer(domain, "TXT") == []
