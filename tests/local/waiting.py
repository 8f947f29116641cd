"""Waiting for what happens by itself in the emulator."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def wait_for(look: Callable[[], T | None], *, log: Path, seconds: float = 15) -> T:
    """What ``look`` finds, as soon as it finds something; in vain, it shows the end of the log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    tail = "\n".join(log.read_text().splitlines()[-15:])
    raise AssertionError(f"nothing within {seconds} s; the emulator's log ends with\n{tail}")
