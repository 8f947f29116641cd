"""The command that shows a template."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ses_constructs.templates.__main__ import main


def test_it_shows_every_part_and_the_variables(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", str(folder), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "variable name\n" in said
    assert "variable items[].title (not always needed)\n" in said
    assert "subject: Grüße, Ada\n--- text ---\nHi Ada: Tea \n--- html ---\n<p>Hi Ada" in said
    assert f"wrote {tmp_path / 'out' / 'body.html'}" in said


def test_data_comes_from_a_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"name": "Bob", "items": []}')
    assert main(["preview", str(folder), "--data", str(data)]) == 0
    assert "subject: Grüße, Bob" in capsys.readouterr().out


def test_what_is_made_up_or_unused_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sample.json").write_text('{"name": "Ada", "items": [], "nmae": 1}')
    assert main(["preview", str(folder)]) == 0
    assert "no part asks for nmae of the sample" in capsys.readouterr().out
    (folder / "sample.json").unlink()
    assert main(["preview", str(folder)]) == 0
    assert "values are made up" in capsys.readouterr().out


def test_a_mail_that_would_be_lost_is_a_failure(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.json"
    data.write_text("{}")
    assert main(["preview", str(folder), "--data", str(data)]) == 1
    assert "never send it: Attribute 'name' is not present" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["folder", "data", "json"])
def test_being_fed_wrongly_says_the_cure(
    folder: Path, tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.json"
    if wrong == "json":
        data.write_text("no json")
    where = tmp_path if wrong == "folder" else folder
    extra = [] if wrong == "folder" else ["--data", str(data)]
    assert main(["preview", str(where), *extra]) == 2
    assert "fix: " in capsys.readouterr().err


def test_it_runs_as_a_module_without_the_cdk(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ses_constructs.templates", "preview", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "PYTHONIOENCODING": "utf-8"},
    )
    assert ran.returncode == 0, ran.stderr
    assert "aws_cdk" not in ran.stderr
