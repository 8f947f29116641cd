"""How SES says no, in both versions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.local.ses.failures import (
    RefusedError,
    already_exists,
    bad_request,
    limit_exceeded,
    not_emulated,
    not_found,
)
from ses_constructs.local.ses.models import service_model


@pytest.mark.parametrize("make", [already_exists, bad_request, limit_exceeded, not_found])
def test_every_refusal_is_modelled_in_v2(make: Callable[[str], RefusedError]) -> None:
    refusal = make("no")
    assert str(refusal) == "no"
    assert refusal.code in {shape.name for shape in service_model("sesv2").error_shapes}


def test_what_is_not_emulated_is_no_refusal_of_the_real_service() -> None:
    refusal = not_emulated("Flying")
    assert str(refusal) == "Flying is not emulated."
    assert (refusal.code, refusal.status) == ("NotImplementedByEmulator", 501)
