"""What services that are not emulated would get."""

from __future__ import annotations

from ses_constructs.local.ses.handed_over import HandedOver, hand_over
from ses_constructs.local.ses.state import PlaceState


def test_it_is_kept_in_order(state: PlaceState) -> None:
    hand_over(state, "Workmail", "arn:one", recipients=["a@b.c"], message=b"1")
    hand_over(state, "Connect", "arn:two", recipients=["a@b.c", "d@b.c"], message=b"2", role_arn="arn:role")
    assert state.handed_over == [
        HandedOver(state.now(), "Workmail", "arn:one", "", ("a@b.c",), b"1"),
        HandedOver(state.now(), "Connect", "arn:two", "arn:role", ("a@b.c", "d@b.c"), b"2"),
    ]
