"""The text and the parts of an error."""

from __future__ import annotations

import pytest

from ses_constructs.errors import (
    ConflictingSettingsError,
    InvalidSettingError,
    SesConstructsError,
    UnavailableInRegionError,
)


def test_the_text_names_setting_value_fault_cure_place_and_heading() -> None:
    error = InvalidSettingError("events", [], "publishes nothing", fix="list one", at="Mail/Set", see="Heading")
    assert str(error) == "events=[] publishes nothing\n  fix: list one\n  at:  Mail/Set\n  see: Heading"


def test_the_parts_are_attributes() -> None:
    error = InvalidSettingError("events", [], "publishes nothing", fix="list one")
    assert (error.setting, error.got, error.fix, error.at, error.see) == (
        "events",
        [],
        "list one",
        None,
        None,
    )


@pytest.mark.parametrize("kind", [InvalidSettingError, ConflictingSettingsError, UnavailableInRegionError])
def test_every_error_is_of_the_family_and_a_value_error(kind: type[Exception]) -> None:
    assert issubclass(kind, SesConstructsError)
    assert issubclass(kind, ValueError)
