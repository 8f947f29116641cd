"""An identity (domain or address) and its settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from ses_constructs.local.ses.progress import Progress

EASY_DKIM = "AWS_SES"
OWN_KEY = "EXTERNAL"
NOTIFICATION_TYPES = ("Bounce", "Complaint", "Delivery")


@dataclass(slots=True)
class MailFrom:
    """A custom MAIL FROM domain."""

    domain: str
    behavior: str
    progress: Progress


@dataclass(slots=True)
class Identity:
    """One verified, or not yet verified, domain or address."""

    name: str
    progress: Progress
    origin: str = EASY_DKIM
    # Whether DKIM has been asked for; an identity of v1 VerifyDomainIdentity is verified without.
    has_dkim: bool = True
    selector: str | None = None
    public_key: str | None = None
    key_length: str = "RSA_2048_BIT"
    signing_enabled: bool = True
    # Whether the legacy TXT record proves ownership, too (v1 VerifyDomainIdentity).
    legacy_token: bool = False
    # Whether the owner of an address followed the link in the verification mail.
    confirmed: bool = False
    mail_from: MailFrom | None = None
    forwarding: bool = True
    configuration_set: str | None = None
    policies: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    headers_in_notifications: set[str] = field(default_factory=set)

    @property
    def is_address(self) -> bool:
        """Tells an address from a domain."""
        return "@" in self.name

    @property
    def domain(self) -> str:
        """The domain, or that of the address."""
        return self.name.rpartition("@")[2].lower()
