"""The topics that SES publishes to, and the places that say so."""

from __future__ import annotations

from collections.abc import Iterator

from .receiving import RULE, actions
from .sending import every_destination
from .template import Assembly
from .value import Value


def topics_of_ses(assembly: Assembly) -> Iterator[Value]:
    """Each value that names a topic SES publishes to: of event destinations and of receipt rules."""
    for destination in every_destination(assembly):
        yield from _given(destination.settings.get("SnsDestination.TopicARN"))
    for rule in assembly.resources(RULE):
        for action in actions(rule):
            yield from _given(action.settings.get("TopicArn"))


def _given(value: Value) -> Iterator[Value]:
    if value.present:
        yield value
