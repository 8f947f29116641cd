"""Allowed names, as patterns. Each is the pattern of the CloudFormation schema or of botocore's model."""

from __future__ import annotations

import re

CONFIGURATION_SET = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Schema of ``AWS::SES::ConfigurationSet``."""
EVENT_DESTINATION = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Schema of ``AWS::SES::ConfigurationSetEventDestination``; the empty name it allows is refused here."""
DIMENSION = re.compile(r"[A-Za-z0-9_:-]{1,256}")
DIMENSION_DEFAULT = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""The guide also allows ``@`` and ``.`` in a default value; the schema refuses both, and the schema holds."""
DIMENSION_HEADERS_REFUSED = frozenset(
    {"received", "to", "from", "dkim-signature", "cc", "message-id", "return-path"}
)
"""Headers SES does not accept as a dimension, in lower case. Guide: Set up a CloudWatch event destination."""
DEDICATED_IP_POOL = re.compile(r"[a-z0-9_-]{1,64}")
"""Schema of ``AWS::SES::DedicatedIpPool``; the empty name it allows is refused here."""
MAIL_MANAGER_ARCHIVE_ARN = re.compile(
    r"arn:(?:aws|aws-[a-z-]+):ses:[a-z]{2,4}-[a-z-]+-[0-9]:[0-9]{1,20}:mailmanager-archive/a-[a-z0-9]{24,62}"
)
"""botocore's model of SES version 2, ``ArchiveArn``."""
RECEIPT_RULE_SET = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?")
RECEIPT_RULE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?")
"""API reference of ``ReceiptRule``: unlike a rule set's, a rule's name may hold dots."""
HEADER = re.compile(r"[A-Za-z0-9-]{1,50}")
"""Of the AddHeader action."""
DNS_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
"""A label of a domain name in its ASCII form; underscores occur in names such as ``_dmarc``."""
DKIM_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
"""botocore's model of SES version 2, ``Selector``."""
TENANT = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Schema of ``AWS::SES::Tenant``, whose ``\\w`` the API reference spells out as letters and digits."""
MULTI_REGION_ENDPOINT = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Schema of ``AWS::SES::MultiRegionEndpoint``; only ASCII of its ``\\w``."""
