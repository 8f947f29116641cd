"""What watches the reputation of a sender, and what it sets off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ses_constructs.facts.metrics import BOUNCE_RATE, COMPLAINT_RATE, CONFIGURATION_SET_DIMENSION, NAMESPACE

from .policies import Statement, granted_to, statements
from .receiving import FUNCTIONS, function_of
from .remembering import once
from .sending import CONFIGURATION_SET
from .serverless import fed_by
from .template import Assembly, Resource
from .value import Value

ALARM = "AWS::CloudWatch::Alarm"
TOPIC = "AWS::SNS::Topic"
RATES = (BOUNCE_RATE, COMPLAINT_RATE)
PAUSING = (
    "ses:PutAccountSendingAttributes",
    "ses:PutConfigurationSetSendingOptions",
    "ses:UpdateAccountSendingEnabled",
    "ses:UpdateConfigurationSetSendingEnabled",
)
"""Actions that pause and resume. API reference of SES, versions 1 and 2."""


@dataclass(frozen=True, eq=False)
class ReputationAlarm:
    """An alarm on the bounce or complaint rate, of the account or of a configuration set.

    Args:
        resource: The alarm.
        metric: Where its metric is described: the properties, or a member of ``Metrics``.
        rate: ``Reputation.BounceRate`` or ``Reputation.ComplaintRate``.
    """

    resource: Resource
    metric: Value
    rate: str

    @property
    def is_direct(self) -> bool:
        """True when the alarm compares the metric itself, not a formula over it."""
        return self.resource.get("Metrics").absent

    @property
    def dimensions(self) -> tuple[Value, ...]:
        """Its dimensions."""
        return self.metric.get("Dimensions").items

    @property
    def statistic(self) -> str | None:
        """How the data points of a period become one, when the alarm compares the metric itself."""
        return self.metric.get("Statistic").literal if self.is_direct else None

    @cached_property
    def configuration_set(self) -> Resource | None:
        """The configuration set it watches, when that is one of the assembly."""
        for dimension in self.dimensions:
            if dimension.get("Name").literal == CONFIGURATION_SET_DIMENSION:
                return dimension.get("Value").names(CONFIGURATION_SET)
        return None


@once
def reputation_alarms(assembly: Assembly) -> tuple[ReputationAlarm, ...]:
    """Alarms on reputation, directly or by a formula."""
    return tuple(_read(assembly))


def _read(assembly: Assembly) -> Iterator[ReputationAlarm]:
    for alarm in assembly.resources(ALARM):
        places = [alarm.properties, *(one.get("MetricStat.Metric") for one in alarm.get("Metrics").items)]
        for place in places:
            rate = place.get("MetricName").literal
            if rate in RATES and place.get("Namespace").literal == NAMESPACE:
                yield ReputationAlarm(alarm, place, rate)


def alarm_targets(alarm: Resource) -> list[Resource]:
    """Topics and functions of the assembly that an alarm sets off."""
    found = []
    for item in alarm.get("AlarmActions").items:
        target = function_of(item) or item.names(TOPIC)
        if target is not None:
            found.append(target)
    return found


@once
def pausing_functions(assembly: Assembly) -> dict[Resource, list[ReputationAlarm]]:
    """Functions that an alarm on reputation sets off, directly or through a topic, and that may pause sending."""
    found: dict[Resource, list[ReputationAlarm]] = {}
    for alarm in reputation_alarms(assembly):
        for target in alarm_targets(alarm.resource):
            functions = [target] if target.type in FUNCTIONS else list(subscribed(assembly, target))
            for function in functions:
                if may_pause(assembly, function):
                    found.setdefault(function, []).append(alarm)
    return found


def subscribed(assembly: Assembly, topic: Resource) -> Iterator[Resource]:
    """Functions of the assembly that are subscribed to a topic."""
    for subscription in assembly.resources("AWS::SNS::Subscription"):
        if subscription.get("TopicArn").names(TOPIC) is topic:
            function = function_of(subscription.get("Endpoint"))
            if function is not None:
                yield function
    for member in topic.get("Subscription").items:
        function = function_of(member.get("Endpoint"))
        if function is not None:
            yield function
    yield from fed_by(assembly, "SNS", "Topic", topic)


def may_pause(assembly: Assembly, function: Resource) -> bool:
    """True when the role of a function, or the function's own policies, allow it to pause sending."""
    return any(
        statement.allows and any(statement.covers(action) for action in PAUSING)
        for statement in permissions_of(assembly, function)
    )


def permissions_of(assembly: Assembly, function: Resource) -> list[Statement]:
    """What a function may do: by its role, or by policies of its own (SAM)."""
    role = function.get("Role").names("AWS::IAM::Role")
    own = [statement for statement in statements(assembly) if statement.resource is function]
    return own if role is None else own + granted_to(assembly, role)
