"""Sending authorization: who else may send as an identity."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

import clients
from lifecycle import RefusedError

_LONGEST_BYTES = 4096
_MOST = 20
"""Both from the guide, Identity authorization policies in Amazon SES."""


def apply(
    identity: str, present: Mapping[str, str], wanted: Mapping[str, object], before: Mapping[str, object]
) -> None:
    """Writes the policies wanted, and revokes those of the last deployment that are wanted no more.

    Policies of others are left alone; names of ours hold a hash of their stack.

    Args:
        identity: Name of the identity.
        present: Policy texts by name.
        wanted: Policy documents by name.
        before: The same of the last deployment.
    """
    texts = {
        name: json.dumps(document, separators=(",", ":"), sort_keys=True) for name, document in wanted.items()
    }
    gone = [name for name in before if name not in wanted and name in present]
    _check(identity, texts, [name for name in present if name not in texts and name not in gone])
    client = clients.sesv2()
    for name in gone:
        with suppress(client.exceptions.NotFoundException):
            client.delete_email_identity_policy(EmailIdentity=identity, PolicyName=name)
    for name, text in texts.items():
        if name not in present:
            try:
                client.create_email_identity_policy(EmailIdentity=identity, PolicyName=name, Policy=text)
            except client.exceptions.AlreadyExistsException:
                # The answer to the same call was lost on the way.
                client.update_email_identity_policy(EmailIdentity=identity, PolicyName=name, Policy=text)
        elif json.loads(present[name]) != json.loads(text):
            client.update_email_identity_policy(EmailIdentity=identity, PolicyName=name, Policy=text)


def _check(identity: str, texts: Mapping[str, str], of_others: list[str]) -> None:
    for name, text in texts.items():
        size = len(text.encode())
        if size > _LONGEST_BYTES:
            raise RefusedError(
                f"sending policy {name!r} has {size} bytes, and SES takes {_LONGEST_BYTES}. "
                "Fix: shorten its lists, or give the sender two authorizations"
            )
    count = len(texts) + len(of_others)
    if count > _MOST:
        raise RefusedError(
            f"{identity} would have {count} sending policies, {len(of_others)} of them of others, and SES keeps "
            f"{_MOST}. Fix: remove those nobody needs, or authorize an organization in place of its accounts"
        )
