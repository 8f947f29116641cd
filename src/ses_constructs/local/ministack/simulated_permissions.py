"""What IAM is asked about a simulation of somebody's policies: the principal, where MiniStack asks about ``*``.

Resource types: the AWS service reference of IAM.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from ses_constructs.local.ministack.iam_questions import name_resources
from ses_constructs.local.world import Place

ACTION = "iam:SimulatePrincipalPolicy"


def install() -> None:
    """Names the principal whose policies are simulated."""
    name_resources("iam", _principal)


def _principal(action: str, body: bytes, _place: Place) -> str | None:
    if action != ACTION:
        return None
    return parse_qs(body.decode(errors="replace")).get("PolicySourceArn", ["*"])[0]
