"""Publishes what SES says about the account and its identities, for which it has no metrics of its own."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_cloudwatch.type_defs import DimensionTypeDef
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sesv2.type_defs import GetAccountResponseTypeDef

_NAMESPACE = "SesConstructs"
_LEVELS = {"HEALTHY": 0, "PROBATION": 1, "SHUTDOWN": 2}
_LOST = ("FAILED", "TEMPORARY_FAILURE")
_SNDS = ("SNDS.SpamRate", "SNDS.ComplaintRate", "SNDS.TrapHits")
_DAY = timedelta(days=1)
_MEMORY = timedelta(days=90)
"""After so long a pause SES deletes the account's suppression list."""


def handler(_event: object, _context: object) -> None:
    """Reads the account and every identity; raises when AWS does not answer, and then nothing is published."""
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=3, read_timeout=5)
    ses, cloudwatch = boto3.client("sesv2", config=patient), boto3.client("cloudwatch", config=patient)
    account, lost = ses.get_account(), lost_identities(ses)
    dimensions: list[DimensionTypeDef] = [{"Name": "Monitor", "Value": os.environ["MONITOR"]}]
    values = {**of_account(account), "LostIdentities": len(lost), "Watched": 1}
    values["PausedDays"] = paused_days(cloudwatch, dimensions) if values["SendingPaused"] else 0
    if os.environ["SNDS"] == "yes":
        values |= worst_of_addresses(cloudwatch)
    cloudwatch.put_metric_data(
        Namespace=_NAMESPACE,
        MetricData=[{"MetricName": n, "Value": float(v), "Dimensions": dimensions} for n, v in values.items()],
    )
    print(json.dumps({"did": "watched", "enforcement": account.get("EnforcementStatus"), "lost": lost, **values}))


def paused_days(cloudwatch: CloudWatchClient, dimensions: list[DimensionTypeDef]) -> float:
    """For how long the account has been paused, as far as this function has seen, which then is paused now.

    A day without a value does not end a pause: this function did not run.
    """
    now = datetime.now(UTC)
    points = cloudwatch.get_metric_statistics(
        Namespace=_NAMESPACE,
        MetricName="SendingPaused",
        Dimensions=dimensions,
        StartTime=now - _MEMORY,
        EndTime=now,
        Period=int(_DAY.total_seconds()),
        Statistics=["Minimum"],
    )["Datapoints"]
    began = min((point["Timestamp"] for point in points), default=now)
    sent = [point["Timestamp"] + _DAY for point in points if point["Minimum"] < 1]
    return max((now - max([began, *sent])) / _DAY, 0)


def worst_of_addresses(cloudwatch: CloudWatchClient) -> dict[str, float]:
    """The worst that Microsoft said of any dedicated IP address lately; once a day it says something.

    An address of which it says nothing, as it does where little is sent, is left out.
    """
    now = datetime.now(UTC)
    worst: dict[str, float] = {}
    for name in _SNDS:
        for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="AWS/SES", MetricName=name):
            for metric in page["Metrics"]:
                points = cloudwatch.get_metric_statistics(
                    Namespace="AWS/SES",
                    MetricName=name,
                    Dimensions=metric.get("Dimensions", []),
                    StartTime=now - 2 * _DAY,
                    EndTime=now,
                    Period=int(_DAY.total_seconds()),
                    Statistics=["Maximum"],
                )["Datapoints"]
                for point in points:
                    short = name.replace(".", "")
                    worst[short] = max(worst.get(short, 0.0), point["Maximum"])
    return worst


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
