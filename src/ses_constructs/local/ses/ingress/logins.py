"""The passwords of ingress points."""

from __future__ import annotations

import hmac
import json
from datetime import timedelta

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

KIND = "IngressPointPassword"
PREVIOUS_DAYS = 14
"""How long the password before is good. Guide: SMTP credentials rotation for authenticated ingress endpoints."""


def remember(state: PlaceState, ingress_point_id: str, password: str) -> None:
    """Makes a password the current one; it is kept apart from what a Get shows."""
    before = state.kept(KIND).get(ingress_point_id, {}).get("Current")
    until = state.now() + timedelta(days=PREVIOUS_DAYS)
    state.kept(KIND)[ingress_point_id] = {"Current": password, "Previous": before, "Until": until}


def is_right(state: PlaceState, point: Document, username: str, password: str) -> bool:
    """Whether a login is one of the point's: its id, and its password or the text of its secret.

    Guide: Ingress endpoints (connecting to the authenticated endpoint).
    """
    right = [each for each in _passwords(state, point) if hmac.compare_digest(each.encode(), password.encode())]
    return username == point["IngressPointId"] and bool(right)


def _passwords(state: PlaceState, point: Document) -> list[str]:
    secret = point.get("IngressPointAuthConfiguration", {}).get("SecretArn")
    if secret is not None:
        return _texts(state, point, secret)
    held = state.kept(KIND).get(point["IngressPointId"], {})
    previous = held.get("Previous") if held and held["Until"] > state.now() else None
    return [each for each in (held.get("Current"), previous) if each is not None]


def _texts(state: PlaceState, point: Document, secret: str) -> list[str]:
    """Both versions of the secret are good; each is an object with the key ``password``."""
    what = f"login with secret {secret}"
    try:
        texts = state.world.secret_texts(state.place, secret, source_arn=point["IngressPointArn"])
    except TargetRefusedError as error:
        state.note_undelivered(point["IngressPointArn"], what, str(error))
        return []
    found = [password for password in map(_password, texts) if password is not None]
    if not found:
        state.note_undelivered(point["IngressPointArn"], what, "it has no key password")
    return found


def _password(text: str) -> str | None:
    try:
        return str(json.loads(text)["password"])
    except (ValueError, KeyError, TypeError):
        return None
