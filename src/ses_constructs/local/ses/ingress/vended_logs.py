"""The log of an ingress point and of a rule set, for whoever has it delivered.

Guide: Mail Manager logging. Fields: ``ses_constructs.facts.mail_manager_logs``; those of which the emulator knows
nothing are left out. No action is in progress: here each ends before its entry is written. A message that is too
large has no entry, because the SMTP server turns it away by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ses_constructs.facts.mail_manager_logs import ActionStatus, LogType, PolicyVerdict
from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document, iso_time
from ses_constructs.local.ses.ingress.arrival import Arrival
from ses_constructs.local.ses.ingress.traffic_policies import Decision
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

_WORD = re.compile(r"(?<=.)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class RuleRun:
    """One rule at one message; ``recipients`` are those whom it is for. Indexes begin with 1."""

    rule_set: Document
    message_id: str
    name: str
    index: int
    recipients: tuple[str, ...] = ()


def write_message(state: PlaceState, arrival: Arrival, recipients: tuple[str, ...]) -> None:
    """Writes that an ingress point accepted a message."""
    entry = {
        "message_id": arrival.message_id,
        **_of_connection(arrival.point, arrival.connection),
        "smtp_mail_from": arrival.source,
        "recipients": list(recipients),
        "message_size_bytes": len(arrival.raw),
        "rule_set_id": arrival.point["RuleSetId"],
        **_metadata(arrival.point, arrival.connection),
    }
    _write(state, arrival.point["IngressPointArn"], LogType.APPLICATION, entry)


def write_decision(
    state: PlaceState, point: Document, recipient: str, connection: Connection, decision: Decision
) -> None:
    """Writes what a traffic policy said of one recipient."""
    entry = {
        **_of_connection(point, connection),
        "ingress_point_session_id": connection.session_id,
        "traffic_policy_id": point["TrafficPolicyId"],
        "traffic_policy_evaluation": list(decision.evaluation),
        "traffic_policy_verdict": str(PolicyVerdict.ACCEPT if decision.allowed else PolicyVerdict.REJECT),
        "smtp_mail_from": connection.mail_from,
        "recipient": recipient,
    }
    _write(state, point["IngressPointArn"], LogType.TRAFFIC_POLICY, entry)


def write_rule(state: PlaceState, run: RuleRun) -> None:
    """Writes that a rule saw a message, and did nothing with it."""
    _write(state, run.rule_set["RuleSetArn"], LogType.APPLICATION, _of_rule(run))


def write_action(state: PlaceState, run: RuleRun, index: int, kind: str, failure: str | None = None) -> None:
    """Writes what became of one action; ``kind`` is its name in the API, ``failure`` why it failed."""
    metadata: Document = {
        # Of twelve names the guide has four; they are those of the API in another spelling.
        "action_name": _WORD.sub("_", kind).upper(),
        "action_index": index,
        "action_status": str(ActionStatus.SUCCESS if failure is None else ActionStatus.FAILURE),
    }
    if failure is not None:
        metadata["action_failure"] = failure
    entry = {**_of_rule(run), "action_metadata": metadata}
    _write(state, run.rule_set["RuleSetArn"], LogType.APPLICATION, entry)


def _of_rule(run: RuleRun) -> Document:
    return {
        "message_id": run.message_id,
        "rule_set_name": run.rule_set["RuleSetName"],
        "rule_set_id": run.rule_set["RuleSetId"],
        "rule_name": run.name,
        "rule_index": run.index,
        "recipients_matched": list(run.recipients),
    }


def _metadata(point: Document, connection: Connection) -> Document:
    """How the other side said who it is; an open ingress point does not ask."""
    held = point.get("IngressPointAuthConfiguration", {})
    if point["Type"] == "AUTH":
        password = held.get("IngressPointPasswordConfiguration", {}).get("SmtpPasswordVersion", "")
        said = {"password_version": password, "secrets_manager_arn": held.get("SecretArn", "")}
        return {"ingress_point_metadata": said}
    if point["Type"] == "MTLS":
        of = connection.certificate
        serial = "".join(of.get("SERIAL_NUMBER", ()))
        details = {
            "common_names": list(of.get("CN", ())),
            "serial_number": ":".join(serial[at : at + 2] for at in range(0, len(serial), 2)),
            "subject_alternative_names": list(of.get("SAN_DNS_NAME", ())),
        }
        return {"ingress_point_metadata": {"client_certificate_details": details}}
    return {}


def _of_connection(point: Document, connection: Connection) -> Document:
    return {
        "ingress_point_id": point["IngressPointId"],
        "ingress_point_type": point["Type"],
        "sender_ip_address": connection.source_ip,
        "smtp_helo": connection.helo,
        "tls_protocol": connection.tls_version,
        "tls_cipher_suite": connection.tls_cipher,
    }


def _write(state: PlaceState, arn: str, log_type: LogType, entry: Document) -> None:
    now = state.now()
    stamped = {"resource_arn": arn, "event_timestamp": int(now.timestamp() * 1000), "timestamp": iso_time(now)}
    try:
        state.world.put_log(state.place, arn, str(log_type), {**stamped, **entry}, timestamp=now)
    except TargetRefusedError as error:
        state.note_undelivered(arn, f"log {log_type}", str(error))
