"""DKIM tokens, and the host names that the three Easy DKIM records point to."""

from __future__ import annotations

import base64
import hashlib

from ses_constructs.local.world import Place

_TOKENS = 3

# The guide names af-south-1, ap-northeast-3 and eu-south-1 as regions with a DKIM domain of their own; the
# AWS General Reference ("Amazon SES endpoints and quotas", DKIM domains) lists these.
_REGIONS_WITH_OWN_DOMAIN = frozenset(
    {
        "af-south-1",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-5",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "il-central-1",
        "me-central-1",
        "us-gov-east-1",
    }
)


def dkim_domain(region: str) -> str:
    """The domain below which SES publishes the keys of a region."""
    if region in _REGIONS_WITH_OWN_DOMAIN:
        return f"dkim.{region}.amazonses.com"
    return "dkim.amazonses.com"


def dkim_tokens(place: Place, domain: str) -> tuple[str, ...]:
    """Three tokens that look random and are always the same for a domain in a place."""
    seeds = (f"{place.account} {place.region} {domain.lower()} {number}" for number in range(_TOKENS))
    return tuple(_token(seed) for seed in seeds)


def verification_token(place: Place, domain: str) -> str:
    """The value of the legacy ``_amazonses.<domain>`` TXT record."""
    digest = hashlib.sha256(f"{place.account} {place.region} {domain.lower()} txt".encode()).digest()
    return base64.b64encode(digest).decode()


def _token(seed: str) -> str:
    return base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode().lower()[:32]
