"""Texts that go into DNS: SPF, and TXT values in the form Route 53 and zone files want."""

from __future__ import annotations

from .quotas import TXT_STRING_LENGTH

SPF_OF_MAIL_FROM = "v=spf1 include:amazonses.com ~all"
"""Guide: Using a custom MAIL FROM domain."""
MX_PRIORITY = 10
"""Both of the MAIL FROM record and of the inbound record, as the guide prints them."""


def quoted(text: str) -> str:
    """A TXT value in quotes; longer than 255 characters as several quoted strings.

    A text that holds a CloudFormation token has a length nobody knows yet and stays one string.
    """
    if "${Token[" in text:
        return f'"{_escaped(text)}"'
    parts = [text[i : i + TXT_STRING_LENGTH] for i in range(0, len(text) or 1, TXT_STRING_LENGTH)]
    return " ".join(f'"{_escaped(part)}"' for part in parts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
