"""What happens by itself: SES looks at DNS, alarms notice that time has passed, queue depths become metrics."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from ses_constructs.local.ministack import queues
from ses_constructs.local.ministack.alarms import Alarms
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place

_log = logging.getLogger("ses_constructs.ticker")
TICK_SECONDS = 1.0
QUEUE_METRIC_SECONDS = 60.0
"""How often SQS reports a depth that does not change; a change is reported at once."""


class Ticker:
    """A daemon thread that ticks once a second."""

    def __init__(self, ses: Ses, alarms: Alarms) -> None:
        self._ses = ses
        self._alarms = alarms
        self._depths: dict[tuple[Place, str], tuple[int, float]] = {}

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="ses-ticker").start()

    def tick(self) -> None:
        """One second's work."""
        self._ses.refresh()
        for place in self._alarms.places():
            self._measure_queues(place)
            self._alarms.evaluate_place(place)

    def _run(self) -> None:
        while True:
            time.sleep(TICK_SECONDS)
            try:
                self.tick()
            except Exception:
                _log.exception("a tick failed")

    def _measure_queues(self, place: Place) -> None:
        """What is watched by an alarm of the number and the age of the messages of queues."""
        self._measure(place, "ApproximateNumberOfMessagesVisible", "Count", queues.waiting)
        self._measure(place, "ApproximateAgeOfOldestMessage", "Seconds", queues.oldest)

    def _measure(self, place: Place, name: str, unit: str, read: Callable[[str], int | None]) -> None:
        for metric in self._alarms.watched("AWS/SQS", name, place):
            dimensions = dict(metric.dimensions)
            with request_scope(place.account, place.region):
                depth = read(dimensions.get("QueueName", ""))
                now = time.time()
                said, at = self._depths.get((place, str(metric)), (None, 0.0))
                if depth is not None and (depth != said or now - at >= QUEUE_METRIC_SECONDS):
                    cloudwatch.record_metric("AWS/SQS", name, depth, unit, dimensions)
                    self._depths[(place, str(metric))] = (depth, now)
