"""The AWS clients, made at their first use."""

from __future__ import annotations

from functools import cache

import boto3
from botocore.config import Config

# SES takes each of these calls once a second, so several attempts with back-off; and few enough that all calls
# of one request stay below the function's 15 minutes even when each takes as long as it may.
_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 6})

# Receipt rule sets live in version 1 of the API only.
ses = cache(lambda: boto3.client("ses", config=_CONFIG))
cloudformation = cache(lambda: boto3.client("cloudformation", config=_CONFIG))
