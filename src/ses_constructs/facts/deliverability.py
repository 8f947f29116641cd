"""What the Virtual Deliverability Manager counts, by what, and how it is exported.

Source: botocore's model of SES version 2. Guide: Virtual Deliverability Manager dashboard. Mail to several
recipients, to the mailbox simulator and by delegate senders is not counted.
"""

from __future__ import annotations

from enum import StrEnum


class VdmMetric(StrEnum):
    """A number. API: ``Metric``."""

    SEND = "SEND"
    DELIVERY = "DELIVERY"
    PERMANENT_BOUNCE = "PERMANENT_BOUNCE"
    TRANSIENT_BOUNCE = "TRANSIENT_BOUNCE"
    COMPLAINT = "COMPLAINT"
    OPEN = "OPEN"
    """Needs engagement metrics; so do clicks, and what is counted of deliveries with either."""
    CLICK = "CLICK"
    DELIVERY_OPEN = "DELIVERY_OPEN"
    DELIVERY_CLICK = "DELIVERY_CLICK"
    DELIVERY_COMPLAINT = "DELIVERY_COMPLAINT"


class VdmDimension(StrEnum):
    """By what numbers are told apart. API: ``MetricDimensionName``."""

    ISP = "ISP"
    """The receiver, such as Gmail."""
    EMAIL_IDENTITY = "EMAIL_IDENTITY"
    CONFIGURATION_SET = "CONFIGURATION_SET"
    TENANT_NAME = "TENANT_NAME"


class VdmFormat(StrEnum):
    """Of a file. API: ``DataFormat``."""

    CSV = "CSV"
    JSON = "JSON"


MOST_METRICS = 10
MOST_DIMENSIONS = 3
LONGEST_DAYS = 60
"""Numbers are kept, and exported, for this long."""
EXPORT_SOURCE = "METRICS_DATA"
"""The value of ``ses:ExportSourceType`` for an export of numbers. API: ``ExportSourceType``."""
EXPORT_SOURCE_KEY = "ses:ExportSourceType"
"""A condition key. AWS service reference."""
