"""Standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import os
import sys

from ses_constructs.errors import SesConstructsError

from . import plain


def show(text: str) -> None:
    """Writes a text to standard output; what its encoding lacks is spelt out.

    Raises:
        SesConstructsError: when nobody takes it: a full disk, or a reader that has gone.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, errors="backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as problem:
        # What Python itself writes when it ends goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SesConstructsError(
            f"standard output cannot be written: {problem.strerror}",
            fix="make room, or read the output to its end",
        ) from None


def complain(problem: SesConstructsError) -> None:
    """Writes an error to standard error, without what could steer a terminal."""
    sys.stderr.write("\n".join(plain.printable(line) for line in str(problem).splitlines()) + "\n")
