"""Actions that send mail: to the internet, to another mail server, back to the sender."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from email.message import EmailMessage, Message
from email.policy import SMTP

from ses_constructs.local.ses import mail_manager, raw_mail, sending, submitting, verification
from ses_constructs.local.ses.authorization import sending_resources
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.ingress.step import Step
from ses_constructs.local.ses.mail import addresses, new_message_id
from ses_constructs.local.ses.messages import BounceReply
from ses_constructs.local.ses.sending import Envelope
from ses_constructs.local.ses.state import Sent
from ses_constructs.local.world import Parcel, TargetRefusedError

_TO_SEND = ("ses:SendRawEmail", "ses:SendEmail")
"""What a role must be allowed. Guide: Permission policies for Mail Manager (Send to internet).

The API reference (SendAction) names the first alone; a role with less than the guide demands is not let through.
"""


def send(step: Step, settings: Document) -> None:
    """By SES, from the address in the From header, to the envelope's recipients."""
    author = next(iter(addresses(raw_mail.sender(step.arrival.raw))), "")

    def allow(resources: Sequence[str], keys: Mapping[str, str | list[str]]) -> None:
        for action, resource in itertools.product(_TO_SEND, resources):
            _check_role(step, settings["RoleArn"], action, resource, keys)

    try:
        with step.locked():
            message_id = submitting.submit(
                step.state,
                source=author,
                recipients=step.branch.recipients,
                message=step.message(),
                source_ip=step.arrival.connection.source_ip,
                caller=settings["RoleArn"].rpartition("/")[2],
                allow=allow,
            )
    except RefusedError as error:
        raise TargetRefusedError(f"SES does not send: {error}") from error
    step.done.append(f"Send {message_id}")


def relay(step: Step, settings: Document) -> None:
    """To the server of a relay; without ``MailFrom`` under an envelope sender of SES's own."""
    with step.locked():
        found = _relay(step, settings["Relay"])
        strangers = _strangers(step, found)
    recipients = tuple(each for each in step.branch.recipients if each not in strangers)
    if recipients:
        _hand_over(step, settings, found, recipients)
    if strangers:
        raise TargetRefusedError(f"no verified identities, to which alone it goes: {', '.join(strangers)}")


def _strangers(step: Step, found: Document) -> list[str]:
    """Recipients whom SES does not try: those of a relay without a login that are no verified identities.

    Guide: SMTP relay (inbound).
    """
    if "SecretArn" in found["Authentication"]:
        return []
    return [each for each in step.branch.recipients if not verification.is_verified_now(step.state, each)]


def _hand_over(step: Step, settings: Document, found: Document, recipients: tuple[str, ...]) -> None:
    preserved = settings.get("MailFrom") == "PRESERVE"
    sender = step.arrival.source if preserved else f"{new_message_id()}@{step.state.place.region}.amazonses.com"
    user, password = _credentials(step, found)
    step.state.world.relay(
        Parcel(
            host=found["ServerName"],
            port=found["ServerPort"],
            sender=sender,
            recipients=recipients,
            message=step.message(),
            user=user,
            password=password,
        )
    )
    step.done.append(f"Relay {found['ServerName']}:{found['ServerPort']}")


def bounce(step: Step, settings: Document) -> None:
    """A delivery status notification (RFC 3464) to the envelope's sender; a bounce itself is never bounced."""
    step.done.append(f"Bounce {settings['SmtpReplyCode']} {settings['StatusCode']}")
    if not step.arrival.source:
        return
    sender = settings["Sender"]
    envelope = Envelope(source=sender, recipients=(step.arrival.source,), operation="SendBounce")
    try:
        with step.locked():
            resource = sending_resources(step.state, sender, None)[0]
            _check_role(step, settings["RoleArn"], "ses:SendBounce", resource, {"ses:FromAddress": sender})
            sending.admit(step.state, envelope)
            raw = _notification(step, settings)
            now = step.state.now()
            step.state.sent.append(Sent(new_message_id(), now, "", (step.arrival.source,), raw))
    except RefusedError as error:
        raise TargetRefusedError(f"SES does not bounce: {error}") from error
    message = str(settings.get("Message", settings["DiagnosticMessage"]))
    step.bounces.append(
        BounceReply(step.arrival.source, sender, settings["SmtpReplyCode"], settings["StatusCode"], message)
    )


def _check_role(step: Step, role: str, action: str, resource: str, keys: Mapping[str, str | list[str]]) -> None:
    step.state.world.check_role(
        step.state.place, role, action=action, resource=resource, source_arn=step.source_arn, keys=keys
    )


def _relay(step: Step, name: str) -> Document:
    try:
        return dict(mail_manager.require(step.state, "Relay", name.rpartition("/")[2]))
    except RefusedError as error:
        raise TargetRefusedError(str(error)) from error


def _credentials(step: Step, found: Document) -> tuple[str, str]:
    """A secret with the keys ``username`` and ``password``, which SES may describe and read.

    Guide: SMTP relay; Permission policies for Mail Manager (SMTP relay).
    """
    secret = found["Authentication"].get("SecretArn")
    if secret is None:
        return "", ""
    world, place = step.state.world, step.state.place
    text = world.secret_texts(place, secret, source_arn=found["RelayArn"], looked_at=True)[0]
    try:
        content = json.loads(text)
        return str(content["username"]), str(content["password"])
    except (ValueError, KeyError, TypeError) as error:
        raise TargetRefusedError(f"secret {secret} has no keys username and password") from error


def _notification(step: Step, settings: Document) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = settings["Sender"], step.arrival.source
    message["Subject"] = "Delivery Status Notification (Failure)"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(settings.get("Message", settings["DiagnosticMessage"]))
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    status = EmailMessage(policy=SMTP)
    status["Content-Type"] = "message/delivery-status"
    status.set_payload(_status_blocks(step, settings))
    message.attach(status)
    return message.as_bytes()


def _status_blocks(step: Step, settings: Document) -> list[Message | str]:
    """One block of fields about the message, and one for each recipient (RFC 3464, 2.1)."""
    diagnosis = f"smtp; {settings['SmtpReplyCode']} {settings['DiagnosticMessage']}"
    blocks = [{"Reporting-MTA": f"dns; {step.arrival.point.get('ARecord', 'mail-manager')}"}]
    blocks += [
        {
            "Final-Recipient": f"rfc822; {recipient}",
            "Action": "failed",
            "Status": settings["StatusCode"],
            "Diagnostic-Code": diagnosis,
        }
        for recipient in step.branch.recipients
    ]
    found: list[Message | str] = []
    for fields in blocks:
        block = Message()
        for name, value in fields.items():
            block[name] = value
        found.append(block)
    return found
