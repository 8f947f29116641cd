"""What goes through the door."""

from __future__ import annotations

import dataclasses

import pytest

from ses_constructs.local.ses.messages import InboundResult


def test_a_result_of_inbound_mail_can_be_told_as_json_and_not_be_changed() -> None:
    result = InboundResult(accepted=False, reply="550 no")
    assert dataclasses.asdict(result)["bounces"] == ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.accepted = True  # type: ignore[misc]
