"""IAM actions of SES that this package grants, and the ARNs they apply to.

Actions and their resources: the AWS service reference.
"""

from __future__ import annotations

from enum import StrEnum

SEND_ACTIONS: tuple[str, ...] = ("ses:SendEmail", "ses:SendRawEmail")
"""Formatted and raw mail; both apply to identities and configuration sets."""
SERVICE = "ses.amazonaws.com"
"""The principal SES uses towards topics, buckets, keys and functions."""


def identity_arn(*, partition: str, region: str, account: str, identity: str) -> str:
    """The ARN of a domain or an address."""
    return f"arn:{partition}:ses:{region}:{account}:identity/{identity}"


def configuration_set_arn(*, partition: str, region: str, account: str, name: str) -> str:
    """The ARN of a configuration set."""
    return f"arn:{partition}:ses:{region}:{account}:configuration-set/{name}"


def receipt_rule_arn(*, partition: str, region: str, account: str, rule_set: str, rule: str) -> str:
    """The ARN of a receipt rule, as policies name it in ``aws:SourceArn``."""
    return f"arn:{partition}:ses:{region}:{account}:receipt-rule-set/{rule_set}:receipt-rule/{rule}"


class SendForm(StrEnum):
    """How a message reaches SES: what IAM allows one by one."""

    FORMATTED = "formatted"
    """Subject, text and HTML, which SES makes a message of."""
    RAW = "raw"
    """A whole message. SMTP clients need this form and no other."""
    TEMPLATED = "templated"
    """A template of SES and the values for one message."""
    BULK = "bulk"
    """A template and the values for many messages."""
    BOUNCE = "bounce"
    """A bounce to somebody whose mail was received here."""


ACTIONS_OF: dict[SendForm, tuple[str, ...]] = {
    SendForm.FORMATTED: ("ses:SendEmail",),
    SendForm.RAW: ("ses:SendRawEmail",),
    SendForm.TEMPLATED: ("ses:SendEmail", "ses:SendTemplatedEmail"),
    SendForm.BULK: ("ses:SendBulkEmail", "ses:SendBulkTemplatedEmail"),
    SendForm.BOUNCE: ("ses:SendBounce",),
}
"""Actions of both versions of the API."""
WITH_TEMPLATE: frozenset[SendForm] = frozenset({SendForm.TEMPLATED, SendForm.BULK})
"""Forms whose actions apply to templates too."""
WITH_CONFIGURATION_SET: frozenset[SendForm] = frozenset(SendForm) - {SendForm.BOUNCE}
"""Forms whose actions apply to configuration sets too."""

FROM_ADDRESS = "ses:FromAddress"
FROM_DISPLAY_NAME = "ses:FromDisplayName"
FEEDBACK_ADDRESS = "ses:FeedbackAddress"
RECIPIENTS = "ses:Recipients"
_ALL_KEYS = frozenset({FROM_ADDRESS, FROM_DISPLAY_NAME, FEEDBACK_ADDRESS, RECIPIENTS})
KEYS_OF: dict[SendForm, frozenset[str]] = {
    SendForm.FORMATTED: _ALL_KEYS,
    SendForm.RAW: _ALL_KEYS,
    SendForm.TEMPLATED: _ALL_KEYS,
    SendForm.BULK: frozenset(),
    SendForm.BOUNCE: frozenset({FROM_ADDRESS}),
}
"""Condition keys of SES that every action of a form knows; one it does not know makes a statement never match."""


def template_arn(*, partition: str, region: str, account: str, name: str) -> str:
    """The ARN of an email template."""
    return f"arn:{partition}:ses:{region}:{account}:template/{name}"


MULTI_REGION_ENDPOINT_ID = "ses:MultiRegionEndpointId"
"""A condition key of version 2 of the API: the global endpoint that a request names."""
BY_ENDPOINT: dict[SendForm, str] = {
    SendForm.FORMATTED: "ses:SendEmail",
    SendForm.TEMPLATED: "ses:SendEmail",
    SendForm.BULK: "ses:SendBulkEmail",
}
"""The actions that know the key above; ``ses:SendRawEmail`` does not."""
