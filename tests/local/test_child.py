"""A child process: noticed when it dies, ended with all it started."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ses_constructs.local.child import Attempts, EmulatorError, end

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(grandchild.pid, flush=True)
time.sleep(60)
"""


def child(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True)


def test_a_child_and_its_children_are_ended_even_if_it_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ses_constructs.local.child._SECONDS_TO_END", 0.3)
    with child(STUBBORN) as process:
        assert process.stdout is not None
        grandchild = int(process.stdout.readline())
        end(process)
        assert process.returncode is not None
    status = Path(f"/proc/{grandchild}/stat")
    for _ in range(100):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"process {grandchild} still runs")


def test_ending_a_child_that_is_gone_does_nothing() -> None:
    with child("") as process:
        process.wait()
        end(process)


def test_a_child_that_died_is_quoted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first\nno more stamps\n")
    with child("raise SystemExit(3)") as process:
        process.wait()
        with pytest.raises(EmulatorError, match=r"(?s)status 3.*no more stamps"):
            next(Attempts(process, log, 60, "did not answer"))


def test_a_child_that_is_too_slow_is_given_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("still at it")
    with child("import time; time.sleep(60)") as process:
        with pytest.raises(EmulatorError, match=r"(?s)did not answer within 0 s.*still at it"):
            for _ in Attempts(process, log, 0, "did not answer"):
                pass
        end(process)
