"""Which events a configuration set publishes, and what follows for the feedback of an identity.

Destinations may be added to a set after the identity is made, so that this is judged at synthesis.
"""

from __future__ import annotations

from collections.abc import Iterable

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ses as ses
from constructs import Construct, IValidation

_Destination = ses.CfnConfigurationSetEventDestination.EventDestinationProperty
_SEE = "see: Setting up event notifications for Amazon SES"


def check_paths_at_synthesis(
    identity: Construct,
    configuration_set: ses.IConfigurationSet | None,
    *,
    by_topic: frozenset[str],
    must_publish: frozenset[str],
) -> None:
    """Lets the synthesis fail when the set does not publish what it must, and warns of what comes twice.

    Args:
        configuration_set: The identity's default; ``None`` checks nothing.
        by_topic: Types of feedback that go to topics of the identity, in lower case.
        must_publish: Types that nothing else tells of.
    """
    if configuration_set is not None:
        identity.node.add_validation(_Paths(identity, configuration_set, by_topic, must_publish))


def warn_of_unheard_feedback(identity: Construct, name: str) -> None:
    """Of an identity that other accounts send as.

    Guide: Sending authorization, tasks of the identity owner.
    """
    cdk.Annotations.of(identity).add_warning_v2(
        "ses-constructs:shared-without-forwarding",
        f"other accounts send as {name}, and feedback forwarding is off: what goes wrong with their mail lists "
        "your domain as a source of spam, so that its owner should hear of it by mail too. Leave "
        "feedback_forwarding out",
    )


@jsii.implements(IValidation)
class _Paths:
    def __init__(
        self,
        identity: Construct,
        configuration_set: ses.IConfigurationSet,
        by_topic: frozenset[str],
        must_publish: frozenset[str],
    ) -> None:
        self._identity = identity
        self._set = configuration_set
        self._by_topic = by_topic
        self._must_publish = must_publish

    def validate(self) -> list[str]:
        found = _destinations(self._set)
        warnings = cdk.Annotations.of(self._identity)
        if found is None:
            if self._must_publish:
                warnings.add_warning_v2(
                    "ses-constructs:unseen-destinations",
                    "forwarding by mail is off; make sure that configuration set "
                    f"{self._set.configuration_set_name}, which is not of this app, publishes "
                    f"{' and '.join(sorted(self._must_publish))} events",
                )
            return []
        # What is only counted does not say whose mail bounced.
        twice = sorted(self._by_topic & _events(one for one in found if one.cloud_watch_destination is None))
        if twice:
            warnings.add_warning_v2(
                "ses-constructs:published-twice",
                f"{' and '.join(twice)} feedback is published twice: to a topic of the identity, and by its "
                "default configuration set; leave one of the two out",
            )
        missing = sorted(self._must_publish - _events(found))
        if not missing:
            return []
        kinds = " and ".join(missing)
        return [
            f"forwarding by mail is off, and neither a topic nor configuration set {self._set.node.path!r} tells "
            f"of {kinds} feedback\n"
            f"  fix: add a destination for {kinds} events to the set, or a topic for the identity\n"
            f"  {_SEE}"
        ]


def _destinations(configuration_set: ses.IConfigurationSet) -> list[_Destination] | None:
    """What enabled destinations are; ``None`` for a set that is not of this app."""
    if not isinstance(configuration_set.node.default_child, ses.CfnConfigurationSet):
        return None
    name = configuration_set.configuration_set_name
    made = [
        child.event_destination
        for child in configuration_set.node.root.node.find_all()
        if isinstance(child, ses.CfnConfigurationSetEventDestination) and child.configuration_set_name == name
    ]
    return [one for one in made if isinstance(one, _Destination) and one.enabled is not False]


def _events(destinations: Iterable[_Destination]) -> set[str]:
    """What they publish, in lower case."""
    return {event.lower() for one in destinations for event in one.matching_event_types}
