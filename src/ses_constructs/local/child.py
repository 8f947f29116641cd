"""A child process: waiting until it is ready, noticing that it died, ending it and what it started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from ses_constructs.errors import SesConstructsError

_LOG_TAIL_LINES = 25
_SECONDS_BETWEEN = 0.05
_SECONDS_TO_END = 5.0


class EmulatorError(SesConstructsError):
    """The emulator could not start, died, or refused an internal request."""


class Attempts:
    """Yields every 50 ms until time is up or the child is dead, which raise."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, timeout: float, complaint: str) -> None:
        self._process = process
        self._log = log
        self._timeout = timeout
        self._complaint = complaint
        self._deadline = time.monotonic() + timeout

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> None:
        status = self._process.poll()
        if status is not None:
            raise self._error(f"ended with status {status} instead of starting")
        if time.monotonic() > self._deadline:
            raise self._error(f"{self._complaint} within {self._timeout:g} s")
        time.sleep(_SECONDS_BETWEEN)

    def _error(self, what: str) -> EmulatorError:
        lines = self._log.read_text(errors="replace").splitlines()[-_LOG_TAIL_LINES:]
        tail = "\n".join(f"    {line}" for line in lines)
        return EmulatorError(
            f"the emulator {what}; its last words:\n{tail}", fix="correct what they complain about"
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends the child and the Lambda workers it started: they share the session made for them."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
