"""The AWS clients, made at their first use."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_route53 import Route53Client

# SES takes each of these calls once a second, so several attempts with back-off; and few enough that all calls
# of one request stay below the function's 15 minutes even when each takes as long as it may.
_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 6})

# Older releases of boto3 ask the global endpoint in us-east-1 for credentials.
os.environ.setdefault("AWS_STS_REGIONAL_ENDPOINTS", "regional")

# Receipt rule sets and feedback topics live in version 1 of the API only.
ses = cache(lambda: boto3.client("ses", config=_CONFIG))
sesv2 = cache(lambda: boto3.client("sesv2", config=_CONFIG))
cloudformation = cache(lambda: boto3.client("cloudformation", config=_CONFIG))
kms = cache(lambda: boto3.client("kms", config=_CONFIG))
iam = cache(lambda: boto3.client("iam", config=_CONFIG))
secretsmanager = cache(lambda: boto3.client("secretsmanager", config=_CONFIG))
sts = cache(lambda: boto3.client("sts", config=_CONFIG))
lambda_ = cache(lambda: boto3.client("lambda", config=_CONFIG))
s3 = cache(lambda: boto3.client("s3", config=_CONFIG))
route53 = cache(lambda: boto3.client("route53", config=_CONFIG))


def route53_as(*, key_id: str, secret: str, token: str) -> Route53Client:
    """Route 53 with the credentials of a role; not kept, since they end."""
    return boto3.client(
        "route53",
        config=_CONFIG,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        aws_session_token=token,
    )
