"""Archives of strangers."""

from __future__ import annotations

import gzip
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from ses_constructs.facts.received_mail.archives import UnsafeArchiveError, unpacked
from tests.corpus.reports import gzip_bomb, zipped


@pytest.mark.parametrize(
    ("data", "files"),
    [(b"<x/>", [b"<x/>"]), (gzip.compress(b"<x/>"), [b"<x/>"]), (zipped(b"a", b"b"), [b"a", b"b"]), (b"", [b""])],
    ids=["plain", "gzip", "zip", "empty"],
)
def test_files_come_out(data: bytes, files: list[bytes]) -> None:
    assert list(unpacked(data)) == files


def encrypted() -> bytes:
    data = bytearray(zipped(b"secret"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def lying() -> bytes:
    """Its directory says that the file has one byte."""
    data = bytearray(zipped(b"\0" * 100_000))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (1).to_bytes(4, "little")
    return bytes(data)


BAD = {
    "a bomb of gzip": gzip_bomb(200_000),
    "a bomb of ZIP": zipped(b"\0" * 200_000),
    "two halves of a bomb": zipped(b"\0" * 60_000, b"\0" * 60_000),
    "too many files": zipped(*[b"x"] * 11),
    "gzip, cut": gzip.compress(b"x" * 1000)[:-9],
    "gzip, broken": b"\x1f\x8b" + b"x" * 100,
    "ZIP, cut": zipped(b"x" * 1000)[:-40],
    "ZIP, encrypted": encrypted(),
    "too large as it is": b"x" * 100_001,
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_unsafe_is_refused(what: str) -> None:
    with pytest.raises(UnsafeArchiveError):
        list(unpacked(BAD[what], most=100_000))


def test_sizes_in_the_directory_are_not_believed() -> None:
    with suppress(UnsafeArchiveError):
        assert sum(map(len, unpacked(lying(), most=1000))) <= 1000


def test_folders_do_not_count() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("folder")
        archive.writestr("folder/report.xml", b"x")
    assert list(unpacked(out.getvalue())) == [b"x"]
