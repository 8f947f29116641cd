"""Host names of SES by region.

Each function takes a region name or a CloudFormation token, and returns text that is good for both.
"""

from __future__ import annotations


def feedback_host(region: str) -> str:
    """The target of the MX record of a custom MAIL FROM domain (``amazonses.com``, not ``amazonaws.com``).

    Guide: Using a custom MAIL FROM domain.
    """
    return f"feedback-smtp.{region}.amazonses.com"


def inbound_host(region: str) -> str:
    """The target of the MX record of a domain that receives mail (``amazonaws.com``, not ``amazonses.com``).

    Guide: Publishing an MX record for Amazon SES email receiving.
    """
    return f"inbound-smtp.{region}.amazonaws.com"


def smtp_host(region: str) -> str:
    """Where SMTP clients connect. Guide: Connecting to an Amazon SES SMTP endpoint."""
    return f"email-smtp.{region}.amazonaws.com"


def tracking_host(region: str) -> str:
    """The target of the CNAME of a custom tracking domain, and the origin of a CDN in front of it.

    Guide: Configuring custom domains to handle open and click tracking.
    """
    return f"r.{region}.awstrack.me"
