"""An identity should send with a configuration set even when the sender names none."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import inbound_domains, is_catch_all
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, default_set_of, domain_of
from ses_constructs.review.template import Assembly

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


def check(assembly: Assembly) -> Iterator[Finding]:
    # An identity that other accounts send with must not have a default configuration set.
    if any(action in _SHARING for one in statements(assembly) if one.allows for action in one.actions):
        return
    only_receives = any(assembly.resources(RECEIPT_RULE)) and not any(assembly.resources(CONFIGURATION_SET))
    takes_all = any(is_catch_all(rule) for rule in assembly.resources(RECEIPT_RULE))
    for identity in assembly.resources(IDENTITY):
        if default_set_of(identity).present:
            continue
        if only_receives and (takes_all or domain_of(identity) in {None, *inbound_domains(assembly)}):
            continue
        yield RULE.at(identity.place, "the identity has no default configuration set")
