"""What IAM is told about a change of DNS records: the condition keys of Route 53, which MiniStack does not know.

Route 53 developer guide, "Using IAM policy conditions for fine-grained access control".
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ses_constructs.local.ministack.iam_questions import add_condition_keys

ACTION = "route53:ChangeResourceRecordSets"
_OCTAL = re.compile(r"\\[0-3][0-7]{2}")
_ESCAPED = re.compile(r"[^a-z0-9_.-]")


def install() -> None:
    """Tells IAM the names, types and actions of each batch."""
    add_condition_keys(ACTION, keys_of)


def keys_of(body: bytes) -> dict[str, list[str]]:
    """The condition keys of a batch, each with a value for each change; none for what is no batch."""
    try:
        # The emulator's own callers, on loopback.
        changes = ElementTree.fromstring(body).findall(".//{*}Change")  # noqa: S314
    except ElementTree.ParseError:
        changes = []
    if not changes:
        return {}
    return {
        f"{ACTION}NormalizedRecordNames": [
            normalized(change.findtext("{*}ResourceRecordSet/{*}Name", "")) for change in changes
        ],
        f"{ACTION}RecordTypes": [change.findtext("{*}ResourceRecordSet/{*}Type", "") for change in changes],
        f"{ACTION}Actions": [change.findtext("{*}Action", "") for change in changes],
    }


def normalized(name: str) -> str:
    r"""In lower case, without the dot at the end; characters a name seldom has as ``\`` and three octal digits."""
    plain = _OCTAL.sub(lambda found: chr(int(found[0][1:], 8)), name).lower().removesuffix(".")
    return _ESCAPED.sub(lambda found: f"\\{ord(found[0]):03o}", plain)
