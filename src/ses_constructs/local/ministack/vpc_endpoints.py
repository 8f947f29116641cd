"""What an interface endpoint of a VPC has and MiniStack keeps, but does not tell: groups, DNS, policy."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast
from xml.sax.saxutils import escape

from ministack.services import ec2


def install() -> None:
    """Completes the description of each endpoint."""
    tell = cast("Callable[..., str]", ec2._vpce_fields_xml)

    def tell_all(ep: Mapping[str, object], tag: str = "item") -> str:
        return tell(ep, tag).removesuffix(f"</{tag}>") + _rest(ep) + f"</{tag}>"

    ec2._vpce_fields_xml = tell_all


def _rest(endpoint: Mapping[str, object]) -> str:
    if endpoint.get("VpcEndpointType") != "Interface":
        return ""
    groups = "".join(
        f"<item><groupId>{escape(str(group))}</groupId></item>"
        for group in cast("list[str]", endpoint.get("SecurityGroupIds", []))
    )
    private = str(endpoint.get("PrivateDnsEnabled")).lower()
    found = f"<groupSet>{groups}</groupSet><privateDnsEnabled>{private}</privateDnsEnabled>"
    policy = endpoint.get("PolicyDocument")
    if policy is None:
        return found
    text = policy if isinstance(policy, str) else json.dumps(policy)
    return f"{found}<policyDocument>{escape(text)}</policyDocument>"
