"""What things of SES may be called (guide, quotas; API reference)."""

from __future__ import annotations

import re

from ses_constructs.local.ses.failures import bad_request

_SIMPLE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RULE_SET = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?")
_RULE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?")
_ADDED_HEADER = re.compile(r"[A-Za-z0-9-]{1,50}")


def check_configuration_set(name: str) -> None:
    """At most 64 letters, digits, ``-`` and ``_``."""
    if not _SIMPLE.fullmatch(name):
        raise bad_request(f"Invalid configuration set name <{name}>.", v1="InvalidConfigurationSetException")


def check_event_destination(name: str) -> None:
    """At most 64 letters, digits, ``-`` and ``_``."""
    if not _SIMPLE.fullmatch(name):
        raise bad_request(f"Invalid event destination name <{name}>.")


def check_rule_set(name: str) -> None:
    """At most 64 letters, digits, ``-`` and ``_``; a letter or digit at both ends."""
    if not _RULE_SET.fullmatch(name):
        raise bad_request(f"Invalid rule set name <{name}>.")


def check_filter(name: str) -> None:
    """As for a rule set."""
    if not _RULE_SET.fullmatch(name):
        raise bad_request(f"Invalid filter name <{name}>.")


def check_rule(name: str) -> None:
    """As for a rule set, and ``.`` inside."""
    if not _RULE.fullmatch(name):
        raise bad_request(f"Invalid rule name <{name}>.")


def check_added_header(name: str, value: str) -> None:
    """A header that a rule may add: a short plain name, a value below 2048 characters on one line."""
    if not _ADDED_HEADER.fullmatch(name) or len(value) >= 2048 or re.search(r"[\r\n]", value):
        raise bad_request(f"Invalid header <{name}>.")
