"""A record as a line of a zone file, judged by dnspython."""

from __future__ import annotations

import dns.zone
import pytest

from ses_constructs.dns import DnsRecord
from ses_constructs.errors import InvalidSettingError


@pytest.mark.parametrize(
    ("type", "value", "read"),
    [
        ("CNAME", "abc.dkim.amazonses.com", "abc.dkim.amazonses.com."),
        ("MX", "10 feedback-smtp.eu-west-1.amazonses.com", "10 feedback-smtp.eu-west-1.amazonses.com."),
        ("TXT", '"v=DMARC1; p=none"', '"v=DMARC1; p=none"'),
    ],
)
def test_a_zone_file_reads_the_line_as_meant(type: str, value: str, read: str) -> None:
    record = DnsRecord(name="x.shop.example", type=type, value=value, purpose="DKIM")
    zone = dns.zone.from_text(
        record.zone_line(ttl=1800) + "\n", origin="shop.example.", relativize=False, check_origin=False
    )
    found = zone.find_rdataset("x.shop.example.", type)
    assert [str(item) for item in found] == [read]
    assert found.ttl == 1800


def test_a_name_that_dns_cannot_hold_is_refused() -> None:
    name = ".".join(["a" * 50] * 5)
    with pytest.raises(InvalidSettingError, match="longer than 253") as caught:
        DnsRecord(name=name, type="TXT", value='"x"', purpose="DMARC")
    assert "DMARC" in caught.value.problem
    assert "shorter" in caught.value.fix
    assert DnsRecord(name=name[2:], type="TXT", value='"x"', purpose="DMARC").name == name[2:]
