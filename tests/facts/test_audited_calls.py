"""Calls somebody should hear of."""

from __future__ import annotations

import botocore.session

from ses_constructs.facts.audited_calls import CALLS_OF, NOT_RECORDED, Risk


def test_every_call_is_one_of_the_api_and_recorded() -> None:
    session = botocore.session.get_session()
    known = {name for service in ("ses", "sesv2") for name in session.get_service_model(service).operation_names}
    named = [call for calls in CALLS_OF.values() for call in calls]
    assert set(named) <= known
    assert len(named) == len(set(named)), "each belongs to one risk"
    assert not set(named) & NOT_RECORDED
    assert known >= NOT_RECORDED


def test_no_call_only_reads_and_each_risk_has_some() -> None:
    assert set(CALLS_OF) == set(Risk)
    assert not [call for calls in CALLS_OF.values() for call in calls if call.startswith(("Get", "List", "Desc"))]
