"""Resumes sending when an operator says so: ``{"resume": "account", a set or a tenant, "reason": "..."}``.

``{"hold": ...}`` instead writes down that a pause is now a person's, which nothing resumes automatically.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sesv2.type_defs import ReputationEntityTypeDef

_ASLEEP = "An alarm that is still in ALARM does not fire again by itself: watch the rates until it is OK."
_AFRESH = "The bounce and complaint rates of a configuration set start afresh when it is resumed."
_HELD = (
    "AWS itself has stopped this account (EnforcementStatus SHUTDOWN), which no call of ours lifts; "
    "our own pause, if any, is kept\n  fix: answer the case in AWS Support Center, and resume once AWS has let go"
)
_TENANT_HELD = (
    "AWS itself has stopped this tenant, which no call of ours lifts; our own pause, if any, is kept"
    "\n  fix: deal with the tenant's findings in the SES console, and resume once AWS has let go"
)
_REVIEWED = "AWS has this account under review (PROBATION): answer the case in AWS Support Center."
_ACCOUNT_STOPPED = (
    "Still no mail flows: AWS itself has stopped the account (EnforcementStatus SHUTDOWN), which no call of ours "
    "lifts. Answer the case in AWS Support Center."
)
_ACCOUNT_PAUSED = (
    "Still no mail flows: the account itself is paused. When that cause is gone too, resume the account: by its "
    "own guard if it has one, or by aws sesv2 put-account-sending-attributes --sending-enabled"
)


class Context(Protocol):
    """What Lambda tells about an invocation."""

    function_name: str
    aws_request_id: str


class ResumeRefusedError(Exception):
    """The request names nothing that this function may resume, or no reason."""


class ResumeFailedError(Exception):
    """Sending is not resumed, or is resumed and nobody was told; the text says which."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What this function may resume, and whom it tells."""

    account: bool
    sets: frozenset[str]
    tenants: Mapping[str, str]
    topic: str

    @property
    def targets(self) -> dict[str, Decision]:
        """What may be asked for, by its name: tenants in the place of the sets whose alarms pause them."""
        if self.account:
            return {"account": Decision(None)}
        alone = {name: Decision(name) for name in self.sets - set(self.tenants)}
        return alone | {arn.split("/")[1]: Decision(None, arn) for arn in self.tenants.values()}

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """From the function's environment, where nothing may be missing."""
        return cls(
            account=environment["GUARDED_ACCOUNT"] == "yes",
            sets=frozenset(environment["GUARDED_SETS"].split(",")) - {""},
            tenants=dict(pair.split("=", 1) for pair in environment["GUARDED_TENANTS"].split(",") if pair),
            topic=environment["OPERATORS_TOPIC"],
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """To resume a configuration set, a tenant (by its ARN), or the account (neither)."""

    configuration_set: str | None
    tenant: str | None = None
    reason: str = ""
    by: str = "somebody who did not say"
    hold: bool = False

    @property
    def title(self) -> str:
        """What is resumed, for people."""
        if self.tenant is not None:
            return f"tenant {self.tenant.split('/')[1]}"
        return "the account" if self.configuration_set is None else f"configuration set {self.configuration_set}"


def decide(event: object, settings: Settings) -> Decision:
    """What to resume, or a refusal that says what may be asked for."""
    asked = event if isinstance(event, dict) else {}
    hold = "hold" in asked
    verb = "hold" if hold else "resume"
    target, reason, by = asked.get(verb), asked.get("reason"), asked.get("by")
    allowed = settings.targets
    if not isinstance(target, str) or target not in allowed:
        choice = ", ".join(json.dumps(one) for one in sorted(allowed))
        raise ResumeRefusedError(f'{verb}={target!r} is not guarded here\n  fix: send "{verb}": one of {choice}')
    if not isinstance(reason, str) or not reason.strip():
        raise ResumeRefusedError(
            f'reason={reason!r} tells nobody why\n  fix: send "reason": "<why it is safe now>"'
        )
    said = {"by": by.strip()} if isinstance(by, str) and by.strip() else {}
    return replace(allowed[target], reason=reason.strip(), hold=hold, **said)


def handler(event: object, context: Context) -> dict[str, object]:
    """Resumes what the event asks for, tells the operators, and answers what to look out for."""
    import boto3
    from botocore.config import Config

    settings = Settings.read(os.environ)
    decision = decide(event, settings)
    if decision.hold:
        _log(did="held", what=decision.title, by=decision.by, reason=decision.reason)
        return {"held": decision.title}
    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=3, read_timeout=5)
    ses = boto3.client("sesv2", config=patient)
    flows, obstacles = _held(ses, decision)
    warnings = [*obstacles, _ASLEEP, *([_AFRESH] if decision.configuration_set is not None else [])]
    was_paused = not _sends(ses, decision)
    if was_paused:
        _start(ses, decision)
        if not _sends(ses, decision):
            raise ResumeFailedError(f"SES took the call, but {decision.title} still does not send")
    text = _notice(decision, context, ses.meta.region_name, was_paused=was_paused, warnings=warnings)
    try:
        subject = f"Sending resumed{'' if flows else ', but no mail flows'}: {decision.title}"[:100]
        boto3.client("sns", config=patient).publish(TopicArn=settings.topic, Subject=subject, Message=text)
    except Exception as problem:
        raise ResumeFailedError(f"{decision.title} sends again, but no notice went out: {problem!r}") from problem
    finally:
        _log(did="resumed", what=decision.title, was_paused=was_paused, by=decision.by, reason=decision.reason)
    return {"resumed": decision.title, "was_paused": was_paused, "mail_flows": flows, "warnings": warnings}


