"""An EventBridge rule on what SES puts on the account's default bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.facts.events import EVENT_SOURCE

if TYPE_CHECKING:
    from aws_cdk import aws_events as events


def service_rule(
    scope: Construct,
    id: str,
    *,
    detail_types: Sequence[str],
    resources: Sequence[str] | None = None,
    detail: Mapping[str, object] | None = None,
    target: events.IRuleTarget | None,
    description: str,
) -> events.Rule:
    """A rule that calls a target for events of SES, and of no other service.

    Args:
        scope: Where the rule goes.
        id: Of the rule.
        detail_types: What kinds of events.
        resources: ARNs that an event is about, one of which is enough. Left out: any.
        detail: What the event must say. Left out: anything.
        target: None: none yet.
        description: Of the rule.

    Source: EventBridge reference, Amazon Simple Email Service events.
    """
    from aws_cdk import aws_events as events

    return events.Rule(
        scope,
        id,
        description=description,
        event_pattern=events.EventPattern(
            source=[EVENT_SOURCE],
            detail_type=[str(one) for one in detail_types],
            resources=None if resources is None else list(resources),
            detail=None if detail is None else dict(detail),
        ),
        targets=None if target is None else [target],
    )
