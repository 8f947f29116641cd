"""Runs one way once, in a process of its own, and measures it."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds from start to exit, and the most memory that the process and its children held together."""

    seconds: float
    megabytes: float


def measured(command: list[str], environment: dict[str, str]) -> Measured:
    """Runs a command to its end.

    Raises:
        RuntimeError: when it fails; with what it said.
    """
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        watch = _Memory(process.pid)
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - begin
        watch.done.set()
        watch.join()
        if code != 0:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{said.read().decode()[-4000:]}")
    return Measured(seconds, watch.most / 1e6)


class _Memory(threading.Thread):
    """Adds up the resident memory of a process and all below it, 20 times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.most = max(self.most, sum(_resident(pid) for pid in _tree(self.pid)))


def _tree(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(below for child in children for below in _tree(child))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0
