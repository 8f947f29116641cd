"""Made-up ids."""

from __future__ import annotations

import re

from ses_constructs.local.ses.record_ids import new_id, random_text


def test_ids_carry_their_prefix_and_are_fresh() -> None:
    assert re.fullmatch(r"tn-[a-z0-9]{25}", new_id("tn"))
    assert new_id("tn") != new_id("tn")
    assert len(random_text(8)) == 8
