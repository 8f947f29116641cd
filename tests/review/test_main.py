"""The command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ses_constructs.review.__main__ import CLEAN, FINDINGS, UNREADABLE, main

BAD = "Resources: {Set: {Type: AWS::SES::ReceiptRuleSet}}"


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    return str(file)


def test_a_clean_template_is_exit_code_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.yaml").write_text("Resources: {}")
    assert main([str(tmp_path / "good.yaml")]) == CLEAN
    assert capsys.readouterr().out.startswith("0 findings")


def test_findings_are_exit_code_1(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([bad]) == FINDINGS
    assert "rule-set-never-active" in capsys.readouterr().out


def test_what_cannot_be_read_is_exit_code_2_and_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere.yaml"]) == UNREADABLE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("nowhere.yaml cannot be opened")
    assert "fix:" in said.err


def test_the_report_goes_to_a_file(bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "report.sarif"
    assert main([bad, "--format", "sarif", "--output", str(output)]) == FINDINGS
    assert capsys.readouterr().out == ""
    assert json.loads(output.read_text())["version"] == "2.1.0"


def test_a_file_that_cannot_be_written_is_exit_code_2(bad: str, tmp_path: Path) -> None:
    assert main([bad, "--output", str(tmp_path / "none" / "report")]) == UNREADABLE


def test_the_rules_are_listed_without_a_template(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rules"]) == CLEAN
    assert "error: identity-with-www" in capsys.readouterr().out


def test_a_change_that_is_worse_is_exit_code_1_and_the_other_way_round_0(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.yaml").write_text("Resources: {}")
    good = str(tmp_path / "good.yaml")
    assert main([good, "--diff", bad]) == FINDINGS
    assert "error: mail-part-deleted" in capsys.readouterr().out
    assert main([bad, "--diff", bad]) == CLEAN
    assert capsys.readouterr().out.startswith("0 changes")


def test_an_old_template_that_cannot_be_read_is_exit_code_2(bad: str) -> None:
    assert main([bad, "--diff", "nowhere.yaml"]) == UNREADABLE


def test_naming_nothing_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == UNREADABLE


def test_it_starts_without_the_cdk_boto_and_yaml(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text('{"Resources": {}}')
    code = (
        "import sys; from ses_constructs.review.__main__ import main; main([sys.argv[1]]);"
        "sys.exit(any(name in sys.modules for name in ('aws_cdk', 'jsii', 'boto3', 'yaml')))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "good.json")], check=False, capture_output=True
    )
    assert ran.returncode == 0, ran.stderr


def test_the_page_is_written_beside_the_report(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "review.html"
    assert main([bad, "--html", str(file), "--volume", "2,000"]) == FINDINGS
    assert file.read_text().startswith("<!doctype html>")
    assert "rule-set-never-active" in capsys.readouterr().out


def test_the_page_shows_a_change_beside_its_report(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.yaml").write_text("Resources: {}")
    file = tmp_path / "change.html"
    assert main([str(tmp_path / "good.yaml"), "--diff", bad, "--html", str(file)]) == FINDINGS
    assert "error: mail-part-deleted" in capsys.readouterr().out
    text = file.read_text()
    assert "What this change does to mail" in text
    assert "mail-part-deleted" in text
    assert bad in text
    assert main([bad, "--diff", bad, "--html", str(file)]) == CLEAN
    assert "Nothing that has to do with mail changes." in file.read_text()


@pytest.mark.parametrize("volume", ["many", "-1"])
def test_a_volume_is_a_number_of_messages(bad: str, volume: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([bad, f"--volume={volume}"])
    assert ended.value.code == UNREADABLE


def test_the_rules_are_listed_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rules", "--format", "markdown"]) == CLEAN
    assert "### identity-with-www" in capsys.readouterr().out


def test_a_review_without_a_page_imports_neither_igraph_nor_jinja(bad: str) -> None:
    code = (
        "import sys; from ses_constructs.review.__main__ import main; main([sys.argv[1]]);"
        "sys.exit(any(name in sys.modules for name in ('igraph', 'jinja2')))"
    )
    assert subprocess.run([sys.executable, "-c", code, bad], check=False, capture_output=True).returncode == 0


def test_the_page_needs_neither_node_nor_the_cdk(bad: str, tmp_path: Path) -> None:
    code = (
        "import sys; from ses_constructs.review.__main__ import main; main(sys.argv[1:]);"
        "sys.exit(any(name in sys.modules for name in ('aws_cdk', 'jsii', 'boto3')))"
    )
    command = [sys.executable, "-c", code, bad, "--html", str(tmp_path / "page.html")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
