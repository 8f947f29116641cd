"""Tracked links: from the domain they carry, by what serves it, to the host of SES that counts the click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ses_constructs.review.dns_records import DnsRecord, dns_records
from ses_constructs.review.sending import CONFIGURATION_SET

from .flow import Arrow, Carries, FlowBuilder
from .naming import joined, key_of, label_of, readable, region_of
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ses_constructs.review.template import Assembly, Resource
    from ses_constructs.review.text import Text

    from .dns_table import Row

DISTRIBUTION = "AWS::CloudFront::Distribution"
_TRACKER = "awstrack.me"
"""How the names of the hosts end. Guide: Configuring custom domains to handle open and click tracking."""
_CLICKS = "clicks and opens"
_PROTOCOLS = {
    "allow-all": "HTTP and HTTPS",
    "https-only": "HTTPS alone",
    "redirect-to-https": "HTTPS; plain HTTP is sent there",
}


def add_tracking(flow: FlowBuilder, assembly: Assembly, rows: Sequence[Row]) -> None:
    """Draws where the links of each configuration set lead, and distributions that serve such links.

    Args:
        rows: The DNS records that mail needs.
    """
    for owner in assembly.resources(CONFIGURATION_SET):
        domain = owner.get("TrackingOptions.CustomRedirectDomain").text
        if domain is not None and domain.pieces:
            flow.arrow(
                Arrow(key_of(owner), _add_domain(flow, assembly, rows, domain, owner), Carries.EVENTS, _CLICKS)
            )
    for distribution in assembly.resources(DISTRIBUTION):
        for alias in _aliases(distribution) if any(_trackers(distribution)) else ():
            _add_domain(flow, assembly, rows, alias, distribution)


def _add_domain(
    flow: FlowBuilder, assembly: Assembly, rows: Sequence[Row], domain: Text, named_by: Resource
) -> str:
    title = readable(domain, region_of(named_by))
    records = [one for one in dns_records(assembly) if one.name == _lower(domain)]
    direct = [row for row in rows if row.name == title.lower() and _TRACKER in row.value]
    serving = [one for one in assembly.resources(DISTRIBUTION) if _serves(one, domain)]
    states = dict.fromkeys(row.state.value for row in direct) or dict.fromkeys(["published"] if records else [])
    line = joined(states) or "its DNS record is not here"
    resources = dict.fromkeys([*(one.value.resource for one in records), *(row.resource for row in direct)])
    key = flow.part(Part(f"links\n{title.lower()}", Kind.LINKS, title, line, (), tuple(resources)))
    for distribution in serving:
        flow.arrow(Arrow(key, _add_distribution(flow, distribution), Carries.EVENTS))
    if not serving:
        for host in dict.fromkeys([*(row.value for row in direct), *_elsewhere(records)]):
            flow.arrow(Arrow(key, _add_host(flow, host), Carries.EVENTS))
    return key


def _add_distribution(flow: FlowBuilder, distribution: Resource) -> str:
    hosts = list(_trackers(distribution))
    policy = distribution.get("DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy").literal or ""
    speaks = _PROTOCOLS.get(policy, "as told at deployment")
    enabled = distribution.get("DistributionConfig.Enabled").flag is not False
    facts = (Fact("Answers browsers over", speaks), Fact("Fetches from", joined(hosts) or "no host of SES"))
    line = speaks if enabled else "switched off"
    key = flow.part(
        Part(key_of(distribution), Kind.DISTRIBUTION, label_of(distribution), line, facts, (distribution,))
    )
    for host in hosts:
        flow.arrow(Arrow(key, _add_host(flow, host), Carries.EVENTS, off=not enabled))
    return key


def _add_host(flow: FlowBuilder, host: str) -> str:
    if _TRACKER in host:
        return flow.part(Part(f"tracker\n{host}", Kind.TRACKER, host, "counts, and leads on to the page"))
    return flow.part(Part(f"host\n{host}", Kind.OTHER, host, "not known to lead to SES"))


def _elsewhere(records: Sequence[DnsRecord]) -> Iterator[str]:
    """What records of the domain name that is no host of SES."""
    for record in records:
        for value in (*record.values, record.value.get("AliasTarget.DNSName")):
            text = value.text
            if text is not None and text.pieces and _TRACKER not in text.shape:
                yield readable(text)


def _serves(distribution: Resource, domain: Text) -> bool:
    return _lower(domain) in {_lower(alias) for alias in _aliases(distribution)}


def _aliases(distribution: Resource) -> Iterator[Text]:
    for alias in distribution.get("DistributionConfig.Aliases").items:
        if alias.text is not None:
            yield alias.text


def _trackers(distribution: Resource) -> Iterator[str]:
    for origin in distribution.get("DistributionConfig.Origins").items:
        host = origin.get("DomainName").text
        if host is not None and _TRACKER in host.shape:
            yield readable(host, region_of(distribution))


def _lower(text: Text) -> Text:
    return type(text)(tuple(piece.lower() if isinstance(piece, str) else piece for piece in text.pieces))
