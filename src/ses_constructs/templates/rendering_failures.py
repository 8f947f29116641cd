"""Sees to it that somebody hears of mail that a template cannot make.

Destinations may be added to a set at any time, so that they are judged at synthesis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import aws_cdk as cdk
import jsii
from constructs import Construct, IValidation

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.events import Event

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns
    from aws_cdk.interfaces import aws_ses as refs

_MISSING = "when a variable is missing SES takes the mail and never sends it"


class _Destination(Protocol):
    @property
    def enabled(self) -> bool: ...

    @property
    def events(self) -> tuple[Event, ...]: ...


@runtime_checkable
class _Publishing(Protocol):
    """A configuration set that can be asked, and told: one of ``configuration_sets``, imported there or made."""

    @property
    def published(self) -> tuple[_Destination, ...]: ...

    @property
    def destinations_are_known(self) -> bool: ...

    def publish_rendering_failures(self, topic: sns.ITopic) -> None: ...


def tell_rendering_failures(configuration_sets: Sequence[refs.IConfigurationSetRef], topic: sns.ITopic) -> None:
    """Lets every set publish rendering failures to a topic.

    Raises:
        ConflictingSettingsError: without a set, or for a set that takes no destinations here.
    """
    if not configuration_sets:
        raise ConflictingSettingsError(
            "rendering failures are published by configuration sets, and there is none",
            fix="list those that mail of this template is sent with in configuration_sets=",
        )
    for each in configuration_sets:
        if not isinstance(each, _Publishing):
            raise ConflictingSettingsError(
                f"{each.node.path} takes no destination from here",
                fix="hand over configuration_sets.ConfigurationSet.from_configuration_set_name(...) with its name",
            )
        each.publish_rendering_failures(topic)


@jsii.implements(IValidation)
class RenderingFailures:
    """Asks the configuration sets of a template when all their destinations are there."""

    def __init__(self, template: Construct, configuration_sets: Sequence[refs.IConfigurationSetRef]) -> None:
        self._template = template
        self._sets = configuration_sets

    def validate(self) -> list[str]:
        """An error for each set that is known to publish none; warnings for what cannot be judged."""
        silent = [each for each in self._sets if not (isinstance(each, _Publishing) and _tells(each))]
        known = [each for each in silent if isinstance(each, _Publishing) and each.destinations_are_known]
        if not self._sets:
            self._warn(
                "rendering-failures-unheard",
                f"{_MISSING}; list the configuration sets that mail of this template is sent with in "
                "configuration_sets=, and give rendering_failures= a topic",
            )
        if unknown := [each.node.path for each in silent if each not in known]:
            self._warn(
                "rendering-failures-unjudged",
                f"{_MISSING}; whether {', '.join(unknown)} tells of it cannot be seen here; give "
                "rendering_failures= a topic, or acknowledge this when it does",
            )
        return [
            f"{each.node.path} publishes no rendering failures, so that mail of this template can vanish "
            "unheard. Fix: give the template rendering_failures= a topic, or add Event.RENDERING_FAILURE to the "
            "events of a destination"
            for each in known
        ]

    def _warn(self, slug: str, text: str) -> None:
        cdk.Annotations.of(self._template).add_warning_v2(f"ses-constructs:{slug}", text)


def _tells(publishing: _Publishing) -> bool:
    return any(one.enabled and Event.RENDERING_FAILURE in one.events for one in publishing.published)
