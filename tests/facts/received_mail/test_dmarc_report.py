"""Aggregate reports, read from strangers' XML."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.facts.received_mail.dmarc_report import DmarcReport, NotAReportError
from tests.corpus.reports import BILLION_LAUGHS, OUTSIDE_ENTITY, report


def test_a_report_is_read() -> None:
    read = DmarcReport.of(report(domain="Example.COM", rows=[("192.0.2.7", 12, "pass", "fail")]))
    assert (read.organization, read.report_id, read.domain) == ("Receiver & Co", "r-1", "example.com")
    assert (read.policy, read.begin) == ("reject", datetime(2026, 11, 20, tzinfo=UTC))
    (row,) = read.rows
    assert (row.source_ip, row.count, row.passes) == ("192.0.2.7", 12, True)
    assert row.dkim_domains == ("example.com=pass",)
    assert row.spf_domains == ("bounce.example.com=fail",)
    assert (row.envelope_from, row.reasons) == ("bounce.example.com", ("forwarded",))


def test_namespaces_do_not_matter() -> None:
    xml = report(rows=[("192.0.2.7", 1, "pass", "pass")])
    spaced = xml.replace(b"<feedback>", b'<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">')
    assert DmarcReport.of(spaced) == DmarcReport.of(xml)


@pytest.mark.parametrize("row", [("no host", 1, "pass", "pass"), ("192.0.2.7", -1, "pass", "pass")])
def test_a_row_without_host_or_number_is_passed_over(row: tuple[str, int, str, str]) -> None:
    assert (
        DmarcReport.of(report(rows=[row, ("2001:db8::1", 2, "fail", "fail")])).rows[0].source_ip == "2001:db8::1"
    )


BAD = {
    "nothing": b"",
    "no XML": b"PK\x03\x04",
    "other XML": b"<html><body/></html>",
    "cut": report()[:-20],
    "a billion laughs": BILLION_LAUGHS,
    "an entity outside": OUTSIDE_ENTITY,
    "a document type": b"<!DOCTYPE feedback>" + report(),
    "no days": report().replace(b"<begin>", b"<begin>x"),
    "days of far off": report().replace(b"<begin>", b"<begin>999999999999"),
    "too deep": b"<feedback>" + b"<a>" * 50,
    "too many rows": report(rows=[("192.0.2.7", 1, "pass", "pass")] * 20_001),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_report_is_refused(what: str) -> None:
    with pytest.raises(NotAReportError):
        DmarcReport.of(BAD[what])


def test_a_long_value_is_cut() -> None:
    assert len(DmarcReport.of(report(organization="x" * 100_000)).organization) <= 1024


@given(st.integers(0, 900), st.binary(max_size=5))
def test_a_broken_report_is_read_or_refused(place: int, junk: bytes) -> None:
    xml = report(rows=[("192.0.2.7", 12, "pass", "fail")])
    with suppress(NotAReportError):
        DmarcReport.of(xml[:place] + junk + xml[place + len(junk) :])
