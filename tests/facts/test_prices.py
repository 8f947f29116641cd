"""What SES charges."""

from __future__ import annotations

import pytest

from ses_constructs.facts.prices import (
    A_LA_CARTE,
    ESSENTIALS,
    METRIC_MONTH,
    METRIC_SOURCE,
    PUBLISHED,
    REGION,
    SOURCE,
)


def test_the_source_says_region_and_day() -> None:
    assert REGION in SOURCE
    assert PUBLISHED in SOURCE


@pytest.mark.parametrize(
    ("recipients", "dollars"),
    [(0, 0), (1_000_000, 160), (10_000_000, 1600), (110_000_000, 1600 + 12_600 + 1100)],
)
def test_tiers_apply_to_their_part_of_the_volume(recipients: int, dollars: float) -> None:
    assert ESSENTIALS.sending(recipients) == pytest.approx(dollars)


def test_incoming_mail_is_billed_by_message_and_by_chunk() -> None:
    assert A_LA_CARTE.receiving(1000, chunks=2) == pytest.approx(0.28)
    assert ESSENTIALS.receiving(1000) is None


def test_a_metric_has_a_source_of_its_own() -> None:
    assert METRIC_MONTH > 0
    assert REGION in METRIC_SOURCE
    assert METRIC_SOURCE != SOURCE
