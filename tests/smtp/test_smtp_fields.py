"""Names in the secret."""

from __future__ import annotations

import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.smtp import SmtpFields


def test_two_names_may_not_be_the_same() -> None:
    with pytest.raises(ConflictingSettingsError, match="username and password are both named 'x'"):
        SmtpFields(username="x", password="x")


def test_a_name_is_not_empty() -> None:
    with pytest.raises(InvalidSettingError, match="host='' is no name"):
        SmtpFields(host="")


def test_the_secret_half_of_the_key_has_no_name_unless_given() -> None:
    assert SmtpFields().secret_access_key is None
