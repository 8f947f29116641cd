"""Actions that give a message to another service of AWS."""

from __future__ import annotations

import base64
import json

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.handed_over import hand_over
from ses_constructs.local.ses.ingress.step import Step, Stop
from ses_constructs.local.world import TargetRefusedError

_SUBJECT = "Amazon SES Email Receipt Notification"
_LARGEST_NOTICE = 256 * 1024
"""Bytes of an SNS message. SNS API reference, Publish."""


def write_to_s3(step: Step, settings: Document) -> None:
    """An object with the message; its key is the prefix and the message's id.

    Guide: Permission policies for Mail Manager (Write to S3: the role lists the bucket too).
    """
    bucket, key = settings["S3Bucket"], f"{settings.get('S3Prefix', '')}{step.arrival.message_id}"
    step.state.world.check_role(
        step.state.place,
        settings["RoleArn"],
        action="s3:ListBucket",
        resource=f"arn:{step.state.place.partition}:s3:::{bucket}",
        source_arn=step.source_arn,
    )
    step.state.world.put_object(
        step.state.place,
        bucket,
        key,
        step.message(),
        source_arn=step.source_arn,
        role_arn=settings["RoleArn"],
        kms_key=settings.get("S3SseKmsKeyId", ""),
    )
    step.done.append(f"WriteToS3 {bucket}/{key}")


def publish(step: Step, settings: Document) -> None:
    """A notice as receipt rules give, with the content unless only headers are wanted."""
    topic, encoding = settings["TopicArn"], settings.get("Encoding", "UTF-8")
    record = {
        "notificationType": "Received",
        **step.records({"type": "SNS", "topicArn": topic, "encoding": encoding}),
    }
    if settings.get("PayloadType", "CONTENT") == "CONTENT":
        raw = step.message()
        record["content"] = (
            base64.b64encode(raw).decode() if encoding == "BASE64" else raw.decode(errors="replace")
        )
    text = json.dumps(record)
    if len(text.encode()) > _LARGEST_NOTICE:
        raise TargetRefusedError(f"SNS topic {topic} takes no message of {len(text.encode())} bytes")
    step.state.world.publish(
        step.state.place,
        topic,
        text,
        source_arn=step.source_arn,
        subject=_SUBJECT,
        role_arn=settings["RoleArn"],
    )
    step.done.append(f"PublishToSns {topic}")


def invoke(step: Step, settings: Document) -> None:
    """A function gets what receipt rules give it, and decides in the same words when it is waited for.

    Failed invocations are not tried again here: the service does for up to ``RetryTimeMinutes``.
    """
    arn, wait = settings["FunctionArn"], settings["InvocationType"] == "REQUEST_RESPONSE"
    action = {"type": "Lambda", "functionArn": arn, "invocationType": "RequestResponse" if wait else "Event"}
    record = {"eventSource": "aws:ses", "eventVersion": "1.0", "ses": step.records(action)}
    answer = step.state.world.invoke(
        step.state.place,
        arn,
        {"Records": [record]},
        source_arn=step.source_arn,
        wait=wait,
        role_arn=settings["RoleArn"],
    )
    step.done.append(f"InvokeLambda {arn}")
    if wait and isinstance(answer, dict):
        stops = {"STOP_RULE": Stop.RULE, "STOP_RULE_SET": Stop.RULE_SET}
        step.stop = stops.get(str(answer.get("disposition")), Stop.NOTHING)


def deliver_to_mailbox(step: Step, settings: Document) -> None:
    """To WorkMail, which is not emulated: kept, when the role may."""
    target = settings["MailboxArn"]
    _hand_over(step, settings, "DeliverToMailbox", target, permission="workmail:DeliverToMailbox")


def deliver_to_q_business(step: Step, settings: Document) -> None:
    """To Q Business, which is not emulated: kept, when the role may."""
    resource = f"application/{settings['ApplicationId']}/index/{settings['IndexId']}"
    target = step.state.place.arn("qbusiness", resource)
    _hand_over(step, settings, "DeliverToQBusiness", target, permission="qbusiness:BatchPutDocument")


def _hand_over(step: Step, settings: Document, action: str, target: str, *, permission: str) -> None:
    role = settings["RoleArn"]
    step.state.world.check_role(
        step.state.place, role, action=permission, resource=target, source_arn=step.source_arn
    )
    hand_over(
        step.state, action, target, recipients=list(step.branch.recipients), message=step.message(), role_arn=role
    )
    step.done.append(f"{action} {target} (kept, not emulated)")
