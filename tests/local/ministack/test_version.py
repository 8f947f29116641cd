"""The pin on one MiniStack release."""

from __future__ import annotations

from importlib.metadata import requires

import pytest

from ses_constructs.errors import SesConstructsError
from ses_constructs.local.ministack import version


def test_the_installed_release_is_the_one_it_works_with() -> None:
    version.check_ministack_version()


def test_another_release_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "MINISTACK_VERSION", "9.9.9")
    with pytest.raises(SesConstructsError, match=r"MiniStack 1\.5\.33 is installed") as caught:
        version.check_ministack_version()
    assert "ministack==9.9.9" in caught.value.fix


def test_a_missing_ministack_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "_installed", lambda: None)
    with pytest.raises(SesConstructsError, match="MiniStack is not installed") as caught:
        version.check_ministack_version()
    assert "ses-constructs[local]" in caught.value.fix


def test_the_package_asks_for_the_same_release() -> None:
    wanted = {text.partition(";")[0] for text in requires("ses-constructs") or [] if text.startswith("ministack")}
    assert wanted == {f"ministack=={version.MINISTACK_VERSION}"}
