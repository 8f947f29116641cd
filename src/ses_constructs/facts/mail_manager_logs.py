"""What Mail Manager writes to logs, and what is counted of it.

Types of logs: API ``PutDeliverySource`` of CloudWatch Logs (``LogType``). What an entry says: guide, Mail Manager
logging. Fields: AWS service specification, release 0.1.216 (``vendedLogs`` of
``AWS::SES::MailManagerIngressPoint`` and ``AWS::SES::MailManagerRuleSet``), which wins where the guide has others:
it has no ``ingress_point_name``, and it has ``ingress_point_id`` of messages and ``rule_set_id`` of rules, which
the guide does not show. Nothing is counted by a field that only one of them has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LogType(StrEnum):
    """Kinds of logs that an ingress point or a rule set has."""

    APPLICATION = "APPLICATION_LOGS"
    """Of an ingress point: messages; of a rule set: what its rules do with them."""
    TRAFFIC_POLICY = "TRAFFIC_POLICY_DEBUG_LOGS"
    """Of an ingress point: what the traffic policy says."""


class PolicyVerdict(StrEnum):
    """What a traffic policy says of a recipient. Guide: Mail Manager logging."""

    ACCEPT = "ACCEPT"
    """It lets the mail in."""
    REJECT = "REJECT"
    """It turns the mail away."""


class ActionStatus(StrEnum):
    """What became of an action of a rule. Guide: Mail Manager logging."""

    SUCCESS = "SUCCESS"
    """It is done."""
    FAILURE = "FAILURE"
    """It is not, and unless the action says otherwise the message goes on without it."""
    IN_PROGRESS = "IN_PROGRESS"
    """It has begun."""


@dataclass(frozen=True, slots=True)
class LogFields:
    """Fields of one kind of log.

    Args:
        always: An entry without them does not exist.
        choice: What else an entry may have.
        people: Those of the choice that are, or may hold, addresses of people.
    """

    always: tuple[str, ...]
    choice: tuple[str, ...]
    people: frozenset[str]

    def chosen(self, *, with_people: bool) -> list[str]:
        """The fields of an entry."""
        return [*self.always, *(name for name in self.choice if with_people or name not in self.people)]


MESSAGES = LogFields(
    always=("resource_arn", "event_timestamp", "message_id"),
    choice=(
        "timestamp",
        "ingress_point_id",
        "ingress_point_type",
        "sender_ip_address",
        "smtp_mail_from",
        "smtp_helo",
        "tls_protocol",
        "recipients",
        "ingress_point_metadata",
        "tls_cipher_suite",
        "message_size_bytes",
        "rule_set_id",
        "vpc_endpoint_id",
    ),
    people=frozenset({"smtp_mail_from", "recipients", "ingress_point_metadata"}),
)
DECISIONS = LogFields(
    always=("resource_arn", "event_timestamp"),
    choice=(
        "timestamp",
        "ingress_point_id",
        "ingress_point_type",
        "ingress_point_session_id",
        "traffic_policy_id",
        "traffic_policy_evaluation",
        "traffic_policy_verdict",
        "sender_ip_address",
        "smtp_mail_from",
        "smtp_helo",
        "tls_protocol",
        "recipient",
        "tls_cipher_suite",
    ),
    people=frozenset({"smtp_mail_from", "recipient", "traffic_policy_evaluation"}),
)
RULES = LogFields(
    always=("resource_arn", "event_timestamp", "message_id", "rule_set_name"),
    choice=("timestamp", "rule_set_id", "rule_name", "rule_index", "recipients_matched", "action_metadata"),
    # What failed is counted from action_metadata. It has no address but one in the words of a failure.
    people=frozenset({"recipients_matched"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A metric that is counted from entries.

    Args:
        metric: Its name.
        where: Fields, and what they must have: ``"*"`` for anything, a number without quotes.
        dimensions: Names, and the fields that their values come from.
        value: What an entry counts. Left out: one.
    """

    metric: str
    where: Mapping[str, str]
    dimensions: Mapping[str, str]
    value: str = "1"

    @property
    def pattern(self) -> str:
        """As a metric filter writes it."""
        return "{ " + " && ".join(f"(${field} = {wanted})" for field, wanted in self.where.items()) + " }"


_ANY = '"*"'
_OF_RESOURCE = {"ResourceArn": "$.resource_arn"}
"""The one field that every entry has by both the guide and the specification."""
_IS_MESSAGE = {".message_id": _ANY, ".ingress_point_type": _ANY}
_IS_DECISION = {".traffic_policy_id": _ANY, ".traffic_policy_verdict": _ANY}
_STATUS = ".action_metadata.action_status"
"""A rule that is not for a message leaves an entry without it."""

MESSAGES_COUNTER = Counter(metric="Messages", where=_IS_MESSAGE, dimensions=_OF_RESOURCE)
BYTES_COUNTER = Counter(metric="Bytes", where=_IS_MESSAGE, dimensions=_OF_RESOURCE, value="$.message_size_bytes")
RECIPIENTS_COUNTER = Counter(
    metric="Recipients",
    where=_IS_DECISION,
    dimensions={**_OF_RESOURCE, "Verdict": "$.traffic_policy_verdict"},
)
DECISIONS_COUNTER = Counter(
    metric="Decisions",
    where=_IS_DECISION,
    dimensions={"TrafficPolicyId": "$.traffic_policy_id", "Verdict": "$.traffic_policy_verdict"},
)
RULES_COUNTER = Counter(
    metric="RuleExecutions",
    # Its first action, which has number 1: the guide's "second rule" is the one with rule_index 2.
    where={".rule_name": _ANY, ".action_metadata.action_index": "1"},
    dimensions={**_OF_RESOURCE, "RuleName": "$.rule_name"},
)
ACTIONS_COUNTER = Counter(
    metric="Actions",
    where={".rule_name": _ANY, _STATUS: _ANY},
    dimensions={**_OF_RESOURCE, "RuleName": "$.rule_name", "Status": f"${_STATUS}"},
)
FAILURES_COUNTER = Counter(
    metric="FailedActions",
    where={_STATUS: f'"{ActionStatus.FAILURE}"'},
    dimensions=_OF_RESOURCE,
)
OF_INGRESS_POINTS = (MESSAGES_COUNTER, BYTES_COUNTER)
OF_DECISIONS = (RECIPIENTS_COUNTER, DECISIONS_COUNTER)
OF_RULE_SETS = (RULES_COUNTER, ACTIONS_COUNTER, FAILURES_COUNTER)

NAMESPACE = "SesConstructs/MailManager"
"""Of metrics that are counted from the logs: our own.

Mail Manager's own are in ``AWS/SES/MailManager`` (guide: Using service-linked roles for Amazon SES), under names
that the guide does not tell.
"""

WRITER = "delivery.logs.amazonaws.com"
"""Who writes the logs; this and the next: aws-cdk-lib 2.275, ``LoggingDestination.cloudWatchLogs``."""
WRITE_ACTIONS = ("logs:CreateLogStream", "logs:PutLogEvents")
NAME_LENGTH = 60
"""Of sources and destinations. Schemas of ``AWS::Logs::DeliverySource`` and ``AWS::Logs::DeliveryDestination``."""
