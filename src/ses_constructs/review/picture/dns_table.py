"""The DNS records that mail needs: published here, to be published by hand, or named nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ses_constructs.facts.hosts import feedback_host
from ses_constructs.review.dns_records import DnsRecord, dns_records
from ses_constructs.review.sending import IDENTITY, domain_of, is_address, mail_from_of, signing_of
from ses_constructs.review.text import Reference, Text, Unknown

from .naming import readable, region_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource

_LINE = re.compile(r"^(\S.*?)\.? (\d+) IN ([A-Z]+) (.+?)(?: ; (.*))?$")
_TOKEN = re.compile(r"^DkimDNSToken(Name|Value)(\d)$")
_MARK = "\x00"
_HOSTS = ("CNAME", "MX")
"""Without a dot at its end, a host in a zone file is read as a name inside the zone."""
INCOMING = "Incoming mail goes to SES"
_REASONS = (
    ("MX", "inbound-smtp.", INCOMING),
    ("MX", "feedback-smtp.", "MAIL FROM: bounces come back to SES"),
    ("TXT", "v=spf1", "SPF: who may send for this name"),
    ("TXT", "v=dmarc1", "DMARC: what receivers do with forged mail"),
    ("TXT", "v=bimi1", "BIMI: the logo beside your mail"),
    ("TXT", "v=tlsrptv1", "TLS reports: who failed to encrypt"),
    ("TXT", "v=stsv1", "MTA-STS: senders must encrypt"),
    ("CNAME", "awstrack.me", "Open and click tracking"),
    ("CNAME", "dkim.amazonses.com", "DKIM: proves that the mail is yours"),
)
_DKIM = "DKIM: proves that the mail is yours"


class State(StrEnum):
    """Who publishes a record."""

    PUBLISHED = "published by these templates"
    OTHER_ACCOUNT = "published in another account's zone"
    BY_HAND = "to publish by hand"
    NOWHERE = "not in these templates"


@dataclass(frozen=True, slots=True)
class Row:
    """A record.

    Args:
        domain: The domain it is listed under.
        name: Its name.
        type: Its type.
        value: What it answers.
        reason: What it is for.
        state: Who publishes it.
        is_known: True when name and value are known before the deployment, and can be copied.
        ttl: Seconds, as written. Empty: not said.
        resource: The resource that publishes it or needs it.
    """

    domain: str
    name: str
    type: str
    value: str
    reason: str
    state: State
    is_known: bool
    ttl: str
    resource: Resource

    @property
    def zone_line(self) -> str:
        """The record as a line of a zone file."""
        host_ends = "." if self.type in _HOSTS and not self.value.endswith(".") else ""
        return f"{self.name}. {self.ttl or '1800'} IN {self.type} {self.value}{host_ends}"


def dns_rows(assembly: Assembly, *, region: str | None = None) -> list[Row]:
    """Every record of mail, by domain, in the order of the templates.

    Args:
        assembly: Where to look.
        region: Where stacks go that do not say it themselves. Left out: not known.
    """
    domains = sorted({d for one in assembly.resources(IDENTITY) if (d := domain_of(one))}, key=len, reverse=True)
    found = [*_published(assembly), *_by_hand(assembly)]
    rows = [_row(one, region, domains) for one in found]
    rows += [_row(one, region, domains) for one in _nowhere(assembly, rows)]
    return sorted(dict.fromkeys(row for row in rows if row.reason), key=lambda row: row.domain)


@dataclass(frozen=True, slots=True)
class _Found:
    """A record as it stands somewhere, before it is put into words."""

    name: Text
    type: str
    value: Text
    state: State
    resource: Resource
    ttl: str = ""


def _row(found: _Found, region: str | None, domains: list[str]) -> Row:
    region = region_of(found.resource) or region
    shown = _shown(found.name, region).rstrip(".")
    return Row(
        domain=_domain(found.name, shown, domains),
        name=shown,
        type=found.type,
        value=_shown(found.value, region),
        reason=_reason(found.type, found.name, found.value),
        state=found.state,
        is_known=_known(found.name, region) and _known(found.value, region),
        ttl=found.ttl,
        resource=found.resource,
    )


def _published(assembly: Assembly) -> Iterator[_Found]:
    for record in dns_records(assembly):
        yield from _values(record, State.OTHER_ACCOUNT if record.is_elsewhere else State.PUBLISHED)


def _values(record: DnsRecord, state: State) -> Iterator[_Found]:
    for value in record.values:
        text = value.text
        if text is not None:
            ttl = record.value.get("TTL").shape
            yield _Found(record.name, record.type, text, state, record.value.resource, ttl)


def _by_hand(assembly: Assembly) -> Iterator[_Found]:
    """Records in outputs, which this package writes as lines of a zone file."""
    for template in assembly.templates:
        for output in template.outputs.values():
            text = output.get("Value").text
            if text is not None and " IN " in text.shape:
                yield from _lines(text, output.resource)


def _lines(text: Text, resource: Resource) -> Iterator[_Found]:
    unknown: list[Reference | Unknown] = []
    whole = ""
    for piece in text.pieces:
        if isinstance(piece, str):
            whole += piece.replace(_MARK, "")
        else:
            whole += f"{_MARK}{len(unknown)}{_MARK}"
            unknown.append(piece)
    for line in whole.split("\n"):
        match = _LINE.match(line)
        if match is not None:
            name, ttl, type_name, value, _ = match.groups()
            named, answer = _filled(name, unknown), _filled(value.rstrip("."), unknown)
            yield _Found(named, type_name, answer, State.BY_HAND, resource, ttl)


def _filled(text: str, unknown: list[Reference | Unknown]) -> Text:
    parts = text.split(_MARK)
    return Text.of(*(unknown[int(part)] if at % 2 else part for at, part in enumerate(parts)))


def _nowhere(assembly: Assembly, rows: list[Row]) -> Iterator[_Found]:
    """What identities need and no template mentions."""
    signed = {row.domain for row in rows if row.reason == _DKIM}
    mail_from = {row.name for row in rows if row.type == "MX"}
    for identity in assembly.resources(IDENTITY):
        domain = domain_of(identity)
        if domain is None or is_address(identity):
            continue
        own = identity.get("DkimSigningAttributes.DomainSigningPrivateKey")
        if domain not in signed and own.absent and signing_of(identity) is None:
            for at in "123":
                name = Text.of(Reference(identity, f"DkimDNSTokenName{at}"))
                value = Text.of(Reference(identity, f"DkimDNSTokenValue{at}"))
                yield _Found(name, "CNAME", value, State.NOWHERE, identity)
        bounce = mail_from_of(identity)
        if bounce and bounce not in mail_from:
            yield from _mail_from(bounce, identity)


def _mail_from(bounce: str, identity: Resource) -> Iterator[_Found]:
    before, _, after = feedback_host(_MARK).partition(_MARK)
    mx = Text.of("10 ", before, Unknown("AWS::Region"), after)
    yield _Found(Text.of(bounce), "MX", mx, State.NOWHERE, identity)
    yield _Found(Text.of(bounce), "TXT", Text.of('"v=spf1 include:amazonses.com ~all"'), State.NOWHERE, identity)


def _reason(type_name: str, name: Text, value: Text) -> str:
    is_token = any(_TOKEN.match(reference.attribute) for reference in name.references)
    if is_token or "._domainkey." in name.shape:
        return _DKIM
    shape = value.shape.lower()
    return next((reason for kind, mark, reason in _REASONS if kind == type_name and mark in shape), "")


def _domain(name: Text, shown: str, domains: list[str]) -> str:
    for reference in name.references:
        domain = domain_of(reference.resource) if reference.resource.type == IDENTITY else None
        if domain is not None:
            return domain
    inside = next((domain for domain in domains if shown == domain or shown.endswith(f".{domain}")), None)
    return inside or ".".join(label for label in shown.split(".") if not label.startswith("_"))


def _shown(text: Text, region: str | None) -> str:
    return "".join(_token(piece) or readable(Text.of(piece), region) for piece in text.pieces)


def _token(piece: str | Reference | Unknown) -> str:
    match = _TOKEN.match(piece.attribute) if isinstance(piece, Reference) else None
    return f"(DKIM {match.group(1).lower()} {match.group(2)}, given by SES)" if match else ""


def _known(text: Text, region: str | None) -> bool:
    return all(
        isinstance(piece, str)
        or (isinstance(piece, Unknown) and piece.name == "AWS::Region" and region is not None)
        for piece in text.pieces
    )
