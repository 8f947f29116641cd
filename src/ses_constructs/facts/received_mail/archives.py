"""Files out of small archives, and no further than they should grow."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

MOST_BYTES = 50 * 1024 * 1024
"""Of all that comes out of one archive. The report of a day has kilobytes, of a great domain some megabytes."""
_MOST_FILES = 10
_GZIP_OR_ZLIB = 47
"""Window bits of zlib that take the header of either."""


class UnsafeArchiveError(ValueError):
    """An archive that is broken, or would grow too large."""


def unpacked(data: bytes, *, most: int = MOST_BYTES) -> Iterator[bytes]:
    """The files of a ZIP or gzip archive; anything else comes back as it is.

    Args:
        data: The archive.
        most: Bytes that may come out of it.

    Raises:
        UnsafeArchiveError: for an archive that is broken, encrypted, has more than 10 files, or grows too large.
    """
    if data[:2] == b"\x1f\x8b":
        yield _gunzipped(data, most)
    elif data[:4] == b"PK\x03\x04":
        yield from _unzipped(data, most)
    elif len(data) > most:
        raise UnsafeArchiveError(f"it has more than {most} bytes")
    else:
        yield data


def _gunzipped(data: bytes, most: int) -> bytes:
    engine = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        found = engine.decompress(data, most + 1)
    except zlib.error as error:
        raise UnsafeArchiveError("it is no whole gzip file") from error
    if len(found) > most:
        raise UnsafeArchiveError(f"it grows to more than {most} bytes")
    if not engine.eof:
        raise UnsafeArchiveError("it ends in the middle")
    return found


def _unzipped(data: bytes, most: int) -> Iterator[bytes]:
    left = most
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_FILES:
                raise UnsafeArchiveError(f"it has more than {_MOST_FILES} files")
            for entry in entries:
                with archive.open(entry) as file:
                    # What the directory of the archive says of sizes may be a lie.
                    found = file.read(left + 1)
                left -= len(found)
                if left < 0:
                    raise UnsafeArchiveError(f"it grows to more than {most} bytes")
                yield found
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, OSError) as error:
        raise UnsafeArchiveError("it is no whole ZIP archive that can be read") from error
