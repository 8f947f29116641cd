"""Where the commands write to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ses_constructs.errors import SesConstructsError
from ses_constructs.review.formats.terminal import complain

COMMANDS = [["ses_constructs.review", "--rules"], ["ses_constructs.doctor", "--rules"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_reader_that_has_gone_is_exit_code_2_and_one_message(command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", *command], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert ran.returncode == 2
    assert ran.stderr.startswith("standard output cannot be written: Broken pipe")
    assert "Traceback" not in ran.stderr


def test_an_error_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    complain(SesConstructsError("no \x1b[2J here", fix="go on"))
    assert "\x1b" not in capsys.readouterr().err
