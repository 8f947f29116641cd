"""What IAM is asked about a simulation of somebody's policies: the principal, where MiniStack asks about ``*``.

Resource types: the AWS service reference of IAM.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from ministack.core import iam_actions

ACTION = "iam:SimulatePrincipalPolicy"


def install() -> None:
    """Names the principal whose policies are simulated."""
    resource_of = iam_actions.extract_resource_arn

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
        if service == "iam" and iam_actions.extract_iam_action(*asked) == ACTION:
            return parse_qs(body.decode(errors="replace")).get("PolicySourceArn", ["*"])[0]
        return str(resource_of(*asked, region, account_id))

    iam_actions.extract_resource_arn = extract_resource_arn
