"""The command, without a deployment; with one: ``tests/end_to_end/test_platforms.py``."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ses_constructs.smtp import __main__ as command
from ses_constructs.smtp.deployed_credentials import DeployedCredentials
from ses_constructs.smtp.smtp_software import SmtpField

HELD = DeployedCredentials(
    {
        SmtpField.HOST: "h",
        SmtpField.PORT: "587",
        SmtpField.USERNAME: "AKIA",
        SmtpField.PASSWORD: "secret",
        SmtpField.SENDER: "a@b.example",
    }
)


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_credentials", lambda **_: HELD)


def test_the_password_is_hidden_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["env", "--stack", "Mail"]) == 0
    assert "secret" not in capsys.readouterr().out
    assert command.main(["env", "--stack", "Mail", "--show-password"]) == 0
    assert "SMTP_PASSWORD=secret" in capsys.readouterr().out.splitlines()


def test_software_that_is_unknown_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["env", "--stack", "Mail", "--for", "sendmail"])
    assert "plausible" in capsys.readouterr().err


def test_it_starts_without_the_cdk() -> None:
    code = "import sys, ses_constructs.smtp.__main__; sys.exit('aws_cdk' in sys.modules or 'jsii' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
