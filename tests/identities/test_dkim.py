"""Easy DKIM."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Dkim


def length(dkim: Dkim) -> str | None:
    assert dkim.signing_attributes is not None
    return dkim.signing_attributes.next_signing_key_length


def test_the_longer_key_is_the_default() -> None:
    assert length(Dkim.easy()) == "RSA_2048_BIT"
    assert length(Dkim.easy(key_bits=1024)) == "RSA_1024_BIT"


def test_another_length_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="key_bits=4096") as caught:
        Dkim.easy(key_bits=4096)
    assert caught.value.fix == "use 2048, or 1024"
