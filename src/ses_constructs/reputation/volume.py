"""How much mail it takes before a rate says anything: the gate in front of a pause."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import metrics
from ses_constructs.facts.events import Event
from ses_constructs.shared import located
from ses_constructs.shared.destination_room import take_destination
from ses_constructs.shared.setting_types import checks_types

from .watched import Watched

DIMENSION = "guarded-set"
"""Of the guard's own counts. Not ``ses:configuration-set``: other destinations of the set may count by that."""
COUNTED = (Event.SEND, Event.DELIVERY, Event.BOUNCE, Event.COMPLAINT)
"""The gate needs no deliveries; people who look at the dashboard do."""


@checks_types
@dataclass(frozen=True, slots=True)
class Volume:
    """The least mail that a pause needs: :meth:`at_least`, or :meth:`any_number`.

    One bounce of three mails is a rate of 33 %. A gate lets a pause through only when, within a window, enough was
    sent, enough came back, and what came back is itself the pause rate: SES's own rate may be high from the first
    few mails of a young set, or stay high long after a bad hour. Warnings have no gate.
    With the numbers left out a stream that bounces 2 % is paused by mere chance about once in ten thousand starts.
    """

    sends: int
    bounces: int
    complaints: int
    window: cdk.Duration | None

    @classmethod
    def at_least(
        cls, *, sends: int = 50, bounces: int = 12, complaints: int = 7, window: cdk.Duration | None = None
    ) -> Volume:
        """A gate.

        Args:
            sends: Mails sent in the window.
            bounces: Bounces in the window, for a pause because of bounces.
            complaints: Complaints in the window, for a pause because of complaints.
            window: Left out: 1 hour. A stream that sends less than ``sends`` an hour, or in bursts, needs a longer
                one, up to a day.

        Raises:
            InvalidSettingError: for what is no whole number, or below 1.
        """
        for setting, number in (("sends", sends), ("bounces", bounces), ("complaints", complaints)):
            if number < 1:
                raise InvalidSettingError(
                    setting, number, "is no gate", fix="give 1 or more, or Volume.any_number()"
                )
        return cls(sends, bounces, complaints, window if window is not None else cdk.Duration.hours(1))

    @classmethod
    def any_number(cls) -> Volume:
        """No gate: a rate alone pauses, however few mails it stands for."""
        return cls(0, 0, 0, None)


def gated(
    volume: Volume, window: cdk.Duration, watched: Watched, *, rate: str, threshold: float
) -> cloudwatch.MathExpression:
    """The worst rate of the window where the window holds enough mail, and 0 where it does not."""
    came_back, least = (
        ("Bounce", volume.bounces) if rate == metrics.BOUNCE_RATE else ("Complaint", volume.complaints)
    )
    counted = {} if watched.is_account else {DIMENSION: watched.set_name}
    sends = f"FILL(sends, 0) >= {volume.sends}"
    enough = f"FILL(back, 0) >= {least}"
    # Spelt out: metric math is not documented to read 5e-05.
    agreeing = f"FILL(back, 0) >= {Decimal(str(threshold)):f} * FILL(sends, 0)"
    return cloudwatch.MathExpression(
        expression=f"IF({sends} && {enough} && {agreeing}, rate, 0)",
        using_metrics={
            "rate": _metric(rate, watched.dimensions, "Maximum", window),
            "sends": _metric("Send", counted, "Sum", window),
            "back": _metric(came_back, counted, "Sum", window),
        },
        label=rate,
        period=window,
    )


def count_mail(place: Construct, watched: Watched) -> None:
    """Makes SES count what a set sends and what comes back; the account is counted without asking."""
    if watched.is_account:
        return
    with located(place, "Volume"):
        take_destination(place, watched.set_name, counts_by=DIMENSION)
    by_set = ses.CfnConfigurationSetEventDestination.DimensionConfigurationProperty(
        # No mail carries this tag: each is counted under the default, the set's name.
        dimension_name=DIMENSION,
        default_dimension_value=watched.set_name,
        dimension_value_source="messageTag",
    )
    ses.CfnConfigurationSetEventDestination(
        place,
        "Volume",
        configuration_set_name=watched.set_name,
        event_destination=ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
            enabled=True,
            matching_event_types=list(COUNTED),
            cloud_watch_destination=ses.CfnConfigurationSetEventDestination.CloudWatchDestinationProperty(
                dimension_configurations=[by_set]
            ),
        ),
    )


def _metric(name: str, dimensions: dict[str, str], statistic: str, period: cdk.Duration) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=metrics.NAMESPACE,
        metric_name=name,
        dimensions_map=dimensions,
        statistic=statistic,
        period=period,
    )
