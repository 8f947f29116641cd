"""A message that came by SMTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from email.utils import parseaddr

from ses_constructs.local.ses import raw_mail, sending
from ses_constructs.local.ses.authorization import sending_resources
from ses_constructs.local.ses.sending import Envelope
from ses_constructs.local.ses.state import PlaceState

Allow = Callable[[Sequence[str], Mapping[str, str | list[str]]], None]
"""Given ARNs and condition keys: raises when the sender may not send raw mail."""


def submit(
    state: PlaceState,
    *,
    source: str,
    recipients: Sequence[str],
    message: bytes,
    source_ip: str,
    caller: str,
    allow: Allow,
) -> str:
    """Checks the sender's permission, takes the message and returns its id.

    Both the envelope's sender and the From header must be verified.

    :raises RefusedError: with the error SES gives
    """
    name, header_sender = parseaddr(raw_mail.sender(message))
    configuration_set = raw_mail.configuration_set(message)
    allow(
        sending_resources(state, header_sender or source, configuration_set),
        {
            "ses:FromAddress": header_sender,
            "ses:FromDisplayName": name,
            "ses:FeedbackAddress": source,
            "ses:Recipients": list(recipients),
        },
    )
    admission = None
    for address in dict.fromkeys([header_sender or source, source]):
        envelope = Envelope(
            source=address,
            recipients=tuple(recipients),
            operation="SendRawEmail",
            configuration_set=configuration_set,
            tags=raw_mail.message_tags(message),
            subscription=raw_mail.subscription(message),
            source_ip=source_ip,
            caller=caller,
        )
        admission = sending.admit(state, envelope)
    assert admission is not None
    return sending.take(state, admission, raw_mail.without_private_headers(message))