def _held(ses: SESV2Client, decision: Decision) -> tuple[bool, list[str]]:
    """Whether mail will flow, and what holds it: AWS itself, or a pause of the account around a set or a tenant.

    Raises:
        ResumeFailedError: when AWS itself holds the very thing to resume, which no call of ours lifts.
    """
    account = ses.get_account()
    status = account.get("EnforcementStatus")
    reviewed = [_REVIEWED] if status == "PROBATION" else []
    if decision.tenant is not None:
        if _entity(ses, decision.tenant).get("AwsSesManagedStatus", {}).get("Status") == "DISABLED":
            raise ResumeFailedError(_TENANT_HELD)
    elif decision.configuration_set is None:
        if status == "SHUTDOWN":
            raise ResumeFailedError(_HELD)
        return True, reviewed
    if status == "SHUTDOWN":
        return False, [_ACCOUNT_STOPPED]
    if account.get("SendingEnabled") is not True:
        return False, [_ACCOUNT_PAUSED, *reviewed]
    return True, reviewed


def _entity(ses: SESV2Client, tenant: str) -> ReputationEntityTypeDef:
    if not hasattr(ses, "get_reputation_entity"):
        raise ResumeFailedError(
            "this runtime's boto3 does not know tenants\n  fix: give the function a layer with a newer one"
        )
    found = ses.get_reputation_entity(ReputationEntityType="RESOURCE", ReputationEntityReference=tenant)
    return found["ReputationEntity"]


def _sends(ses: SESV2Client, decision: Decision) -> bool:
    if decision.tenant is not None:
        return _entity(ses, decision.tenant).get("SendingStatusAggregate") != "DISABLED"
    if decision.configuration_set is None:
        return ses.get_account().get("SendingEnabled") is True
    answer = ses.get_configuration_set(ConfigurationSetName=decision.configuration_set)
    return answer.get("SendingOptions", {}).get("SendingEnabled") is True


def _start(ses: SESV2Client, decision: Decision) -> None:
    if decision.tenant is not None and hasattr(ses, "update_reputation_entity_customer_managed_status"):
        # Not REINSTATED, which would let the tenant send against AWS's own findings.
        ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE", ReputationEntityReference=decision.tenant, SendingStatus="ENABLED"
        )
    elif decision.configuration_set is None:
        ses.put_account_sending_attributes(SendingEnabled=True)
    else:
        name = decision.configuration_set
        ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=True)


def _notice(decision: Decision, context: Context, region: str, *, was_paused: bool, warnings: list[str]) -> str:
    before = "" if was_paused else " It was not paused."
    lines = [
        f"Amazon SES sending of {decision.title} in {region} is on.{before}",
        "",
        f"Reason given: {decision.reason}",
        f"By: {decision.by}, by function {context.function_name}, request {context.aws_request_id}",
        "",
        *warnings,
    ]
    return "\n".join(lines)


def _log(**line: object) -> None:
    print(json.dumps(line))
