"""Lines of zone files: what ``Dns.by_hand()`` prints is read again, and dnspython reads the same."""

from __future__ import annotations

import dns.zone
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.dns import DnsRecord
from ses_constructs.dns.found_record import FoundRecord, read_zone_lines
from ses_constructs.errors import InvalidSettingError, SesConstructsError
from ses_constructs.facts.dns_text import quoted

LABEL = st.from_regex(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", fullmatch=True) | st.sampled_from(
    ["_dmarc", "_domainkey", "a" * 63, "*"]
)
NAME = st.lists(LABEL, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "shop.example"]))
HOST = NAME.map(lambda name: name.replace("*", "any"))
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=900)
PURPOSE = st.sampled_from(["DKIM", "MAIL FROM: SPF", "DMARC; all of it"])


def a_record(type: str, value: st.SearchStrategy[str]) -> st.SearchStrategy[DnsRecord]:
    return st.builds(DnsRecord, name=NAME, type=st.just(type), value=value, purpose=PURPOSE)


RECORD = (
    a_record("CNAME", HOST)
    | a_record("MX", st.builds("{} {}".format, st.integers(0, 65535), HOST))
    | a_record("TXT", TEXT.map(quoted))
)


def values_in(text: str) -> set[tuple[str, str, str]]:
    """Name, type and value of every record as dnspython reads them; texts joined."""
    zone = dns.zone.from_text(text, origin="shop.example.", relativize=False, check_origin=False)
    found = set()
    for name, _, data in zone.iterate_rdatas():
        value = b"".join(data.strings).decode() if hasattr(data, "strings") else data.to_text()
        found.add((name.to_text(), dns.rdatatype.to_text(data.rdtype), value))
    return found


def values_of(record: FoundRecord) -> tuple[str, str, str]:
    value = record.value if record.type == "TXT" else f"{record.value}."
    return f"{record.name}.", record.type, value if record.priority is None else f"{record.priority} {value}"


@given(RECORD)
def test_a_line_that_a_construct_prints_is_read_as_dnspython_reads_it(record: DnsRecord) -> None:
    line = record.zone_line(ttl=1800)
    (found,) = read_zone_lines(line, stack="Mail")
    assert {values_of(found)} == values_in(line + "\n")
    assert (found.purpose, found.ttl, found.hosted_zone) == (record.purpose, 1800, "")


@given(st.lists(RECORD, max_size=6, unique_by=lambda record: record.name))
def test_records_that_were_read_are_written_again_as_they_were(records: list[DnsRecord]) -> None:
    text = "".join(f"{record.zone_line(ttl=60)}\n" for record in records)
    found = read_zone_lines(text, stack="Mail")
    assert values_in("".join(f"{record.zone_line}\n" for record in found)) == values_in(text)


def test_a_text_whose_length_the_template_did_not_know_is_split() -> None:
    (key,) = read_zone_lines(f's._domainkey.shop.example. 1800 IN TXT "{"p" * 400}" ; DKIM', stack="Mail")
    assert f'"{"p" * 255}" "{"p" * 145}" ; DKIM' in key.zone_line


@pytest.mark.parametrize(
    "line",
    ["what?", "a.example. 60 IN TXT no quotes", 'a.example. 60 IN TXT "open', "a.example. IN CNAME b.example."],
)
def test_a_line_that_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(
        SesConstructsError, match="output of stack 'Mail' has a line that is no DNS record"
    ) as caught:
        read_zone_lines(line, stack="Mail")
    assert "deploy the stack again" in caught.value.fix


def test_an_mx_record_needs_a_priority() -> None:
    with pytest.raises(InvalidSettingError, match="MX='mail.example.' names no host") as caught:
        read_zone_lines("shop.example. 60 IN MX mail.example.", stack="Mail")
    assert "10 mail.example.com" in caught.value.fix
