"""DNS records."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Told = Callable[[str, str], dict[str, list[str]]]


def record(name: str, type_name: str, value: str) -> str:
    return (
        f"Record: {{Type: AWS::Route53::RecordSet, Properties: {{HostedZoneId: Z1, Name: {name}, "
        f"Type: {type_name}, TTL: 300, ResourceRecords: ['{value}']}}}}"
    )


def dmarc(policy: str) -> str:
    return record("_dmarc.shop.example", "TXT", f'"v=DMARC1; {policy}"')


def test_a_record_that_is_gone_is_a_warning(told: Told) -> None:
    found = told(record("shop.example.", "MX", "10 inbound-smtp.eu-west-1.amazonaws.com"), "{}")
    assert found["dns-record-removed"] == [
        "the MX record of shop.example is gone; it was 10 inbound-smtp.eu-west-1.amazonaws.com"
    ]


def test_a_new_record_is_a_note(told: Told) -> None:
    assert "dns-record-added" in told("{}", dmarc("p=none"))


def test_the_same_name_written_otherwise_is_no_change(told: Told) -> None:
    old = record("Shop.example", "MX", "10 a.example")
    assert told(old, record("shop.example.", "MX", "10 a.example")) == {}


@pytest.mark.parametrize(
    ("was", "becomes", "text"),
    [
        ("p=reject", "p=none", "p of the DMARC policy of shop.example changes from reject to none"),
        ("p=reject", "p=reject; sp=none", "sp of the DMARC policy of shop.example changes from reject to none"),
    ],
)
def test_a_weaker_dmarc_policy_is_told(told: Told, was: str, becomes: str, text: str) -> None:
    assert text in told(dmarc(was), dmarc(becomes))["dmarc-weakened"]


def test_a_stronger_dmarc_policy_is_a_changed_record(told: Told) -> None:
    found = told(dmarc("p=none"), dmarc("p=reject"))
    assert "dns-record-changed" in found
    assert "dmarc-weakened" not in found
    assert "dmarc-tightened" in found


@pytest.mark.parametrize(("was", "becomes"), [("-all", "~all"), ("~all", "?all"), ("~all", "all"), ("-all", "")])
def test_a_weaker_spf_record_is_told(told: Told, was: str, becomes: str) -> None:
    old = record("bounce.shop.example", "TXT", f'"v=spf1 include:amazonses.com {was}"')
    assert "spf-weakened" in told(old, old.replace(was, becomes))
    found = told(old.replace(was, becomes), old)
    assert "spf-weakened" not in found
    assert "spf-tightened" in found


def test_records_that_have_nothing_to_do_with_mail_are_left_alone(told: Told) -> None:
    assert told(record("www.shop.example", "A", "192.0.2.1"), "{}") == {}


def test_a_dkim_record_is_known_by_the_identity_it_asks(told: Told) -> None:
    shop = "Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}\n"
    old = shop + record("!GetAtt Shop.DkimDNSTokenName1", "CNAME", "a.example")
    assert told(old, shop)["dns-record-removed"][0].startswith("the CNAME record of ${shop.dkimdnstokenname1}")
