"""Texts that go into DNS: SPF, and TXT values in the form Route 53 and zone files want."""

from __future__ import annotations

import re

from ses_constructs.errors import InvalidSettingError

from .quotas import TXT_STRING_LENGTH

SPF_OF_MAIL_FROM = "v=spf1 include:amazonses.com ~all"
"""Guide: Using a custom MAIL FROM domain."""
MX_PRIORITY = 10
"""Both of the MAIL FROM record and of the inbound record, as the guide prints them."""


_PRINTABLE = re.compile(r"[ -~]*")


def check_txt(setting: str, text: str) -> None:
    """Refuses what is no printable ASCII: Route 53 spells it in octal and zone files in decimal.

    A string of a TXT record holds 255 octets, and only in ASCII is a character an octet.

    Raises:
        InvalidSettingError: names the first such character.
    """
    fine = _PRINTABLE.match(text)
    if fine is not None and fine.end() < len(text):
        raise InvalidSettingError(
            setting,
            text,
            f"holds {text[fine.end()]!r}, and records hold printable ASCII only",
            fix="write it in ASCII, domains in the form that starts with 'xn--'",
        )


def quoted(text: str) -> str:
    """A TXT value in quotes; longer than 255 octets as several quoted strings.

    A text that holds a CloudFormation token has a length nobody knows yet and stays one string.

    Raises:
        InvalidSettingError: for what is no printable ASCII.
    """
    if "${Token[" in text:
        return f'"{_escaped(text)}"'
    check_txt("text", text)
    parts = [text[i : i + TXT_STRING_LENGTH] for i in range(0, len(text) or 1, TXT_STRING_LENGTH)]
    return " ".join(f'"{_escaped(part)}"' for part in parts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
