"""The command: what it answers, how it ends, and that it needs no Node.js."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
    """A guard of one sender, whose resume function answers so."""

    def __init__(self, answer: dict[str, object], *, sends: bool = True, view: str = "HEALTHY", on: bool = True):
        self.answer, self.on, self.view = answer, sends, (view, on)
        self.senders = [self.sender(None)]

    def sender(self, _target: str | None) -> Sender:
        return Sender("shop", "shop", None, "resume")

    def resume(self, _sender: Sender, *, reason: str) -> dict[str, object]:
        assert reason == "list cleaned"
        return {"resumed": "configuration set shop", "was_paused": True, "warnings": []} | self.answer

    def sends(self, _sender: Sender) -> bool:
        return self.on

    def account(self) -> tuple[str, bool]:
        return self.view

    def firing(self) -> list[tuple[str, str]]:
        return []

    history = firing


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        ({"mail_flows": True}, 0, "configuration set shop sends.\n"),
        ({"was_paused": False}, 0, "configuration set shop sends. It was not paused.\n"),
        (
            {"mail_flows": False, "warnings": ["Still no mail flows: the account itself is paused."]},
            1,
            "configuration set shop is resumed, but NO MAIL FLOWS.\n"
            "Still no mail flows: the account itself is paused.\n",
        ),
    ],
    ids=["flows", "an older function, which does not say", "the account is paused"],
)
def test_who_resumes_hears_whether_mail_flows(
    answer: dict[str, object],
    status: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "DeployedGuards", lambda *_: Guards(answer))
    arguments = ["resume", "--stack", "Mail", "--region", "eu-west-1", "--reason", "list cleaned"]
    assert command.main(arguments) == status
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    ("view", "on", "status", "told"),
    [
        ("HEALTHY", True, 0, ""),
        ("PROBATION", True, 0, ""),
        ("HEALTHY", False, 1, "the account itself is PAUSED: nothing goes out\n"),
        ("SHUTDOWN", True, 1, "AWS itself has stopped the account: nothing goes out\n"),
    ],
)
def test_a_set_that_sends_in_an_account_that_does_not_is_no_good_news(
    view: str,
    on: bool,
    status: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "DeployedGuards", lambda *_: Guards({}, view=view, on=on))
    assert command.main(["status", "--stack", "Mail", "--region", "eu-west-1"]) == status
    assert capsys.readouterr().out == f"shop: sends\nAWS's own view of the account: {view}\n{told}"


def test_the_runbook_is_printed_without_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["runbook", "PauseBounce"]) == 0
    assert capsys.readouterr().out.startswith("## PauseBounce, PauseComplaint\n")
    assert command.main(["runbook", "Shop"]) == 2
    assert "alarm='Shop' has no section" in capsys.readouterr().err


def test_it_needs_no_node(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path), "JSII_NODE": "/nowhere"}
    ran = subprocess.run(
        [sys.executable, "-m", "ses_constructs.reputation", "runbook"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, "## PauseBounce" in ran.stdout) == (0, True)
