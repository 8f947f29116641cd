"""Records as text, read back by software that no one here wrote: dnspython, csv and json."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

import dns.zone
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.dns.formats import Format, print_records, relative_name
from ses_constructs.dns.found_record import FoundRecord

LABEL = st.from_regex(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", fullmatch=True)
NAME = st.lists(LABEL, min_size=1, max_size=2).map(lambda labels: ".".join([*labels, "shop.example"]))
KEY = "v=DKIM1; k=rsa; p=" + "MIIB" * 98
TEXT = (
    st.text(st.characters(codec="utf-8"), max_size=600) | st.just(KEY) | st.sampled_from(['"', ";", "\\", "\\;"])
)
PURPOSE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


def a_record(
    type: str, value: st.SearchStrategy[str], priority: st.SearchStrategy[int | None]
) -> st.SearchStrategy[FoundRecord]:
    return st.builds(
        FoundRecord,
        name=NAME,
        type=st.just(type),
        ttl=st.integers(0, 2**31 - 1),
        priority=priority,
        value=value,
        purpose=PURPOSE,
        stack=st.just("Mail"),
        hosted_zone=st.sampled_from(["", "Z1"]),
    )


RECORD = (
    a_record("CNAME", NAME, st.none())
    | a_record("MX", NAME, st.integers(0, 65535))
    | a_record("TXT", TEXT, st.none())
)
RECORDS = st.lists(RECORD, max_size=6, unique_by=lambda record: record.name)
DMARC = FoundRecord(
    name="_dmarc.shop.example",
    type="TXT",
    ttl=1800,
    priority=None,
    value="v=DMARC1; p=none",
    purpose="DMARC",
    stack="Mail",
    hosted_zone="",
)
MX = FoundRecord(
    name="Shop.example",
    type="MX",
    ttl=60,
    priority=10,
    value="in.example",
    purpose="",
    stack="Mail",
    hosted_zone="",
)


@given(RECORDS)
def test_dnspython_reads_the_zone_file_as_meant(records: list[FoundRecord]) -> None:
    text = print_records(records, Format.ZONE, zones=[])
    zone = dns.zone.from_text(text, origin="shop.example.", relativize=False, check_origin=False)
    assert len(list(zone.iterate_rdatas())) == len(records)
    for record in records:
        found = zone.find_rdataset(f"{record.name}.", record.type)
        (data,) = found
        value = b"".join(data.strings).decode() if record.type == "TXT" else str(data.to_text())
        host = f"{record.value}." if record.priority is None else f"{record.priority} {record.value}."
        assert value == (record.value if record.type == "TXT" else host)
        assert found.ttl == record.ttl


@given(RECORDS)
def test_json_holds_every_field(records: list[FoundRecord]) -> None:
    text = print_records(records, Format.JSON, zones=[])
    assert [FoundRecord(**each) for each in json.loads(text)] == records


@given(RECORDS)
def test_csv_holds_every_field(records: list[FoundRecord]) -> None:
    text = print_records(records, Format.CSV, zones=[])
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows == [
        {name: "" if value is None else str(value) for name, value in asdict(record).items()} for record in records
    ]


def test_text_gives_both_names_and_splits_the_priority_off() -> None:
    assert print_records([DMARC, MX], Format.TEXT, zones=["mail.shop.example", "shop.example"]) == (
        "DMARC\n"
        "  Type      TXT\n"
        "  Name      _dmarc.shop.example\n"
        "            _dmarc   where the form adds shop.example by itself\n"
        "  Value     v=DMARC1; p=none\n"
        "  TTL       1800 seconds\n"
        "\n"
        "Other\n"
        "  Type      MX\n"
        "  Name      Shop.example\n"
        "            @   where the form adds shop.example by itself\n"
        "  Priority  10\n"
        "  Value     in.example\n"
        "  TTL       60 seconds\n"
    )


def test_text_gives_the_full_name_alone_where_the_zone_is_not_known() -> None:
    assert "by itself" not in print_records([DMARC], Format.TEXT, zones=["other.example", "op.example"])


@pytest.mark.parametrize(("name", "relative"), [("shop.example", "@"), ("a.b.shop.example", "a.b")])
def test_a_name_is_given_relative_to_its_zone(name: str, relative: str) -> None:
    assert relative_name(name, "shop.example") == relative


@pytest.mark.parametrize("format", [Format.ZONE, Format.TEXT])
def test_no_records_are_no_text(format: Format) -> None:
    assert print_records([], format, zones=[]) == ""
