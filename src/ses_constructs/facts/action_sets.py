"""IAM actions of SES that belong together, by the resources they apply to. The AWS service reference."""

from __future__ import annotations

MANAGE_IDENTITY: tuple[str, ...] = (
    "ses:CreateEmailIdentity",
    "ses:DeleteEmailIdentity",
    "ses:GetEmailIdentity",
    "ses:PutEmailIdentityDkimAttributes",
    "ses:PutEmailIdentityDkimSigningAttributes",
    "ses:PutEmailIdentityFeedbackAttributes",
    "ses:PutEmailIdentityMailFromAttributes",
)
"""Version 2 of the API; each applies to identities."""
LIST_IDENTITIES: tuple[str, ...] = ("ses:ListEmailIdentities",)
"""Version 2; applies to no resource."""
MANAGE_IDENTITY_VERSION_1: tuple[str, ...] = (
    "ses:DeleteIdentity",
    "ses:GetIdentityDkimAttributes",
    "ses:GetIdentityMailFromDomainAttributes",
    "ses:GetIdentityVerificationAttributes",
    "ses:ListIdentities",
    "ses:SetIdentityDkimEnabled",
    "ses:SetIdentityFeedbackForwardingEnabled",
    "ses:SetIdentityMailFromDomain",
    "ses:VerifyDomainDkim",
    "ses:VerifyDomainIdentity",
    "ses:VerifyEmailIdentity",
)
"""Version 1; they apply to no resource, and so to every identity of the account."""
MANAGE_SUPPRESSION: tuple[str, ...] = (
    "ses:DeleteSuppressedDestination",
    "ses:GetSuppressedDestination",
    "ses:ListSuppressedDestinations",
    "ses:PutSuppressedDestination",
)
"""Of the account's list; they apply to no resource."""
READ_ACCOUNT: tuple[str, ...] = (
    "ses:GetAccount",
    "ses:GetAccountSendingEnabled",
    "ses:GetSendQuota",
    "ses:GetSendStatistics",
    "ses:ListConfigurationSets",
    "ses:ListEmailIdentities",
    "ses:ListIdentities",
)
"""Quotas, state and lists of names; they apply to no resource. None shows whom mail was sent to."""
READ_IDENTITY: tuple[str, ...] = ("ses:GetEmailIdentity",)
READ_CONFIGURATION_SET: tuple[str, ...] = (
    "ses:GetConfigurationSet",
    "ses:GetConfigurationSetEventDestinations",
)
PAUSE_ACCOUNT: tuple[str, ...] = ("ses:GetAccount", "ses:PutAccountSendingAttributes")
"""They apply to no resource."""
PAUSE_CONFIGURATION_SET: tuple[str, ...] = ("ses:GetConfigurationSet", "ses:PutConfigurationSetSendingOptions")
SEND_QUOTA = "ses:GetSendQuota"
"""Applies to no resource."""
