"""Aggregate reports of DMARC, good ones and bad ones."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

BEGIN = 1_795_132_800
"""2026-11-20, at midnight in UTC."""
Row = tuple[str, int, str, str]


def report(
    *, domain: str = "example.com", rows: Sequence[Row] = (), id: str = "r-1", organization: str = "Receiver & Co"
) -> bytes:
    """A report in the form of RFC 7489, appendix C."""
    records = "".join(_record(domain, *row) for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feedback>'
        f"<report_metadata><org_name>{escape(organization)}</org_name><email>d@receiver.test</email>"
        f"<report_id>{id}</report_id><date_range><begin>{BEGIN}</begin><end>{BEGIN + 86_399}</end></date_range>"
        f"</report_metadata><policy_published><domain>{domain}</domain><adkim>r</adkim><aspf>r</aspf>"
        f"<p>reject</p><sp>none</sp><pct>100</pct></policy_published>{records}</feedback>\n"
    ).encode()


def _record(domain: str, source: str, count: int, dkim: str, spf: str) -> str:
    return (
        f"<record><row><source_ip>{source}</source_ip><count>{count}</count><policy_evaluated>"
        f"<disposition>none</disposition><dkim>{dkim}</dkim><spf>{spf}</spf>"
        "<reason><type>forwarded</type><comment>a list</comment></reason></policy_evaluated></row>"
        f"<identifiers><header_from>{domain}</header_from><envelope_from>bounce.{domain}</envelope_from>"
        f"</identifiers><auth_results><dkim><domain>{domain}</domain><selector>s</selector>"
        f"<result>{dkim}</result></dkim><spf><domain>bounce.{domain}</domain><result>{spf}</result></spf>"
        "</auth_results></record>"
    )


def zipped(*files: bytes) -> bytes:
    """A ZIP archive of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            archive.writestr(f"report-{number}.xml", file)
    return out.getvalue()


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE feedback [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><feedback>&j;</feedback>"
)
OUTSIDE_ENTITY = b'<!DOCTYPE feedback [<!ENTITY x SYSTEM "file:///etc/passwd">]><feedback>&x;</feedback>'


def gzip_bomb(size: int) -> bytes:
    """A few kilobytes that grow to this size."""
    return gzip.compress(b"\0" * size)
