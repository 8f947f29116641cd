"""An identity should send with a configuration set even when the sender names none."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.permissions import SEND_ACTIONS
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import IDENTITY_SETTINGS, Statement, statements
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import inbound_domains, is_catch_all
from ses_constructs.review.sending import (
    CONFIGURATION_SET,
    IDENTITY,
    default_set_of,
    domain_of,
    identity_named_by,
)
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="identity-without-configuration-set",
    severity=Severity.WARNING,
    why=(
        "Mail sent without naming a configuration set publishes no events and follows none of its settings;"
        " a pause of the set does not stop it."
    ),
    cure=(
        "Set ConfigurationSetAttributes.ConfigurationSetName, so that the identity has a default "
        "configuration set."
    ),
    source="Guide: Managing identities, default configuration set",
)


_SHARING = ("ses:CreateEmailIdentityPolicy", "ses:PutIdentityPolicy")
_PROVIDER = "SesConstructsProvider"
"""This library's function may share any identity of its stack; which ones it does share, its resources say."""


def check(assembly: Assembly) -> Iterator[Finding]:
    # An identity that other accounts send with must not have a default configuration set.
    if any(_is_for_sharing(one) for one in statements(assembly)):
        return
    shared = _shared(assembly)
    nothing_sends = any(assembly.resources(RECEIPT_RULE)) and not any(assembly.resources(CONFIGURATION_SET))
    takes_all = any(is_catch_all(rule) for rule in assembly.resources(RECEIPT_RULE))
    for identity in assembly.resources(IDENTITY):
        if default_set_of(identity).present or identity in shared:
            continue
        domain = domain_of(identity)
        if nothing_sends and (takes_all or domain is None):
            continue
        if domain in inbound_domains(assembly) and (nothing_sends or not _sends(assembly, identity)):
            continue
        yield RULE.at(identity.place, "the identity has no default configuration set")


def _is_for_sharing(statement: Statement) -> bool:
    if not statement.allows or not any(action in _SHARING for action in statement.actions):
        return False
    return not statement.resource.logical_id.startswith(_PROVIDER)


def _shared(assembly: Assembly) -> set[Resource | None]:
    """Identities that this library puts a sending policy on."""
    return {
        identity_named_by(settings.get("Identity"))
        for settings in assembly.resources(IDENTITY_SETTINGS)
        if settings.get("Policies").present
    }


def _sends(assembly: Assembly, identity: Resource) -> bool:
    """True when it has a MAIL FROM domain, or when somebody may send as this identity and not just as any."""
    if identity.get("MailFromAttributes").present:
        return True
    return any(
        resource.names(IDENTITY) is identity
        for statement in statements(assembly)
        if statement.allows and any(statement.covers(action) for action in SEND_ACTIONS)
        for resource in statement.resources
    )
