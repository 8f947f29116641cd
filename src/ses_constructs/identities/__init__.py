"""Verified identities: domains that may send, with DKIM, MAIL FROM, DMARC and their DNS records."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .adopted_domain_identity import AdoptedDomainIdentity
    from .bimi import Bimi
    from .bimi_logo import BimiLogo
    from .custom_verification_email_template import CustomVerificationEmailTemplate
    from .delegate import Delegate
    from .dkim import Dkim
    from .dkim_keys import DkimKeys
    from .dmarc import Dmarc, DmarcFailure, DmarcPolicy
    from .dmarc_report_authorization import DmarcReportAuthorization
    from .domain_identity import DomainIdentity
    from .email_address_identity import EmailAddressIdentity
    from .email_identity_certificate import EmailIdentityCertificate
    from .feedback import FeedbackTopics, FeedbackType
    from .identity_monitor import IdentityMonitor
    from .imported_identity import ImportedIdentity
    from .sending_authorization import SendAction
    from .shared_identity import SharedIdentity
    from .spf import Spf

__all__ = [
    "AdoptedDomainIdentity",
    "Bimi",
    "BimiLogo",
    "CustomVerificationEmailTemplate",
    "Delegate",
    "Dkim",
    "DkimKeys",
    "Dmarc",
    "DmarcFailure",
    "DmarcPolicy",
    "DmarcReportAuthorization",
    "DomainIdentity",
    "EmailAddressIdentity",
    "EmailIdentityCertificate",
    "FeedbackTopics",
    "FeedbackType",
    "IdentityMonitor",
    "ImportedIdentity",
    "SendAction",
    "SharedIdentity",
    "Spf",
]
__getattr__ = on_demand(
    __name__,
    AdoptedDomainIdentity="adopted_domain_identity",
    Bimi="bimi",
    BimiLogo="bimi_logo",
    CustomVerificationEmailTemplate="custom_verification_email_template",
    Delegate="delegate",
    Dkim="dkim",
    DkimKeys="dkim_keys",
    Dmarc="dmarc",
    DmarcFailure="dmarc",
    DmarcPolicy="dmarc",
    DmarcReportAuthorization="dmarc_report_authorization",
    DomainIdentity="domain_identity",
    EmailAddressIdentity="email_address_identity",
    EmailIdentityCertificate="email_identity_certificate",
    FeedbackTopics="feedback",
    FeedbackType="feedback",
    IdentityMonitor="identity_monitor",
    ImportedIdentity="imported_identity",
    SendAction="sending_authorization",
    SharedIdentity="shared_identity",
    Spf="spf",
)
