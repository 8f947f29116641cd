"""Clients of the functions that work on saved mail, each made once in the life of a function."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_events import EventBridgeClient
    from types_boto3_s3 import S3Client
    from types_boto3_ses import SESClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sqs import SQSClient

_CONFIG = Config(connect_timeout=3, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4})
"""A message has up to 40 MB. Nobody waits for these functions, and Lambda tries again what fails."""


@cache
def s3() -> S3Client:
    return boto3.client("s3", config=_CONFIG)


@cache
def ses() -> SESClient:
    """Version 1, which alone bounces what was received."""
    return boto3.client("ses", config=_CONFIG)


@cache
def sesv2() -> SESV2Client:
    return boto3.client("sesv2", config=_CONFIG)


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


@cache
def sqs() -> SQSClient:
    return boto3.client("sqs", config=_CONFIG)


@cache
def events() -> EventBridgeClient:
    return boto3.client("events", config=_CONFIG)
