"""What DNS answers."""

from __future__ import annotations

import pytest

from ses_constructs.doctor import Answer
from tests.doctor.conftest import Found, Names

MX = """
Mx: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: bounce.shop.example., Type: MX, TTL: 300,
  ResourceRecords: ['10 feedback-smtp.eu-west-1.amazonses.com']}}
"""
NAME = "bounce.shop.example", "MX"
RIGHT, OTHER = "10 feedback-smtp.eu-west-1.amazonses.com", "20 mx.example"


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (Answer.NOTHING, "dns-record-missing"),
        (Answer.SILENCE, "dns-does-not-answer"),
        ((OTHER,), "dns-record-different"),
        ((RIGHT, OTHER), "mail-from-mx-crowded"),
    ],
)
def test_what_is_not_as_published_is_told(found: Found, answer: tuple[str, ...] | Answer, rule: str) -> None:
    assert [one for one, _ in found(MX, {}, Names({NAME: answer}))] == [rule]


def test_what_is_as_published_is_well(found: Found) -> None:
    assert found(MX, {}, Names({NAME: (RIGHT,)})) == []


def test_a_text_among_others_is_well_and_two_policies_are_not(found: Found) -> None:
    spf = """
    Spf: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: a.example, Type: TXT, TTL: 300,
      ResourceRecords: ['"v=spf1 include:amazonses.com -all"']}}
    """
    mine = "v=spf1 include:amazonses.com -all"
    assert found(spf, {}, Names({("a.example", "TXT"): (mine, "site-verification=1")})) == []
    twice = Names({("a.example", "TXT"): (mine, "v=spf1 -all")})
    assert [rule for rule, _ in found(spf, {}, twice)] == ["policy-record-twice"]


def test_records_printed_for_somebody_else_are_asked_too(found: Found) -> None:
    text = """
    Resources: {A: {Type: AWS::SNS::Topic}}
    Outputs: {Dns: {Description: 'DNS records to publish, as lines of a zone file',
      Value: '_dmarc.shop.example. 300 IN TXT "v=DMARC1; p=none" ; DMARC'}}
    """
    ((rule, problem),) = found(text, {}, Names())
    assert rule == "dns-record-missing"
    assert problem == "the TXT record of _dmarc.shop.example is not there; it should be v=DMARC1; p=none"


def test_a_value_that_cannot_be_read_back_is_a_note(found: Found) -> None:
    hidden = MX.replace("'10 feedback-smtp.eu-west-1.amazonses.com'", "!GetAtt Custom.feedback-smtp.")
    assert [rule for rule, _ in found(hidden, {}, Names())] == ["dns-record-unknown"]


OWN_KEYS = """
Settings: {Type: Custom::SesIdentitySettings, Properties: {Identity: a.example, Dkim: {Selector: new, Zone: {
  HostedZoneId: Z1, TTL: "1800", Names: [new._domainkey.a.example, old._domainkey.a.example]}}}}
"""
NEW, OLD = ("new._domainkey.a.example", "TXT"), ("old._domainkey.a.example", "TXT")
UNREADABLE = {"cloudformation.describe_stack_resource": "ValidationError"}


def test_records_of_own_keys_that_hold_keys_are_well(found: Found) -> None:
    names = Names({NEW: ("p=MIIB",), OLD: ("v=DKIM1; k=rsa; p=MIIB", "another text")})
    assert found(OWN_KEYS, UNREADABLE, names) == []


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (Answer.NOTHING, "dns-record-missing"),
        (Answer.SILENCE, "dns-does-not-answer"),
        (("v=DKIM1; p=",), "dns-record-different"),
        (("a text",), "dns-record-different"),
    ],
)
def test_a_record_of_an_own_key_that_holds_none_is_told(
    found: Found, answer: tuple[str, ...] | Answer, rule: str
) -> None:
    names = Names({NEW: ("p=MIIB",), OLD: answer})
    [(told, problem)] = found(OWN_KEYS, UNREADABLE, names)
    assert told == rule
    assert "the TXT record of old._domainkey.a.example" in problem
