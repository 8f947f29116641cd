"""How reports of DMARC lie in the table of a collector: its keys, its items, and how to ask for them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from hashlib import sha256

from .dmarc_report import DmarcReport

PARTITION_KEY, SORT_KEY, EXPIRES_AT = "pk", "sk", "expires_at"


class StoredDmarcReports:
    """Keys of the table of a DMARC report collector.

    ================================  ==================================================
    what of                           query
    ================================  ==================================================
    mail in the name of a domain      ``pk = rows(domain)``
    the same of a day, or since       ``sk`` begins with ``2026-11-21``, or ``sk >=`` it
    who reported on a domain          ``pk = reports(domain)``, ``sk`` as above
    ================================  ==================================================

    A row has ``source_ip``, ``messages``, ``passes``, ``disposition``, ``dkim``, ``spf``, ``header_from``,
    ``envelope_from``, ``dkim_domains``, ``spf_domains``, ``reasons``, ``organization`` and ``report_id``.
    """

    @staticmethod
    def rows(domain: str) -> str:
        """Partition key of the rows about a domain."""
        return f"rows#{domain.lower().rstrip('.')}"

    @staticmethod
    def reports(domain: str) -> str:
        """Partition key of the reports about a domain."""
        return f"reports#{domain.lower().rstrip('.')}"

    @staticmethod
    def day(day: date) -> str:
        """What the sort key of everything about a day begins with: the day, in UTC, on which a report begins."""
        return day.isoformat()

    @staticmethod
    def items(report: DmarcReport, *, authentic: bool, expires_at: int) -> list[dict[str, object]]:
        """The items of a report: the same ones however often it comes.

        Args:
            report: Read.
            authentic: Whether the message it came in is by whom it says.
            expires_at: When they are deleted, in seconds since 1970.
        """
        told_by = sha256(f"{report.organization}|{report.report_id}".encode()).hexdigest()[:16]
        at = f"{StoredDmarcReports.day(report.begin.date())}#{told_by}"
        shared: dict[str, object] = {
            "organization": report.organization,
            "report_id": report.report_id,
            "begins_at": report.begin.isoformat(),
            "ends_at": report.end.isoformat(),
            "authentic": authentic,
            EXPIRES_AT: expires_at,
        }
        whole: dict[str, object] = {
            PARTITION_KEY: StoredDmarcReports.reports(report.domain),
            SORT_KEY: at,
            "policy": report.policy,
            "row_count": len(report.rows),
            "messages": sum(row.count for row in report.rows),
            "passing": sum(row.count for row in report.rows if row.passes),
            **shared,
        }
        return [whole, *_rows(report, at, shared)]


def _rows(report: DmarcReport, at: str, shared: dict[str, object]) -> list[dict[str, object]]:
    items = []
    for number, row in enumerate(report.rows):
        values = asdict(row)
        items.append(
            {
                PARTITION_KEY: StoredDmarcReports.rows(report.domain),
                SORT_KEY: f"{at}#{number:05}",
                "messages": values.pop("count"),
                "passes": row.passes,
                **{name: list(value) if isinstance(value, tuple) else value for name, value in values.items()},
                **shared,
            }
        )
    return items
