"""Looks whether somebody hears of mail that a template cannot make.

Destinations may be added to a set at any time, so that this is judged at synthesis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import aws_cdk as cdk
import jsii
from constructs import Construct, IValidation

from ses_constructs.facts.events import Event

if TYPE_CHECKING:
    from aws_cdk.interfaces import aws_ses as refs


class _Destination(Protocol):
    @property
    def enabled(self) -> bool: ...

    @property
    def events(self) -> tuple[Event, ...]: ...


@runtime_checkable
class _Publishing(Protocol):
    """A configuration set that knows its destinations, such as ``configuration_sets.ConfigurationSet``."""

    @property
    def published(self) -> tuple[_Destination, ...]: ...


@jsii.implements(IValidation)
class RenderingFailures:
    """Asks the configuration sets of a template when all their destinations are there."""

    def __init__(self, template: Construct, configuration_sets: Sequence[refs.IConfigurationSetRef]) -> None:
        self._template = template
        self._sets = configuration_sets

    def validate(self) -> list[str]:
        """An error for each set that is known to publish no rendering failures; a warning when there is no set."""
        if not self._sets:
            cdk.Annotations.of(self._template).add_warning_v2(
                "ses-constructs:rendering-failures-unheard",
                "when a variable is missing SES takes the mail and never sends it; name the configuration sets "
                "that mail of this template is sent with in configuration_sets=, and publish "
                "Event.RENDERING_FAILURE from each",
            )
        return [
            f"{each.node.path} publishes no rendering failures, so that mail of this template can vanish unheard. "
            "Fix: add Event.RENDERING_FAILURE to the events of a destination"
            for each in self._sets
            if isinstance(each, _Publishing) and not _tells(each)
        ]


def _tells(publishing: _Publishing) -> bool:
    return any(one.enabled and Event.RENDERING_FAILURE in one.events for one in publishing.published)
