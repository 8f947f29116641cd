"""What to write when asking AWS for production access."""

from __future__ import annotations

from collections.abc import Sequence

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.setting_types import checks_types

LONGEST = 5000
"""Characters of ``UseCaseDescription``. Model of ``PutAccountDetails`` of the SES API, version 2."""


@checks_types
def production_access_text(
    *,
    domains: Sequence[str],
    mail: str,
    messages_a_day: int,
    recipients: str,
    unsubscribing: str,
) -> str:
    """The use case of a request, which answers what reviewers ask: for a sender of several domains at once.

    Name the domain with the best history as the website of the request. Ask for marketing when both kinds of
    mail are sent: it allows transactional mail too.

    Args:
        domains: All that will send; the first is the website's.
        mail: What is sent, with an example.
        messages_a_day: On an ordinary day.
        recipients: How their addresses were got.
        unsubscribing: How they get off the list.

    Raises:
        InvalidSettingError: without a domain or a number, or when the text is longer than SES takes.

    Guide: Request production access.
    """
    if not domains:
        raise InvalidSettingError("domains", domains, "has no domain", fix="name every domain that will send")
    if messages_a_day < 1:
        raise InvalidSettingError(
            "messages_a_day", messages_a_day, "is no number of messages", fix="give what an ordinary day has"
        )
    text = "\n".join(
        [
            f"We send from {', '.join(domains)}; each domain is a verified identity with DKIM, a MAIL FROM domain "
            "and DMARC.",
            f"What we send: {mail}",
            f"How much: about {messages_a_day} messages a day.",
            f"To whom: {recipients}",
            f"Unsubscribing: {unsubscribing}",
            "Bounces and complaints: SES suppresses the address at once, and publishes the event to our software, "
            "which stops sending to it. Alarms watch both rates, and pause sending before they reach a limit.",
        ]
    )
    if len(text) > LONGEST:
        raise InvalidSettingError(
            "mail", f"{mail[:40]}...", "makes the text too long", fix=f"keep it to {LONGEST}"
        )
    return text
