"""Publishes what SES says about the account and its identities, for which it has no metrics of its own."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sesv2.type_defs import GetAccountResponseTypeDef

_NAMESPACE = "SesConstructs"
_LEVELS = {"HEALTHY": 0, "PROBATION": 1, "SHUTDOWN": 2}
_LOST = ("FAILED", "TEMPORARY_FAILURE")


def handler(_event: object, _context: object) -> None:
    """Reads the account and every identity; raises when SES does not answer, and then nothing is published."""
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=3, read_timeout=5)
    ses = boto3.client("sesv2", config=patient)
    account, lost = ses.get_account(), lost_identities(ses)
    values = {**of_account(account), "LostIdentities": len(lost), "Watched": 1}
    dimensions = [{"Name": "Monitor", "Value": os.environ["MONITOR"]}]
    boto3.client("cloudwatch", config=patient).put_metric_data(
        Namespace=_NAMESPACE,
        MetricData=[{"MetricName": n, "Value": float(v), "Dimensions": dimensions} for n, v in values.items()],  # type: ignore[typeddict-item]
    )
    print(json.dumps({"did": "watched", "enforcement": account.get("EnforcementStatus"), "lost": lost, **values}))


def of_account(account: GetAccountResponseTypeDef) -> dict[str, float]:
    """The account's metrics. A status that is not known counts as the worst; an unlimited quota has no metric."""
    quota = account.get("SendQuota", {})
    allowed, sent = quota.get("Max24HourSend", -1), quota.get("SentLast24Hours", 0)
    return {
        "EnforcementLevel": _LEVELS.get(str(account.get("EnforcementStatus")), 2),
        "SendingPaused": account.get("SendingEnabled") is not True,
        "Sandbox": account.get("ProductionAccessEnabled") is not True,
        **({"QuotaUsedPercent": 100 * sent / allowed} if allowed > 0 else {}),
    }


def lost_identities(ses: SESV2Client) -> list[str]:
    """Identities whose records SES no longer finds; those that are not verified yet are not lost."""
    lost, token = [], None
    while True:
        page = ses.list_email_identities(PageSize=1000, **({"NextToken": token} if token else {}))  # type: ignore[arg-type]
        for one in page["EmailIdentities"]:
            if one.get("VerificationStatus") in _LOST:
                lost.append(one["IdentityName"])
        token = page.get("NextToken")
        if not token:
            return sorted(lost)
