"""The DNS records that mail needs."""

from __future__ import annotations

import json
from pathlib import Path

from ses_constructs.review import Assembly, Template
from ses_constructs.review.picture.dns_table import Row, State, dns_rows
from tests.review.conftest import assembly_of

STORED = Path(__file__).parents[2] / "stored_templates"


def stored(name: str, *, environment: str = "") -> Assembly:
    document = json.loads((STORED / f"{name}.json").read_text())
    return Assembly((Template(document, file=name, environment=environment),))


def brief(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.name, row.type, row.value) for row in rows]


def test_records_in_a_zone_are_published() -> None:
    rows = dns_rows(stored("send_from_domain"), region="eu-west-1")
    assert {row.state for row in rows} == {State.PUBLISHED}
    assert [row.type for row in rows].count("CNAME") == 3
    assert ("bounce.shop.example", "MX", "10 feedback-smtp.eu-west-1.amazonses.com") in brief(rows)
    assert {row.domain for row in rows} == {"shop.example"}


def test_records_in_outputs_are_to_be_published_by_hand() -> None:
    rows = dns_rows(stored("dns_by_hand"))
    assert {row.state for row in rows} == {State.BY_HAND}
    reasons = {row.reason.partition(":")[0] for row in rows}
    assert {"DKIM", "MAIL FROM", "SPF", "DMARC"} <= reasons
    dmarc = next(row for row in rows if row.reason.startswith("DMARC"))
    assert dmarc.value.startswith('"v=DMARC1;')
    assert dmarc.value.endswith('"')


def test_records_in_another_account_s_zone_are_told_apart() -> None:
    rows = dns_rows(stored("dns_in_another_account"))
    assert {row.state for row in rows} == {State.OTHER_ACCOUNT}
    assert len(rows) == 6


def test_records_of_own_keys_are_listed_though_only_the_deployment_knows_their_values() -> None:
    (row,) = [row for row in dns_rows(stored("own_dkim_key")) if "._domainkey." in row.name]
    assert (row.name, row.type, row.ttl) == ("mail2026._domainkey.shop.example.com", "TXT", "1800")
    assert row.state is State.PUBLISHED
    assert row.reason.startswith("DKIM")
    assert not row.is_known


def test_records_of_own_keys_may_be_in_another_account_s_zone() -> None:
    zone = {"HostedZoneId": "Z1", "AssumedRole": "arn", "Names": ["m._domainkey.a.example"]}
    settings = {"Type": "Custom::SesIdentitySettings", "Properties": {"Dkim": {"Zone": zone}}}
    (row,) = dns_rows(Assembly((Template({"Resources": {"S": settings}}, file="a"),)))
    assert row.state is State.OTHER_ACCOUNT


def test_what_ses_gives_at_deployment_is_not_known_and_never_made_up() -> None:
    rows = [row for row in dns_rows(stored("send_from_domain")) if row.type == "CNAME"]
    assert [row.is_known for row in rows] == [False] * 3
    assert brief(rows)[0] == ("(DKIM name 1, given by SES)", "CNAME", "(DKIM value 1, given by SES)")


def test_a_host_is_known_once_its_region_is() -> None:
    name = "send_from_domain"
    own = dns_rows(stored(name, environment="aws://1/us-west-2"), region="eu-west-1")
    for rows, known, host in (
        (dns_rows(stored(name)), False, "10 feedback-smtp.<region>.amazonses.com"),
        (own, True, "10 feedback-smtp.us-west-2.amazonses.com"),
    ):
        (mx,) = [row for row in rows if row.type == "MX"]
        assert (mx.is_known, mx.value) == (known, host)


def test_what_no_template_mentions_is_listed_too(shop: Assembly) -> None:
    rows = dns_rows(shop, region="eu-west-1")
    assert {row.state for row in rows} == {State.NOWHERE}
    assert brief(rows)[3:] == [
        ("bounce.shop.example", "MX", "10 feedback-smtp.eu-west-1.amazonses.com"),
        ("bounce.shop.example", "TXT", '"v=spf1 include:amazonses.com ~all"'),
    ]


def test_an_address_needs_no_records() -> None:
    assembly = assembly_of("A: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: me@shop.example}}")
    assert dns_rows(assembly) == []


def test_records_that_are_not_about_mail_are_left_out() -> None:
    record = "Properties: {Name: www.shop.example., Type: CNAME, ResourceRecords: [host.example]}"
    assert dns_rows(assembly_of(f"A: {{Type: AWS::Route53::RecordSet, {record}}}")) == []


def test_a_row_is_a_line_of_a_zone_file() -> None:
    record = "Properties: {Name: _dmarc.a.example., Type: TXT, TTL: 60, ResourceRecords: ['\"v=DMARC1; p=none\"']}"
    (row,) = dns_rows(assembly_of(f"A: {{Type: AWS::Route53::RecordSet, {record}}}"))
    assert row.zone_line == '_dmarc.a.example. 60 IN TXT "v=DMARC1; p=none"'
    assert row.domain == "a.example"


def test_a_host_in_a_zone_file_ends_with_a_dot(shop: Assembly) -> None:
    (mx,) = [row for row in dns_rows(shop, region="eu-west-1") if row.type == "MX"]
    assert mx.zone_line.endswith("IN MX 10 feedback-smtp.eu-west-1.amazonses.com.")
