"""What IAM is asked about calls of CloudWatch, where MiniStack asks about ``*`` and knows no condition key.

Resource type and condition key: the AWS service reference of CloudWatch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs

from ses_constructs.local.ministack import cbor
from ses_constructs.local.ministack.iam_questions import add_condition_keys, name_resources
from ses_constructs.local.world import Place

_CLOUDWATCH = "monitoring"
_NAMESPACE_KEY = "cloudwatch:namespace"


def install() -> None:
    """Names the alarms that are described or set, and the namespace that metrics are put into."""
    name_resources(_CLOUDWATCH, _alarm)
    add_condition_keys("cloudwatch:PutMetricData", lambda body: {_NAMESPACE_KEY: _asked(body, "Namespace")})


def _alarm(action: str, body: bytes, place: Place) -> str | None:
    if action not in ("cloudwatch:DescribeAlarms", "cloudwatch:SetAlarmState"):
        return None
    name = _asked(body, "AlarmName") if action == "cloudwatch:SetAlarmState" else "*"
    return f"arn:aws:cloudwatch:{place.region}:{place.account}:alarm:{name}"


def _asked(body: bytes, name: str) -> str:
    """A parameter, from any of the protocols that SDKs speak to CloudWatch: JSON, CBOR, a form."""
    readers: tuple[Callable[[bytes], object], ...] = (json.loads, cbor.loads)
    for read in readers:
        try:
            asked = read(body)
        except ValueError:
            continue
        if isinstance(asked, dict):
            return str(asked.get(name, ""))
    return parse_qs(body.decode(errors="replace")).get(name, [""])[0]
