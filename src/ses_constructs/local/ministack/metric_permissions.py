"""What IAM is asked about calls of CloudWatch, where MiniStack asks about ``*`` and knows no condition key.

Resource type and condition key: the AWS service reference of CloudWatch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import parse_qs

from ministack.core import iam_actions

from ses_constructs.local.ministack import cbor

_CLOUDWATCH = "monitoring"
_NAMESPACE_KEY = "cloudwatch:namespace"


def install() -> None:
    """Names the alarms that are described or set, and the namespace that metrics are put into."""
    resource_of, context_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context

    def extract_resource_arn(
        service: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        query_params: Mapping[str, list[str]],
        region: str,
        account_id: str,
    ) -> str:
        asked = (service, method, path, headers, body, query_params)
        action = iam_actions.extract_iam_action(*asked) if service == _CLOUDWATCH else ""
        if action in ("cloudwatch:DescribeAlarms", "cloudwatch:SetAlarmState"):
            name = _asked(body, "AlarmName") if action == "cloudwatch:SetAlarmState" else "*"
            return f"arn:aws:cloudwatch:{region}:{account_id}:alarm:{name}"
        return str(resource_of(*asked, region, account_id))

    def request_tag_context(
        service: str, iam_action: str, body: bytes, params: Mapping[str, object]
    ) -> dict[str, object]:
        found = cast("dict[str, object]", context_of(service, iam_action, body, params))
        if iam_action == "cloudwatch:PutMetricData":
            return {**found, _NAMESPACE_KEY: _asked(body, "Namespace")}
        return found

    iam_actions.extract_resource_arn = extract_resource_arn
    iam_actions.request_tag_context = request_tag_context


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
