"""Easy DKIM."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Dkim


def test_the_longer_key_is_the_default() -> None:
    assert Dkim.easy().signing_attributes.next_signing_key_length == "RSA_2048_BIT"
    assert Dkim.easy(key_bits=1024).signing_attributes.next_signing_key_length == "RSA_1024_BIT"


def test_another_length_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="key_bits=4096") as caught:
        Dkim.easy(key_bits=4096)
    assert caught.value.fix == "use 2048, or 1024"
