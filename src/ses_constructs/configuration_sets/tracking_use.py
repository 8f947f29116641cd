"""Warns of a tracking domain that tracks nothing.

Destinations may be added to a set at any time, so that this is judged at synthesis.
"""

from __future__ import annotations

import aws_cdk as cdk
import jsii
from constructs import IValidation

from ses_constructs.facts.events import Event

from .publishing import Publishing

_TRACKED = (Event.OPEN, Event.CLICK)


@jsii.implements(IValidation)
class TrackingUse:
    """Looks at a configuration set with a tracking domain when all its destinations are there."""

    def __init__(self, configuration_set: Publishing) -> None:
        self._set = configuration_set

    def validate(self) -> list[str]:
        """Finds no errors; adds a warning when no destination publishes opens or clicks."""
        if not any(one.enabled and event in one.events for one in self._set.published for event in _TRACKED):
            cdk.Annotations.of(self._set).add_warning_v2(
                "ses-constructs:tracking-of-nothing",
                "this set has a tracking domain, and nothing publishes open or click events, so that nothing is "
                "tracked; add Event.OPEN or Event.CLICK to the events of a destination, or leave tracking out",
            )
        return []
