"""Verified identities: domains that may send, with DKIM, MAIL FROM, DMARC and their DNS records."""

from .dkim import Dkim
from .dmarc import Dmarc, DmarcPolicy
from .domain_identity import DomainIdentity

__all__ = ["Dkim", "Dmarc", "DmarcPolicy", "DomainIdentity"]
