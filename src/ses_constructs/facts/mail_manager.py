"""What Mail Manager knows: attributes, operators, values, names and limits.

Source, where none is named: the CloudFormation schemas of ``AWS::SES::MailManager*``.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Verdict(StrEnum):
    """What a check of the sender came to."""

    PASS = "PASS"  # noqa: S105 - a verdict
    FAIL = "FAIL"
    GRAY = "GRAY"
    """Neither: such as a soft fail, or no record at all."""
    PROCESSING_FAILED = "PROCESSING_FAILED"


class SenderPolicy(StrEnum):
    """What the DMARC record of the sender's domain asks for."""

    NONE = "NONE"
    QUARANTINE = "QUARANTINE"
    REJECT = "REJECT"


class CertificateAttribute(StrEnum):
    """What a client certificate says, at an ingress point that asks for one."""

    COMMON_NAME = "CN"
    EMAIL_ADDRESS = "SAN_RFC822_NAME"
    DNS_NAME = "SAN_DNS_NAME"
    DIRECTORY_NAME = "SAN_DIRECTORY_NAME"
    URI = "SAN_UNIFORM_RESOURCE_IDENTIFIER"
    IP_ADDRESS = "SAN_IP_ADDRESS"
    REGISTERED_ID = "SAN_REGISTERED_ID"
    SERIAL_NUMBER = "SERIAL_NUMBER"


class IngressType(StrEnum):
    """Who may deliver to an ingress point."""

    OPEN = "OPEN"
    """Every mail server."""
    AUTHENTICATED = "AUTH"
    """Who has the password."""
    MUTUAL_TLS = "MTLS"
    """Who has a certificate of an authority that is trusted."""


class TlsVersion(StrEnum):
    """Versions of TLS that a traffic policy tells apart."""

    TLS_1_2 = "TLS1_2"
    TLS_1_3 = "TLS1_3"


class TlsPolicy(StrEnum):
    """Whether clients of an ingress point must encrypt. Guide: TLS policy for ingress endpoints."""

    REQUIRED = "REQUIRED"
    """The default outside of the US and Canada."""
    OPTIONAL = "OPTIONAL"
    FIPS = "FIPS"
    """Required, with validated cryptography: the default in the US and Canada, and only there."""


class ActionFailurePolicy(StrEnum):
    """What becomes of a message when an action fails."""

    CONTINUE = "CONTINUE"
    """The next action runs."""
    DROP = "DROP"
    """The message is gone."""


class EnvelopeSender(StrEnum):
    """Whose MAIL FROM a relay gives to the next server."""

    REPLACE = "REPLACE"
    PRESERVE = "PRESERVE"


class SnsEncoding(StrEnum):
    """How a message is written into a notification."""

    UTF_8 = "UTF-8"
    BASE64 = "BASE64"
    """Keeps every character, whatever the encoding of the message."""


class SnsPayload(StrEnum):
    """What of a message is written into a notification."""

    CONTENT = "CONTENT"
    """All, with up to 20 KB of headers."""
    HEADERS = "HEADERS"
    """Up to 100 KB of headers, no content."""


class Retention(StrEnum):
    """How long an archive keeps a message."""

    THREE_MONTHS = "THREE_MONTHS"
    SIX_MONTHS = "SIX_MONTHS"
    NINE_MONTHS = "NINE_MONTHS"
    ONE_YEAR = "ONE_YEAR"
    EIGHTEEN_MONTHS = "EIGHTEEN_MONTHS"
    TWO_YEARS = "TWO_YEARS"
    THIRTY_MONTHS = "THIRTY_MONTHS"
    THREE_YEARS = "THREE_YEARS"
    FOUR_YEARS = "FOUR_YEARS"
    FIVE_YEARS = "FIVE_YEARS"
    SIX_YEARS = "SIX_YEARS"
    SEVEN_YEARS = "SEVEN_YEARS"
    EIGHT_YEARS = "EIGHT_YEARS"
    NINE_YEARS = "NINE_YEARS"
    TEN_YEARS = "TEN_YEARS"
    PERMANENT = "PERMANENT"


class Addon(StrEnum):
    """Add-ons one can subscribe to. CloudFormation reference of ``AWS::SES::MailManagerAddonSubscription``."""

    TREND_MICRO_VIRUS_SCANNING = "TRENDMICRO_VSAPI"
    SPAMHAUS_DOMAIN_BLOCK_LIST = "SPAMHAUS_DBL"
    ABUSIX_MAIL_INTELLIGENCE = "ABUSIX_MAIL_INTELLIGENCE"
    VADE_ADVANCED_EMAIL_SECURITY = "VADE_ADVANCED_EMAIL_SECURITY"


