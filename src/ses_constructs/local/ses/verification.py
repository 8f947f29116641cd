"""Verification is earned: what public DNS must answer before an identity or MAIL FROM domain is good."""

from __future__ import annotations

import re

from ses_constructs.local.ses import identities
from ses_constructs.local.ses.dkim_hosts import dkim_domain, verification_token
from ses_constructs.local.ses.identity import EASY_DKIM, OWN_KEY, Identity, MailFrom
from ses_constructs.local.ses.state import PlaceState


def refresh(state: PlaceState) -> None:
    """Looks at the DNS of every identity of a place."""
    for identity in list(state.identities.values()):
        refresh_identity(state, identity)


def refresh_identity(state: PlaceState, identity: Identity) -> None:
    """Looks at the DNS of one identity and moves its states."""
    if identity.is_address:
        if identity.confirmed:
            identity.progress.observe(None, state.now())
    else:
        identity.progress.observe(domain_error(state, identity), state.now())
    if identity.mail_from is not None:
        identity.mail_from.progress.observe(_mail_from_error(state, identity.mail_from), state.now())


def is_verified_now(state: PlaceState, address: str) -> bool:
    """Looks at DNS again and tells whether SES lets an address or domain send."""
    for identity in identities.covering(state, address):
        refresh_identity(state, identity)
    return identities.is_verified(state, address)


def domain_error(state: PlaceState, identity: Identity) -> str | None:
    """What is wrong with a domain's records, as an ``ErrorType`` of GetEmailIdentity, or ``None``."""
    if identity.legacy_token and _legacy_record_is_there(state, identity.domain):
        return None
    if not identity.has_dkim:
        return "HOST_NOT_FOUND"
    if identity.origin == OWN_KEY:
        return _own_key_error(state, identity)
    if identity.origin != EASY_DKIM and identities.primary_of(state, identity) is None:
        return "REPLICATION_PRIMARY_NOT_FOUND"
    return _easy_dkim_error(state, identity)


def _easy_dkim_error(state: PlaceState, identity: Identity) -> str | None:
    target = dkim_domain(identities.dkim_place(state, identity).region)
    for token in identities.tokens_of(state, identity):
        answers = state.world.dns_records(f"{token}._domainkey.{identity.domain}", "CNAME")
        if not answers:
            return "HOST_NOT_FOUND"
        if [_host(answer) for answer in answers] != [f"{token}.{target}"]:
            return "INVALID_VALUE"
    return None


def _own_key_error(state: PlaceState, identity: Identity) -> str | None:
    answers = state.world.dns_records(f"{identity.selector}._domainkey.{identity.domain}", "TXT")
    if not answers:
        return "HOST_NOT_FOUND"
    published = [re.sub(r"[\s\"]", "", answer).partition("p=")[2].partition(";")[0] for answer in answers]
    return None if published == [identity.public_key] else "INVALID_VALUE"


def _legacy_record_is_there(state: PlaceState, domain: str) -> bool:
    answers = state.world.dns_records(f"_amazonses.{domain}", "TXT")
    return verification_token(state.place, domain) in (answer.strip('"') for answer in answers)


def _mail_from_error(state: PlaceState, mail_from: MailFrom) -> str | None:
    answers = state.world.dns_records(mail_from.domain, "MX")
    if not answers:
        return "HOST_NOT_FOUND"
    wanted = f"10 feedback-smtp.{state.place.region}.amazonses.com"
    return None if [_host(answer) for answer in answers] == [wanted] else "INVALID_VALUE"


def _host(answer: str) -> str:
    return " ".join(answer.lower().rstrip(".").split())
