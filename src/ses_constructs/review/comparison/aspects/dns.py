"""The DNS records of mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.dns_records import DnsRecord, dns_records, txt
from ses_constructs.review.finding import Place, Rule, Severity
from ses_constructs.review.template import Assembly

_SEE = "Guide: Email authentication in Amazon SES"
REMOVED = Rule(
    id="dns-record-removed",
    severity=Severity.WARNING,
    why="Receivers, or SES itself, look for it: without it mail is unsigned, unverified or goes nowhere.",
    cure="Keep it as long as anything sends or receives with it.",
    source=_SEE,
)
CHANGED = Rule(
    id="dns-record-changed",
    severity=Severity.NOTE,
    why="Resolvers give the old answer until its TTL has passed.",
    cure="Check the new value against what the SES console asks for.",
    source=_SEE,
)
ADDED = Rule(
    id="dns-record-added",
    severity=Severity.NOTE,
    why="It is published with the deployment, and takes the place of none.",
    cure="Check that nobody publishes the same name by hand.",
    source=_SEE,
)
DMARC_WEAKENED = Rule(
    id="dmarc-weakened",
    severity=Severity.WARNING,
    why="Receivers let more mail through that only claims to be from the domain.",
    cure="Put the policy back, or write down until when it is to be weaker.",
    source="Guide: Complying with DMARC authentication protocol in Amazon SES",
)
SPF_WEAKENED = Rule(
    id="spf-weakened",
    severity=Severity.WARNING,
    why="Mail servers that are not listed are refused less strictly than before.",
    cure="End the record with -all or ~all as before.",
    source="RFC 7208, section 4.6.2",
)
DMARC_TIGHTENED = Rule(
    id="dmarc-tightened",
    severity=Severity.NOTE,
    why="Receivers let less mail through that only claims to be from the domain.",
    cure="Check the reports first: mail of yours that fails DMARC is held back too.",
    source="Guide: Complying with DMARC authentication protocol in Amazon SES",
)
SPF_TIGHTENED = Rule(
    id="spf-tightened",
    severity=Severity.NOTE,
    why="Mail servers that are not listed are refused more strictly than before.",
    cure="Check that all your mail servers are listed.",
    source="RFC 7208, section 4.6.2",
)
KINDS = (REMOVED, CHANGED, ADDED, DMARC_WEAKENED, SPF_WEAKENED, DMARC_TIGHTENED, SPF_TIGHTENED)

_POLICIES = {"none": 0, "quarantine": 1, "reject": 2}
_QUALIFIERS = {"+": 0, "?": 1, "~": 2, "-": 3}
_ALL = re.compile(r"(?:^|\s)([+?~-]?)all(?:\s|$)", re.IGNORECASE)
_NAMES = ("_dmarc.", "_bimi.", "_domainkey", "_smtp._tls.", "_mta-sts.", "_amazonses.")
_Key = tuple[str, str]


def changes(pairing: Pairing) -> Iterator[Change]:
    before, after = _records(pairing, old=True), _records(pairing, old=False)
    for (name, type_name), (values, place) in before.items():
        told = ", ".join(values)
        if (name, type_name) not in after:
            text = f"the {type_name} record of {name} is gone; it was {told}"
            yield Change(REMOVED, place, text, before=told)
        elif after[name, type_name][0] != values:
            new_values, new_place = after[name, type_name]
            new = ", ".join(new_values)
            text = f"the {type_name} record of {name} changes from {told} to {new}"
            yield Change(CHANGED, new_place, text, before=told, after=new)
    for (name, type_name), (values, place) in after.items():
        if (name, type_name) not in before:
            told = ", ".join(values)
            yield Change(ADDED, place, f"the {type_name} record of {name} is new: {told}", after=told)
    yield from _dmarc(pairing)
    yield from _spf(pairing)


def _records(pairing: Pairing, *, old: bool) -> dict[_Key, tuple[tuple[str, ...], Place]]:
    found: dict[_Key, tuple[tuple[str, ...], Place]] = {}
    for record in dns_records(pairing.old if old else pairing.new):
        if _is_of_mail(record):
            name = pairing.spelled(record.value.get("Name"), old=old).rstrip(".").lower()
            values = tuple(sorted(pairing.spelled(value, old=old) for value in record.values))
            known = found.get((name, record.type), ((), record.value.place))
            found[name, record.type] = (tuple(sorted((*known[0], *values))), known[1])
    return found


def _is_of_mail(record: DnsRecord) -> bool:
    """True for MX, and for what names, texts and targets of SES show to be a record of mail."""
    if record.type == "MX" or any(mark in record.name.shape for mark in _NAMES):
        return True
    if record.identity() is not None:
        return True
    if record.type == "TXT":
        return any((txt(value) or "").lower().startswith("v=spf1") for value in record.values)
    return record.type == "CNAME" and any(
        mark in value.shape for value in record.values for mark in ("amazonses.com", "awstrack.me")
    )


def _dmarc(pairing: Pairing) -> Iterator[Change]:
    before = {record.domain: record for record in dmarc_records(pairing.old)}
    for record in dmarc_records(pairing.new):
        old = before.get(record.domain)
        if old is None:
            continue
        for tag in ("p", "sp"):
            was, becomes = _policy(old.tags, tag), _policy(record.tags, tag)
            if was is not None and becomes is not None and was != becomes:
                kind = DMARC_WEAKENED if _POLICIES[becomes] < _POLICIES[was] else DMARC_TIGHTENED
                text = f"{tag} of the DMARC policy of {record.domain} changes from {was} to {becomes}"
                yield Change(kind, record.value.place, text, before=was, after=becomes)


def _policy(tags: dict[str, str], tag: str) -> str | None:
    """The policy of a tag; that of subdomains is the domain's where it is left out (RFC 7489, section 6.3)."""
    word = tags.get(tag, tags.get("p", "")).lower()
    return word if word in _POLICIES else None


def _spf(pairing: Pairing) -> Iterator[Change]:
    before = _spf_ends(pairing.old)
    for name, (end, place) in _spf_ends(pairing.new).items():
        was = before[name][0] if name in before else end
        if end != was:
            kind = SPF_WEAKENED if _QUALIFIERS[end] < _QUALIFIERS[was] else SPF_TIGHTENED
            text = f"the SPF record of {name} ends with {end}all, until now with {was}all"
            yield Change(kind, place, text, before=f"{was}all", after=f"{end}all")


def _spf_ends(assembly: Assembly) -> dict[str, tuple[str, Place]]:
    """The qualifier of ``all`` by name; none is neutral, as a record without ``all`` is."""
    found = {}
    for record in dns_records(assembly):
        for value in record.values:
            text = txt(value) or ""
            if text.lower().startswith("v=spf1") and record.literal is not None:
                match = _ALL.search(text)
                found[record.literal] = ("?" if match is None else match.group(1) or "+", value.place)
    return found