ADDONS_OF_RULES: frozenset[str] = frozenset({Addon.TREND_MICRO_VIRUS_SCANNING, Addon.VADE_ADVANCED_EMAIL_SECURITY})
"""They look into a message. Guide: Rule sets and rules (rule conditions)."""
ADDONS_OF_TRAFFIC_POLICIES: frozenset[str] = frozenset(
    {Addon.SPAMHAUS_DOMAIN_BLOCK_LIST, Addon.ABUSIX_MAIL_INTELLIGENCE}
)
"""They look at who connects. Guide: Traffic policies and policy statements (policy statement conditions)."""

ARCHIVE_NAME = re.compile(r"(?=.{1,64}\Z)[a-zA-Z0-9][a-zA-Z0-9_-]*[a-zA-Z0-9]")
ADDRESS_LIST_NAME = re.compile(r"[a-zA-Z0-9_.-]{1,255}")
INGRESS_POINT_NAME = re.compile(r"[A-Za-z0-9_-]{3,63}")
TRAFFIC_POLICY_NAME = INGRESS_POINT_NAME
RELAY_NAME = re.compile(r"[a-zA-Z0-9_-]{1,100}")
RULE_SET_NAME = re.compile(r"[a-zA-Z0-9_.-]{1,100}")
RULE_NAME = re.compile(r"[a-zA-Z0-9_.-]{1,32}")
SERVER_NAME = re.compile(r"[a-zA-Z0-9.-]{1,100}")
ADDED_HEADER = re.compile(r"[xX]-[a-zA-Z0-9-]+")
COMPARED_HEADER = re.compile(r"X-[a-zA-Z0-9-]{1,256}")
"""Only headers that begin with ``X-`` can be compared."""
RESULT_FIELD = re.compile(r"(addon\.)?[\sa-zA-Z0-9_]+", re.ASCII)
ACTION_ADDRESS = re.compile(r"[0-9A-Za-z@+.-]+")
"""Fewer characters than an address may have: no ``_``, no ``'``."""
S3_PREFIX = re.compile(r"[a-zA-Z0-9!_.'()/-]{1,62}")
"""The schema also takes ``*``, which would open more of the bucket in a policy than meant."""
STATUS_CODE = re.compile(r"[45]\.[0-9]{1,3}\.[0-9]{1,3}")
SMTP_REPLY_CODE = re.compile(r"[45][0-9][0-9]")
DIAGNOSTIC_MESSAGE = re.compile(r"[\x20-\x7e]{1,256}")
BOUNCE_MESSAGE = re.compile(r"[\r\n\x20-\x7e]{1,500}")
Q_BUSINESS_ID = re.compile(r"[a-z0-9-]{36}")

ADDED_HEADER_LENGTH = 64
ADDED_HEADER_VALUE_LENGTH = 128
ACTION_ADDRESS_LENGTH = 254
BUCKET_NAME_LENGTH = 62
"""One fewer than S3 allows."""
RULES_PER_RULE_SET = 40
ACTIONS_PER_RULE = 10
CONDITIONS_PER_RULE = 10
"""And as many exceptions."""
VALUES_PER_CONDITION = 10
VALUE_LENGTH = 4096
RESULT_FIELD_LENGTH = 256
REPLACED_RECIPIENTS = 100
RETRY_MINUTES = 2160
"""36 hours."""
PEM_LENGTH = 500_000
"""Of the certificates of a trust store, and of its revocation list."""
INGRESS_PORTS = (25, 587)
"""Of a private ingress point. Guide: Receiving email through Amazon VPC endpoints."""
INGRESS_ENDPOINT_SERVICE: dict[IngressType, str] = {
    IngressType.OPEN: "mail-manager-smtp.open",
    IngressType.AUTHENTICATED: "mail-manager-smtp.auth",
    IngressType.MUTUAL_TLS: "mail-manager-smtp.mtls",
}
"""Services of VPC endpoints, each also with ``.fips``. Guide: Receiving email through Amazon VPC endpoints."""
FIPS_REGION_PREFIXES = ("us-", "ca-")
"""Regions of the US and Canada. Guide: TLS policy for ingress endpoints."""

ARCHIVE_SEARCH_ACTIONS: tuple[str, ...] = (
    "ses:GetArchive",
    "ses:StartArchiveSearch",
    "ses:StopArchiveSearch",
    "ses:GetArchiveSearch",
    "ses:GetArchiveSearchResults",
    "ses:GetArchiveMessage",
    "ses:GetArchiveMessageContent",
)
ARCHIVE_EXPORT_ACTIONS: tuple[str, ...] = (
    "ses:StartArchiveExport",
    "ses:StopArchiveExport",
    "ses:GetArchiveExport",
)
ADDRESS_LIST_READ_ACTIONS: tuple[str, ...] = (
    "ses:GetAddressList",
    "ses:GetMemberOfAddressList",
    "ses:ListMembersOfAddressList",
)
ADDRESS_LIST_CHANGE_ACTIONS: tuple[str, ...] = (
    "ses:RegisterMemberToAddressList",
    "ses:DeregisterMemberFromAddressList",
)
"""These four: AWS service reference of Mail Manager; each applies to the one resource."""
