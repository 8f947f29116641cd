"""Keys and items of the table of reports."""

from __future__ import annotations

from datetime import date

from ses_constructs.events import StoredDmarcReports
from ses_constructs.facts.received_mail.dmarc_report import DmarcReport
from tests.corpus.reports import report

READ = DmarcReport.of(report(rows=[("192.0.2.7", 12, "pass", "fail"), ("192.0.2.8", 3, "fail", "fail")]))


def test_a_report_and_its_rows_have_the_keys_that_are_asked_for() -> None:
    whole, *rows = StoredDmarcReports.items(READ, authentic=True, expires_at=7)
    assert whole["pk"] == StoredDmarcReports.reports("Example.com.") == "reports#example.com"
    assert {row["pk"] for row in rows} == {StoredDmarcReports.rows("example.com")}
    assert all(str(item["sk"]).startswith(StoredDmarcReports.day(date(2026, 11, 20))) for item in [whole, *rows])
    assert (whole["messages"], whole["passing"], whole["row_count"]) == (15, 12, 2)
    assert [(row["source_ip"], row["messages"], row["passes"]) for row in rows] == [
        ("192.0.2.7", 12, True),
        ("192.0.2.8", 3, False),
    ]
    assert all(item["expires_at"] == 7 and item["authentic"] is True for item in [whole, *rows])


def test_the_same_report_has_the_same_keys_and_another_has_others() -> None:
    def keys(xml: bytes) -> set[tuple[object, object]]:
        items = StoredDmarcReports.items(DmarcReport.of(xml), authentic=True, expires_at=1)
        return {(item["pk"], item["sk"]) for item in items}

    assert keys(report()) == keys(report())
    assert not keys(report()) & keys(report(id="r-2"))
    assert not keys(report()) & keys(report(organization="Other"))
