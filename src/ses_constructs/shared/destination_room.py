"""Counts the event destinations of a configuration set, whichever feature adds them."""

from __future__ import annotations

from collections import Counter

from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts import quotas

from .aws import Aws
from .once import once
from .tokens import is_known


@once
def _taken_in(app: IConstruct) -> Counter[str]:  # noqa: ARG001 - the key
    """Destinations of an app, by set."""
    return Counter()


@once
def _counters(app: IConstruct) -> dict[tuple[str, str], Construct]:  # noqa: ARG001 - the key
    """What counts the mail of a set by a dimension, by set and dimension."""
    return {}


def take_destination(scope: Construct, set_name: str, *, counts_by: str | None = None) -> None:
    """Counts one more destination of a set.

    A name that is a reference is of one set, wherever it is used. One that is spelt out is of a set in each
    region, so that it is counted in each stack by itself.

    Args:
        scope: What adds the destination.
        set_name: The set's.
        counts_by: The dimension of a destination that counts all mail of the set. Left out: none.

    Raises:
        ConflictingSettingsError: for one more than SES takes, and for a second that counts by one dimension, since
            each mail would be counted twice.

    Guide: Service quotas in Amazon SES.
    """
    aws = Aws.of(scope)
    key = f"{aws.stack_address}/{set_name}" if is_known(set_name) else set_name
    taken, most = _taken_in(aws.app), quotas.EVENT_DESTINATIONS_PER_CONFIGURATION_SET
    if taken[key] >= most:
        raise ConflictingSettingsError(
            f"a configuration set has at most {most} event destinations, and this is one more",
            fix="publish to a topic or to the event bus once, and fan out from there",
            see="Service quotas in Amazon SES",
        )
    taken[key] += 1
    if counts_by is not None:
        first = _counters(aws.app).setdefault((key, counts_by), scope)
        if first is not scope:
            raise ConflictingSettingsError(
                f"{first.node.path!r} counts the mail of this set already, and each mail would be counted twice",
                fix="have one guard and one monitor watch a set",
            )
