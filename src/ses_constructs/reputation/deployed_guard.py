"""The guards of a deployed stack, asked and told through the AWS API. Needs boto3, and no Node.js."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ses_constructs.errors import InvalidSettingError, SesConstructsError

if TYPE_CHECKING:
    import boto3

_FUNCTIONS = {"ResumeSending": "resume", "PauseSending": "pause"}
_CHANGES = ("paused", "resumed", "held", "would have paused")
_HISTORY = "{ " + " || ".join(f'($.did = "{did}")' for did in _CHANGES) + " }"


class ResumeRefusedError(SesConstructsError):
    """The resume function did not resume; the text is its answer."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Something that one of the stack's guards watches: the account, a set or a tenant.

    Args:
        target: What it is resumed by.
        configuration_set: ``None`` for the account.
        tenant_arn: Of the tenant that is paused in the set's place.
        function: The resume function that may resume it.
    """

    target: str
    configuration_set: str | None
    tenant_arn: str | None
    function: str


@dataclass(slots=True)
class DeployedGuards:
    """The guards of one stack.

    Args:
        session: A boto3 session of the stack's account and region.
        stack: Name of the stack.
    """

    session: boto3.Session
    stack: str
    senders: list[Sender] = field(init=False, default_factory=list)
    alarms: list[str] = field(init=False, default_factory=list)
    log_groups: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        functions = self.session.client("lambda")
        for kind, logical_id, physical_id in self._resources():
            if kind == "AWS::CloudWatch::Alarm":
                self.alarms.append(physical_id)
            role = next((role for part, role in _FUNCTIONS.items() if f"{part}Function" in logical_id), None)
            if kind != "AWS::Lambda::Function" or role is None:
                continue
            try:
                settings = functions.get_function_configuration(FunctionName=physical_id)
            except functions.exceptions.ResourceNotFoundException:
                # Deleted by hand; where it is the one that pauses, the other one still resumes.
                continue
            self.log_groups.append(settings.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{physical_id}"))
            if role == "resume":
                variables = settings.get("Environment", {}).get("Variables", {})
                self.senders += senders_of(variables, function=physical_id)
        if not self.senders:
            raise InvalidSettingError(
                "--stack",
                self.stack,
                "has no guard",
                fix="name the stack of a ReputationGuard; if its resume function was deleted, deploy it anew",
            )

    def sender(self, target: str | None) -> Sender:
        """The sender of that name; without a name, the only one.

        Raises:
            InvalidSettingError: for a name that nothing has, or for none where there are several.
        """
        found = [one for one in self.senders if target is None or one.target == target]
        if len(found) != 1:
            names = ", ".join(sorted(one.target for one in self.senders))
            wrong = "is not guarded by this stack" if target is not None else "leaves open what to resume"
            raise InvalidSettingError("--target", target, wrong, fix=f"give one of {names}")
        return found[0]

    def resume(self, sender: Sender, *, reason: str) -> dict[str, object]:
        """Resumes, as whoever is signed in.

        Raises:
            ResumeRefusedError: with what the function says against it.
        """
        return self._ask(sender, "resume", reason)

    def hold(self, sender: Sender, *, reason: str) -> dict[str, object]:
        """Makes a pause a person's, which nothing resumes automatically.

        Raises:
            ResumeRefusedError: with what the function says against it.
        """
        return self._ask(sender, "hold", reason)

    def _ask(self, sender: Sender, verb: str, reason: str) -> dict[str, object]:
        by = self.session.client("sts").get_caller_identity()["Arn"]
        payload = {verb: sender.target, "reason": reason, "by": by}
        answer = self.session.client("lambda").invoke(
            FunctionName=sender.function, Payload=json.dumps(payload).encode()
        )
        said: dict[str, object] = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            problem, _, fix = str(said.get("errorMessage", said)).partition("\n  fix: ")
            raise ResumeRefusedError(problem, fix=fix or f"read the log of function {sender.function}")
        return said

    def sends(self, sender: Sender) -> bool:
        """Whether SES takes mail from it."""
        ses = self.session.client("sesv2")
        if sender.tenant_arn is not None:
            entity = ses.get_reputation_entity(
                ReputationEntityType="RESOURCE", ReputationEntityReference=sender.tenant_arn
            )["ReputationEntity"]
            return entity.get("SendingStatusAggregate") != "DISABLED"
        if sender.configuration_set is None:
            return ses.get_account().get("SendingEnabled") is True
        found = ses.get_configuration_set(ConfigurationSetName=sender.configuration_set)
        return found.get("SendingOptions", {}).get("SendingEnabled") is True

    def account(self) -> tuple[str, bool]:
        """What AWS itself holds against the account (HEALTHY, PROBATION or SHUTDOWN), and whether it is on."""
        found = self.session.client("sesv2").get_account()
        return found.get("EnforcementStatus", "unknown"), found.get("SendingEnabled") is True

    def firing(self) -> Iterator[tuple[str, str]]:
        """Name and reason of each of the stack's alarms that is in ALARM."""
        cloudwatch = self.session.client("cloudwatch")
        for start in range(0, len(self.alarms), 100):
            names = self.alarms[start : start + 100]
            for alarm in cloudwatch.describe_alarms(AlarmNames=names, MaxRecords=100)["MetricAlarms"]:
                if alarm["StateValue"] == "ALARM":
                    yield alarm["AlarmName"], alarm.get("StateReason", "")

    def history(self) -> list[tuple[datetime, dict[str, object]]]:
        """Every pause and resume that the logs still hold, oldest first."""
        found = [entry for group in self.log_groups for entry in self._entries(group)]
        return sorted(found, key=lambda entry: entry[0])

    def _entries(self, group: str) -> list[tuple[datetime, dict[str, object]]]:
        logs = self.session.client("logs")
        pages = logs.get_paginator("filter_log_events")
        try:
            asked = pages.paginate(logGroupName=group, filterPattern=_HISTORY)
            events = [event for page in asked for event in page["events"]]
        except logs.exceptions.ResourceNotFoundException:
            # Deleted by hand: what is known of the others is still worth telling.
            return []
        return [
            (datetime.fromtimestamp(event["timestamp"] / 1000, UTC), entry)
            for event in events
            for entry in entries_in(event["message"])
        ]

    def _resources(self) -> Iterator[tuple[str, str, str]]:
        pages = self.session.client("cloudformation").get_paginator("list_stack_resources")
        for page in pages.paginate(StackName=self.stack):
            for one in page["StackResourceSummaries"]:
                yield one["ResourceType"], one["LogicalResourceId"], one.get("PhysicalResourceId", "")


def entries_in(message: str) -> list[dict[str, object]]:
    """The pauses and resumes that a message of a log tells of."""
    lines = [line for line in message.splitlines() if line.startswith("{")]
    return [entry for entry in map(json.loads, lines) if entry.get("did") in _CHANGES]


def senders_of(variables: Mapping[str, str], *, function: str) -> list[Sender]:
    """What a resume function may resume, from its environment."""
    if variables.get("GUARDED_ACCOUNT") == "yes":
        return [Sender("account", None, None, function)]
    pairs = [pair.split("=", 1) for pair in variables.get("GUARDED_TENANTS", "").split(",") if pair]
    tenants = {name: arn for name, arn in pairs}
    found = []
    for name in filter(None, variables.get("GUARDED_SETS", "").split(",")):
        arn = tenants.get(name)
        found.append(Sender(name if arn is None else arn.split("/")[1], name, arn, function))
    return found
