"""The command: what it answers, how it ends, and that it needs no Node.js."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation import __main__ as command
from ses_constructs.reputation.deployed_guard import ResumeRefusedError, Sender


@pytest.mark.parametrize(
    "arguments",
    [[], ["resume", "--stack", "Mail"], ["status"], ["pause", "--stack", "Mail"], ["hold", "--stack", "Mail"]],
)
def test_a_wrong_call_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m ses_constructs.reputation" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidSettingError("--stack", "Mail", "has no guard", fix="name another"), 2),
        (ResumeRefusedError("AWS itself has stopped this account", fix="answer the case"), 1),
    ],
)
def test_a_refusal_is_told_with_its_cure(
    error: Exception, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(command, "DeployedGuards", refuse)
    assert command.main(["status", "--stack", "Mail", "--region", "eu-west-1"]) == status
    assert "fix: " in capsys.readouterr().err


class Guards:
    """A guard of one sender, in an account that AWS sees so."""

    def __init__(self, target: str, view: str) -> None:
        self.target, self.view = target, view

    def sender(self, _target: str | None) -> Sender:
        return Sender(self.target, None, None, "resume")

    def resume(self, _sender: Sender, *, reason: str) -> dict[str, object]:
        assert reason == "list cleaned"
        return {"resumed": self.target, "was_paused": True, "warnings": []}

    def enforcement(self) -> str:
        if self.view == "denied":
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "GetAccount")
        return self.view


@pytest.mark.parametrize(
    ("target", "view", "told"),
    [
        ("shop", "HEALTHY", ""),
        ("shop", "PROBATION", "AWS has the account in PROBATION: answer the case in AWS Support Center.\n"),
        ("shop", "SHUTDOWN", "nothing goes out. Answer the case in AWS Support Center.\n"),
        ("shop", "denied", "when calling the GetAccount operation: no\n"),
        # The resume function has looked at the account itself.
        ("account", "SHUTDOWN", ""),
    ],
)
def test_who_resumes_hears_that_aws_holds_the_account(
    target: str, view: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "DeployedGuards", lambda *_: Guards(target, view))
    arguments = ["resume", "--stack", "Mail", "--region", "eu-west-1", "--reason", "list cleaned"]
    assert command.main(arguments) == 0
    first, *rest = capsys.readouterr().out.splitlines(keepends=True)
    assert first == f"{target} sends.\n"
    assert "".join(rest).endswith(told)
    assert bool(rest) is bool(told)


def test_it_needs_no_node(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path), "JSII_NODE": "/nowhere"}
    ran = subprocess.run(
        [sys.executable, "-m", "ses_constructs.reputation", "resume", "--help"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, "--reason" in ran.stdout) == (0, True)
