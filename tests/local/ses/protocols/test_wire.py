"""Request ids."""

from __future__ import annotations

from uuid import UUID

from ses_constructs.local.ses.protocols.wire import request_id


def test_request_ids_are_fresh() -> None:
    assert UUID(request_id()) != UUID(request_id())
