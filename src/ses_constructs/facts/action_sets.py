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
READ_VDM: tuple[str, ...] = ("ses:BatchGetMetricData", "ses:ListRecommendations")
"""Of the Virtual Deliverability Manager; they apply to identities, the first to configuration sets too."""
READ_MESSAGES: tuple[str, ...] = ("ses:GetMessageInsights",)
"""Single messages with their recipients; applies to no resource."""
EXPORT_VDM: tuple[str, ...] = ("ses:CreateExportJob",)
"""Applies to no resource; ``ses:ExportSourceType`` is its condition key."""
READ_EXPORT: tuple[str, ...] = ("ses:GetExportJob",)
"""Applies to export jobs, whose ids SES invents."""
USE_SEND_IDENTITIES: tuple[str, ...] = (
    "ses:CreateEmailIdentity",
    "ses:DeleteEmailIdentity",
    "ses:GetEmailIdentity",
    "ses:PutEmailIdentityMailFromAttributes",
)
"""What useSend calls, which makes its resources itself; they apply to identities."""
USE_SEND_SETS: tuple[str, ...] = (
    "ses:CreateConfigurationSet",
    "ses:CreateConfigurationSetEventDestination",
)
USE_SEND_TENANTS: tuple[str, ...] = (
    "ses:CreateTenantResourceAssociation",
    "ses:DeleteTenantResourceAssociation",
)
"""They apply to tenants and to what is associated."""
USE_SEND_ACCOUNT: tuple[str, ...] = ("ses:DeleteSuppressedDestination", "ses:GetAccount")
"""They apply to no resource."""
USE_SEND_TOPICS: tuple[str, ...] = ("sns:CreateTopic", "sns:DeleteTopic", "sns:Subscribe")
