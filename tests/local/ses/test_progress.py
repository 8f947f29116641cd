"""How looks at DNS move a status."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ses_constructs.local.ses.progress import Progress

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def after(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_success_is_seen_at_once() -> None:
    progress = Progress(NOON)
    progress.observe(None, after(1))
    assert (progress.status, progress.succeeded, progress.error) == ("SUCCESS", after(1), None)


def test_a_lost_record_can_come_back() -> None:
    progress = Progress(NOON, "SUCCESS")
    progress.observe("HOST_NOT_FOUND", after(1))
    assert (progress.status, progress.error) == ("TEMPORARY_FAILURE", "HOST_NOT_FOUND")
    progress.observe(None, after(2))
    assert progress.is_success


def test_patience_counts_from_the_loss() -> None:
    progress = Progress(NOON, "SUCCESS")
    progress.observe("HOST_NOT_FOUND", after(100))
    progress.observe("HOST_NOT_FOUND", after(171))
    assert progress.status == "TEMPORARY_FAILURE"
    progress.observe("HOST_NOT_FOUND", after(172))
    assert progress.status == "FAILED"


def test_a_failure_is_final() -> None:
    progress = Progress(NOON, "FAILED")
    progress.observe(None, after(1))
    assert progress.status == "FAILED"
