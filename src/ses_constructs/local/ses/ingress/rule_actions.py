"""The twelve actions of rules."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress import archives, deliveries, transmissions
from ses_constructs.local.ses.ingress.step import Step

Action = Callable[[Step, Document], None]


def perform(step: Step, kind: str, settings: Document) -> None:
    """Does one action. :raises TargetRefusedError: when its target refuses"""
    _ACTIONS[kind](step, settings)


def _drop(step: Step, settings: Document) -> None:  # noqa: ARG001 - it has none
    """Takes its recipients off the message. Guide: Rule sets and rules (Drop)."""
    step.branch = step.branch.sent_to(())
    step.done.append("Drop")


def _add_header(step: Step, settings: Document) -> None:
    step.branch = step.branch.having(settings["HeaderName"], settings["HeaderValue"])
    step.done.append(f"AddHeader {settings['HeaderName']}")


def _replace_recipient(step: Step, settings: Document) -> None:
    step.branch = step.branch.sent_to(tuple(settings.get("ReplaceWith", ())))
    step.done.append(f"ReplaceRecipient {', '.join(step.branch.recipients)}")


def _archive(step: Step, settings: Document) -> None:
    with step.locked():
        archive = archives.keep(step.state, settings["TargetArchive"], step.arrival, step.branch, step.source_arn)
    step.done.append(f"Archive {archive}")


_ACTIONS: dict[str, Action] = {
    "Drop": _drop,
    "Relay": transmissions.relay,
    "Archive": _archive,
    "WriteToS3": deliveries.write_to_s3,
    "Send": transmissions.send,
    "AddHeader": _add_header,
    "ReplaceRecipient": _replace_recipient,
    "DeliverToMailbox": deliveries.deliver_to_mailbox,
    "DeliverToQBusiness": deliveries.deliver_to_q_business,
    "PublishToSns": deliveries.publish,
    "Bounce": transmissions.bounce,
    "InvokeLambda": deliveries.invoke,
}
