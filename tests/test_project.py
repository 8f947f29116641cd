"""Files of the project that must agree with each other."""

from __future__ import annotations

import json
import re
import tarfile
from importlib.metadata import version
from pathlib import Path

import aws_cdk

import ses_constructs

ROOT = Path(__file__).parent.parent


def test_the_changelog_begins_with_this_version() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == ses_constructs.__version__ == version("ses-constructs")


def test_the_app_runs_with_the_feature_flags_the_cdk_recommends() -> None:
    (library,) = (Path(aws_cdk.__file__).parent / "_jsii").glob("aws-cdk-lib@*.tgz")
    with tarfile.open(library) as archive:
        member = archive.extractfile("package/recommended-feature-flags.json")
        assert member is not None
        recommended = json.load(member)
    assert json.loads((ROOT / "cdk.json").read_text())["context"] == recommended


def test_the_locks_name_no_registry() -> None:
    for lock in ("requirements-dev.txt", "package-lock.json"):
        assert "://" not in (ROOT / lock).read_text()


def test_the_command_line_is_a_second_major_version() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert list(pinned) == ["aws-cdk"]
    major, minor, _ = (int(part) for part in pinned["aws-cdk"].split("."))
    assert major == 2
    assert minor >= 1148


def test_the_emulator_is_pinned_to_the_version_the_adapter_knows() -> None:
    assert '"ministack==1.5.33"' in (ROOT / "pyproject.toml").read_text()
