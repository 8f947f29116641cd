"""Where the browser of the tests comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import chromium as finding


def test_the_one_that_is_named_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "my-chromium"
    own.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(own))
    assert finding.installed(tmp_path) == own


def test_the_unpacked_one_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "COMMANDS", ())
    monkeypatch.setattr(finding, "PLACES", ())
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert finding.installed(tmp_path) is None
    (tmp_path / "chromium").touch(mode=0o755)
    assert finding.chromium(tmp_path) == tmp_path / "chromium"


def test_without_debian_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PLACES", ())
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(finding.NoChromiumError, match="install one, or name it in CHROMIUM"):
        finding.chromium(tmp_path)
