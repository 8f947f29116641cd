"""Identities: verification, DKIM, MAIL FROM, policies."""

from __future__ import annotations

from ses_constructs.local.ses import identities, identity_policies, verification
from ses_constructs.local.ses.api.v1 import words
from ses_constructs.local.ses.dkim_hosts import verification_token
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.identity import Identity
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page


@operation("ses", "VerifyDomainIdentity")
def verify_domain_identity(call: Call) -> Document:
    """Begins verification of a domain by TXT record; a new one has no DKIM before ``VerifyDomainDkim``."""
    domain = call.text("Domain")
    identity = identities.find(call.state, domain)
    if identity is None:
        identity = identities.create(call.state, domain)
        identity.has_dkim = False
    identity.legacy_token = True
    return {"VerificationToken": verification_token(call.state.place, domain)}


@operation("ses", "VerifyDomainDkim")
def verify_domain_dkim(call: Call) -> Document:
    """Gives the Easy DKIM tokens of a domain and begins to look for their records."""
    domain = call.text("Domain")
    identity = identities.find(call.state, domain) or identities.create(call.state, domain)
    identity.has_dkim = True
    return {"DkimTokens": list(identities.tokens_of(call.state, identity))}


@operation("ses", "VerifyEmailIdentity", "VerifyEmailAddress")
def verify_email_identity(call: Call) -> None:
    """Sends the verification mail to an address, whose owner must then follow the link."""
    address = call.text("EmailAddress")
    if identities.find(call.state, address) is None:
        identities.create(call.state, address)


@operation("ses", "DeleteIdentity", "DeleteVerifiedEmailAddress")
def delete_identity(call: Call) -> None:
    """Deletes an identity; one that is not there is no error."""
    name = call.parameters.get("Identity") or call.text("EmailAddress")
    identities.delete(call.state, name)


@operation("ses", "ListIdentities")
def list_identities(call: Call) -> Document:
    """Names of identities, whatever their state."""
    kind = call.optional_text("IdentityType")
    names = [
        identity.name
        for identity in call.state.identities.values()
        if kind is None or (kind == "EmailAddress") == identity.is_address
    ]
    return page(names, call.parameters, "Identities", default=1000)


@operation("ses", "GetIdentityVerificationAttributes")
def get_verification_attributes(call: Call) -> Document:
    """States of identities; one that was never submitted is absent from the answer."""
    found: Document = {}
    for name, identity in _known(call):
        found[name] = {"VerificationStatus": words.status(identity.progress.status)}
        if identity.legacy_token:
            found[name]["VerificationToken"] = verification_token(call.state.place, identity.domain)
    return {"VerificationAttributes": found}


@operation("ses", "GetIdentityDkimAttributes")
def get_dkim_attributes(call: Call) -> Document:
    """DKIM states and tokens."""
    found = {
        name: {
            "DkimEnabled": identity.signing_enabled,
            "DkimVerificationStatus": words.status(_dkim_status(identity)),
            "DkimTokens": list(identities.tokens_of(call.state, identity)),
        }
        for name, identity in _known(call)
        if not identity.is_address
    }
    return {"DkimAttributes": found}


def _dkim_status(identity: Identity) -> str:
    return identity.progress.status if identity.has_dkim else "NOT_STARTED"


@operation("ses", "SetIdentityDkimEnabled")
def set_dkim_enabled(call: Call) -> None:
    """Switches DKIM signing on or off."""
    require(call).signing_enabled = call.parameters["DkimEnabled"]


@operation("ses", "SetIdentityMailFromDomain")
def set_mail_from_domain(call: Call) -> None:
    """Sets or removes the MAIL FROM domain."""
    identity, domain = require(call), call.optional_text("MailFromDomain")
    behavior = words.behavior_in_v2(call.optional_text("BehaviorOnMXFailure"))
    identities.set_mail_from(call.state, identity, domain, behavior)
    verification.refresh_identity(call.state, identity)


@operation("ses", "GetIdentityMailFromDomainAttributes")
def get_mail_from_domain_attributes(call: Call) -> Document:
    """MAIL FROM domains and their states."""
    found = {
        name: {
            "MailFromDomain": identity.mail_from.domain,
            "MailFromDomainStatus": words.status(identity.mail_from.progress.status),
            "BehaviorOnMXFailure": words.behavior(identity.mail_from.behavior),
        }
        for name, identity in _known(call)
        if identity.mail_from is not None
    }
    return {"MailFromDomainAttributes": found}


@operation("ses", "PutIdentityPolicy")
def put_policy(call: Call) -> None:
    """Adds or replaces a sending authorization policy."""
    identity_policies.put(call.state, require(call).name, call.text("PolicyName"), call.text("Policy"))


@operation("ses", "DeleteIdentityPolicy")
def delete_policy(call: Call) -> None:
    """Removes a sending authorization policy; one that is not there is no error."""
    identity_policies.delete(call.state, call.text("Identity"), call.text("PolicyName"))


@operation("ses", "ListIdentityPolicies")
def list_policies(call: Call) -> Document:
    """Names of sending authorization policies."""
    return {"PolicyNames": list(require(call).policies)}


@operation("ses", "GetIdentityPolicies")
def get_policies(call: Call) -> Document:
    """Sending authorization policies by name."""
    policies = require(call).policies
    return {"Policies": {name: policies[name] for name in call.parameters["PolicyNames"] if name in policies}}


def require(call: Call) -> Identity:
    """The identity of the call, which may be named by its ARN."""
    name = call.text("Identity")
    identity = identities.find(call.state, name.partition(":identity/")[2] or name)
    if identity is None:
        raise bad_request(f"Identity <{name}> does not exist.")
    return identity


def _known(call: Call) -> list[tuple[str, Identity]]:
    """The identities of the call that exist, looked at again."""
    found = []
    for name in call.parameters["Identities"]:
        identity = identities.find(call.state, name)
        if identity is not None:
            verification.refresh_identity(call.state, identity)
            found.append((name, identity))
    return found
