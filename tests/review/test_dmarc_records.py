"""DMARC records, read into their tags."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.dmarc_records import dmarc_records


@pytest.mark.parametrize(
    ("text", "enforced"),
    [
        ("v=DMARC1; p=reject", True),
        ("v=DMARC1;p=Quarantine;pct=100", True),
        ("v=DMARC1; p=quarantine; pct=50", False),
        ("v=DMARC1; p=none; p=reject", False),
    ],
)
def test_enforced_means_all_mail_and_the_first_policy(
    text: str, enforced: bool, assembly: Callable[[str], Assembly]
) -> None:
    read = assembly(
        "D: {Type: AWS::Route53::RecordSet, Properties: "
        f"{{Name: _DMARC.a.example., Type: TXT, ResourceRecords: ['\"{text}\"']}}}}"
    )
    [record] = dmarc_records(read)
    assert record.domain == "a.example"
    assert record.is_enforced is enforced
