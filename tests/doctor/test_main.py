"""The command, where it needs no AWS. With one: ``tests/end_to_end/test_doctor.py``."""

from __future__ import annotations

import json

import pytest

from ses_constructs.doctor import read_policy
from ses_constructs.doctor.__main__ import BLIND, WELL, main


def test_the_policy_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--policy"]) == WELL
    assert json.loads(capsys.readouterr().out) == read_policy()


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rules"]) == WELL
    assert "error: subscription-unconfirmed" in capsys.readouterr().out


def test_naming_no_stack_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == BLIND


def test_an_aws_that_cannot_be_asked_is_exit_code_2_and_one_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    assert main(["--stack", "Mail", "--profile", "nobody"]) == BLIND
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("AWS did not answer: ")
    assert "fix:" in said.err
