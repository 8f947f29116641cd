"""The actions of receipt rules.

WorkMail and Connect are not emulated: what they would get is kept, see ``handed_over``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from ses_constructs.local.ses import client_side_encryption
from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.handed_over import hand_over
from ses_constructs.local.ses.inbound import Inbound
from ses_constructs.local.ses.messages import BounceReply
from ses_constructs.local.ses.state import PlaceState

_MOST_CONTENT = 150 * 1024
_SUBJECT = "Amazon SES Email Receipt Notification"


class Next(Enum):
    """Where to go on after an action."""

    ACTION = auto()
    RULE = auto()
    END = auto()


@dataclass(slots=True)
class Run:
    """One rule at work on one message."""

    state: PlaceState
    message: Inbound
    rule: Document
    source_arn: str
    recipients: list[str]
    done: list[str] = field(default_factory=list)
    bounces: list[BounceReply] = field(default_factory=list)

    def records(self, action: Document) -> Document:
        """``mail`` and ``receipt`` for an action."""
        receipt = self.message.receipt_record(
            self.state, self.recipients, action, scanned=self.rule["ScanEnabled"]
        )
        return {"mail": self.message.mail_record(), "receipt": receipt}

    def publish(self, topic: str, record: Document, *, role_arn: str = "") -> None:
        """Publishes a record to a topic."""
        self.state.world.publish(
            self.state.place,
            topic,
            json.dumps(record),
            source_arn=self.source_arn,
            subject=_SUBJECT,
            role_arn=role_arn,
        )

    def notify(self, action: Document, *, role_arn: str = "") -> None:
        """Publishes the notice (without content) that most actions may have."""
        topic = action.get("topicArn")
        if topic:
            self.publish(topic, {"notificationType": "Received", **self.records(action)}, role_arn=role_arn)

    def stored(self) -> bytes:
        """The message as it leaves SES."""
        return self.message.as_stored(self.state, self.recipients, scanned=self.rule["ScanEnabled"])


def perform(run: Run, kind: str, settings: Document) -> Next:
    """Does one action. :raises TargetRefusedError: when its target refuses"""
    return _ACTIONS[kind](run, settings)


def _store(run: Run, settings: Document) -> Next:
    """Into a bucket. A role, where one is given, does everything (API reference of version 1, S3Action)."""
    bucket, prefix = settings["BucketName"], settings.get("ObjectKeyPrefix", "")
    key, role = f"{prefix}{run.message.message_id}", settings.get("IamRoleArn", "")
    body, metadata = run.stored(), dict[str, str]()
    if settings.get("KmsKeyArn"):
        body, metadata = _encrypted(run, settings["KmsKeyArn"], body, role)
    run.state.world.put_object(
        run.state.place, bucket, key, body, source_arn=run.source_arn, role_arn=role, metadata=metadata
    )
    run.done.append(f"S3 {bucket}/{key}")
    run.notify(
        _about("S3", settings, bucketName=bucket, objectKeyPrefix=prefix or None, objectKey=key), role_arn=role
    )
    return Next.ACTION


def _encrypted(run: Run, key_arn: str, body: bytes, role: str) -> tuple[bytes, dict[str, str]]:
    context = client_side_encryption.context(
        run.state.place.account, run.rule["Name"], run.message.message_id, key_arn
    )
    plain, encrypted = run.state.world.data_key(
        run.state.place, key_arn, context, source_arn=run.source_arn, role_arn=role
    )
    return client_side_encryption.encrypt(body, plain, encrypted, context)


def _publish(run: Run, settings: Document) -> Next:
    raw = run.stored()
    if len(raw) > _MOST_CONTENT:
        _reply(run, "552", "5.3.4", "Message too large", "mailer-daemon@amazonses.com")
        return Next.ACTION
    encoding = settings.get("Encoding", "UTF-8")
    content = base64.b64encode(raw).decode() if encoding == "Base64" else raw.decode(errors="replace")
    action = _about("SNS", settings, encoding=encoding)
    record = {"notificationType": "Received", **run.records(action), "content": content}
    run.publish(settings["TopicArn"], record)
    run.done.append(f"SNS {settings['TopicArn']}")
    return Next.ACTION


def _invoke(run: Run, settings: Document) -> Next:
    arn, kind = settings["FunctionArn"], settings.get("InvocationType", "Event")
    action = _about("Lambda", settings, functionArn=arn, invocationType=kind)
    record = {"eventSource": "aws:ses", "eventVersion": "1.0", "ses": run.records(action)}
    wait = kind == "RequestResponse"
    answer = run.state.world.invoke(
        run.state.place, arn, {"Records": [record]}, source_arn=run.source_arn, wait=wait
    )
    run.done.append(f"Lambda {arn}")
    run.notify(action)
    disposition = answer.get("disposition") if wait and isinstance(answer, dict) else None
    return {"STOP_RULE": Next.RULE, "STOP_RULE_SET": Next.END}.get(str(disposition), Next.ACTION)


def _bounce(run: Run, settings: Document) -> Next:
    code, status = settings["SmtpReplyCode"], settings.get("StatusCode", "")
    text, sender = settings["Message"], settings["Sender"]
    _reply(run, code, status, text, sender)
    run.notify(
        _about("Bounce", settings, smtpReplyCode=code, statusCode=status or None, message=text, sender=sender)
    )
    return Next.ACTION


def _reply(run: Run, code: str, status: str, text: str, sender: str) -> None:
    """A bounce to the envelope's sender; a message without one is a bounce itself (RFC 5321, 4.5.5)."""
    if run.message.source:
        run.bounces.append(BounceReply(run.message.source, sender, code, status, text))
    run.done.append(f"Bounce {code} {status} {text}")


def _add_header(run: Run, settings: Document) -> Next:
    run.message.added.append((settings["HeaderName"], settings["HeaderValue"]))
    run.done.append(f"AddHeader {settings['HeaderName']}")
    return Next.ACTION


def _stop(run: Run, settings: Document) -> Next:
    run.done.append("Stop")
    run.notify(_about("Stop", settings))
    return Next.END


def _to_mailbox(run: Run, settings: Document) -> Next:
    organization = settings["OrganizationArn"]
    _hand_over(run, "Workmail", organization)
    run.notify(_about("WorkMail", settings, organizationArn=organization))
    return Next.ACTION


def _to_contact_center(run: Run, settings: Document) -> Next:
    instance, role = settings["InstanceARN"], settings["IAMRoleARN"]
    # Which permission: API reference of version 1, ConnectAction.
    run.state.world.check_role(
        run.state.place,
        role,
        action="connect:StartEmailContact",
        resource=instance,
        source_arn=run.source_arn,
    )
    _hand_over(run, "Connect", instance, role=role)
    return Next.ACTION


def _hand_over(run: Run, action: str, target: str, *, role: str = "") -> None:
    hand_over(run.state, action, target, recipients=run.recipients, message=run.stored(), role_arn=role)
    run.done.append(f"{action} {target} (kept, not emulated)")


def _about(kind: str, settings: Document, **facts: str | None) -> Document:
    return without_none({"type": kind, "topicArn": settings.get("TopicArn"), **facts})


_ACTIONS: dict[str, Callable[[Run, Document], Next]] = {
    "S3Action": _store,
    "SNSAction": _publish,
    "LambdaAction": _invoke,
    "BounceAction": _bounce,
    "AddHeaderAction": _add_header,
    "StopAction": _stop,
    "WorkmailAction": _to_mailbox,
    "ConnectAction": _to_contact_center,
}
