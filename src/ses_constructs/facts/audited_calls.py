"""Calls of SES that somebody should hear of: both versions of the API, by what they put at risk.

Guide: Logging Amazon SES API calls with AWS CloudTrail. The names are those of the API.
"""

from __future__ import annotations

from enum import StrEnum


class Risk(StrEnum):
    """What a call puts at risk."""

    AUTHORITY = "authority"
    """Who may send as an identity."""
    IDENTITIES = "identities"
    """That mail is signed and trusted: identities deleted, DKIM or MAIL FROM changed."""
    OBSERVATION = "observation"
    """That bounces and complaints are heard of: event destinations and notifications."""
    PEOPLE = "people"
    """People's addresses: the suppression list, contacts, exports of messages."""
    RECEIVING = "receiving"
    """Where incoming mail goes."""
    SENDING = "sending"
    """Whether mail goes out at all."""


CALLS_OF: dict[Risk, frozenset[str]] = {
    Risk.AUTHORITY: frozenset(
        {
            "CreateEmailIdentityPolicy",
            "DeleteEmailIdentityPolicy",
            "DeleteIdentityPolicy",
            "PutIdentityPolicy",
            "UpdateEmailIdentityPolicy",
        }
    ),
    Risk.IDENTITIES: frozenset(
        {
            "DeleteEmailIdentity",
            "DeleteIdentity",
            "PutEmailIdentityDkimAttributes",
            "PutEmailIdentityDkimSigningAttributes",
            "PutEmailIdentityMailFromAttributes",
            "SetIdentityDkimEnabled",
            "SetIdentityMailFromDomain",
        }
    ),
    Risk.OBSERVATION: frozenset(
        {
            "DeleteConfigurationSet",
            "DeleteConfigurationSetEventDestination",
            "PutConfigurationSetReputationOptions",
            "PutEmailIdentityFeedbackAttributes",
            "SetIdentityFeedbackForwardingEnabled",
            "SetIdentityNotificationTopic",
            "UpdateConfigurationSetEventDestination",
            "UpdateConfigurationSetReputationMetricsEnabled",
        }
    ),
    Risk.PEOPLE: frozenset(
        {
            "CreateExportJob",
            "CreateImportJob",
            "DeleteContactList",
            "DeleteSuppressedDestination",
            "PutAccountSuppressionAttributes",
            "PutConfigurationSetSuppressionOptions",
        }
    ),
    Risk.RECEIVING: frozenset(
        {
            "DeleteReceiptRule",
            "DeleteReceiptRuleSet",
            "SetActiveReceiptRuleSet",
            "UpdateReceiptRule",
        }
    ),
    Risk.SENDING: frozenset(
        {
            "PutAccountDetails",
            "PutAccountSendingAttributes",
            "PutConfigurationSetSendingOptions",
            "UpdateAccountSendingEnabled",
            "UpdateConfigurationSetSendingEnabled",
        }
    ),
}
CALL = "AWS API Call via CloudTrail"
"""``detail-type`` of a recorded call on the event bus."""
SWITCHES_OF_A_SET = ("PutConfigurationSetSendingOptions", "UpdateConfigurationSetSendingEnabled")
"""Calls, of the newer and the older API, that pause a configuration set or let it send again."""
NOT_RECORDED: frozenset[str] = frozenset(
    {"SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail"}
)
"""Calls that send are no management events: a trail does not hold them. What was sent, events tell."""
