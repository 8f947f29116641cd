"""Identities and their attributes."""

from __future__ import annotations

from ses_constructs.local.ses import configuration_sets, identities, identity_policies, verification
from ses_constructs.local.ses.dkim_hosts import dkim_domain
from ses_constructs.local.ses.documents import Document, tag_list, tags_of, without_none
from ses_constructs.local.ses.identity import OWN_KEY, Identity
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.state import PlaceState


@operation("sesv2", "CreateEmailIdentity")
def create_email_identity(call: Call) -> Document:
    """Creates an identity; its DNS is looked at right away."""
    state, name = call.state, call.text("EmailIdentity")
    set_name = call.optional_text("ConfigurationSetName")
    if set_name is not None:
        configuration_sets.require(state, set_name)
    identity = identities.create(state, name)
    try:
        if "DkimSigningAttributes" in call.parameters:
            attributes = call.parameters["DkimSigningAttributes"]
            identities.set_dkim_signing(state, identity, attributes, None)
        identities.set_configuration_set(state, identity, set_name)
    except Exception:
        identities.delete(state, name)
        raise
    state.tags[identities.arn(state, name)] = tags_of(call.parameters)
    verification.refresh_identity(state, identity)
    return {
        "IdentityType": identity_type(identity),
        "VerifiedForSendingStatus": identities.is_verified(state, identity.name),
        "DkimAttributes": dkim_attributes(state, identity),
    }


@operation("sesv2", "GetEmailIdentity")
def get_email_identity(call: Call) -> Document:
    """Everything about an identity."""
    state = call.state
    identity = identities.require(state, call.text("EmailIdentity"))
    for covering in identities.covering(state, identity.name):
        verification.refresh_identity(state, covering)
    return without_none(
        {
            "IdentityType": identity_type(identity),
            "FeedbackForwardingStatus": identity.forwarding,
            "VerifiedForSendingStatus": identities.is_verified(state, identity.name),
            "DkimAttributes": dkim_attributes(state, identity),
            "MailFromAttributes": mail_from_attributes(identity),
            "Policies": identity.policies,
            "Tags": tag_list(state.tags.get(identities.arn(state, identity.name), {})),
            "ConfigurationSetName": identity.configuration_set,
            "VerificationStatus": identity.progress.status,
            "VerificationInfo": verification_info(identity),
        }
    )


@operation("sesv2", "ListEmailIdentities")
def list_email_identities(call: Call) -> Document:
    """Every identity with its state."""
    verification.refresh(call.state)
    items = [
        {
            "IdentityType": identity_type(identity),
            "IdentityName": identity.name,
            "SendingEnabled": identities.is_verified(call.state, identity.name),
            "VerificationStatus": identity.progress.status,
        }
        for identity in call.state.identities.values()
    ]
    return page(items, call.parameters, "EmailIdentities")


@operation("sesv2", "DeleteEmailIdentity")
def delete_email_identity(call: Call) -> None:
    """Deletes an identity."""
    identity = identities.require(call.state, call.text("EmailIdentity"))
    identities.delete(call.state, identity.name)


@operation("sesv2", "PutEmailIdentityDkimAttributes")
def put_dkim_attributes(call: Call) -> None:
    """Switches DKIM signing on or off."""
    identity = identities.require(call.state, call.text("EmailIdentity"))
    identity.signing_enabled = call.parameters.get("SigningEnabled", False)


@operation("sesv2", "PutEmailIdentityDkimSigningAttributes")
def put_dkim_signing_attributes(call: Call) -> Document:
    """Changes the kind of DKIM: keys of SES, of the owner, or of another region's identity."""
    state = call.state
    identity = identities.require(state, call.text("EmailIdentity"))
    attributes = call.parameters.get("SigningAttributes", {})
    identities.set_dkim_signing(state, identity, attributes, call.text("SigningAttributesOrigin"))
    verification.refresh_identity(state, identity)
    found = dkim_attributes(state, identity)
    return without_none(
        {
            "DkimStatus": found["Status"],
            "DkimTokens": found["Tokens"],
            "SigningHostedZone": found.get("SigningHostedZone"),
        }
    )


@operation("sesv2", "PutEmailIdentityMailFromAttributes")
def put_mail_from_attributes(call: Call) -> None:
    """Sets or removes the MAIL FROM domain; setting it again starts the check over."""
    identity = identities.require(call.state, call.text("EmailIdentity"))
    domain, behavior = call.optional_text("MailFromDomain"), call.optional_text("BehaviorOnMxFailure")
    identities.set_mail_from(call.state, identity, domain, behavior)
    verification.refresh_identity(call.state, identity)


@operation("sesv2", "PutEmailIdentityFeedbackAttributes")
def put_feedback_attributes(call: Call) -> None:
    """Switches forwarding of bounces and complaints by mail on or off."""
    identity = identities.require(call.state, call.text("EmailIdentity"))
    identity.forwarding = call.parameters.get("EmailForwardingEnabled", False)


@operation("sesv2", "PutEmailIdentityConfigurationSetAttributes")
def put_configuration_set_attributes(call: Call) -> None:
    """Sets or removes the default configuration set."""
    identity = identities.require(call.state, call.text("EmailIdentity"))
    identities.set_configuration_set(call.state, identity, call.optional_text("ConfigurationSetName"))


@operation("sesv2", "CreateEmailIdentityPolicy")
def create_policy(call: Call) -> None:
    """Adds a sending authorization policy."""
    identity_policies.create(call.state, call.text("EmailIdentity"), call.text("PolicyName"), call.text("Policy"))


@operation("sesv2", "UpdateEmailIdentityPolicy")
def update_policy(call: Call) -> None:
    """Replaces a sending authorization policy."""
    identity_policies.update(call.state, call.text("EmailIdentity"), call.text("PolicyName"), call.text("Policy"))


@operation("sesv2", "DeleteEmailIdentityPolicy")
def delete_policy(call: Call) -> None:
    """Removes a sending authorization policy."""
    identities.require(call.state, call.text("EmailIdentity"))
    identity_policies.delete(call.state, call.text("EmailIdentity"), call.text("PolicyName"))


@operation("sesv2", "GetEmailIdentityPolicies")
def get_policies(call: Call) -> Document:
    """Every sending authorization policy of an identity."""
    return {"Policies": identities.require(call.state, call.text("EmailIdentity")).policies}


def identity_type(identity: Identity) -> str:
    """``EMAIL_ADDRESS`` or ``DOMAIN``."""
    return "EMAIL_ADDRESS" if identity.is_address else "DOMAIN"


def dkim_attributes(state: PlaceState, identity: Identity) -> Document:
    """DKIM as SES v2 shows it; an address shows that of its domain, if that is an identity."""
    shown = identities.find(state, identity.domain) if identity.is_address else identity
    if shown is None or not shown.has_dkim:
        return {
            "SigningEnabled": False,
            "Status": "NOT_STARTED",
            "Tokens": [],
            "SigningAttributesOrigin": identity.origin,
        }
    found: Document = {
        "SigningEnabled": identity.signing_enabled,
        "Status": shown.progress.status,
        "SigningAttributesOrigin": shown.origin,
    }
    if shown.origin == OWN_KEY:
        # The API reference says the selector stands here; the guide's sample shows an empty list.
        return found | {"Tokens": [shown.selector]}
    return found | {
        "Tokens": list(identities.tokens_of(state, shown)),
        "SigningHostedZone": dkim_domain(identities.dkim_place(state, shown).region),
        "NextSigningKeyLength": shown.key_length,
        "CurrentSigningKeyLength": shown.key_length,
    }


def mail_from_attributes(identity: Identity) -> Document | None:
    """The MAIL FROM domain as SES v2 shows it."""
    if identity.mail_from is None:
        return None
    return {
        "MailFromDomain": identity.mail_from.domain,
        "MailFromDomainStatus": identity.mail_from.progress.status,
        "BehaviorOnMxFailure": identity.mail_from.behavior,
    }


def verification_info(identity: Identity) -> Document:
    """When SES looked and what it missed."""
    progress = identity.progress
    return without_none(
        {
            "LastCheckedTimestamp": progress.checked,
            "LastSuccessTimestamp": progress.succeeded,
            "ErrorType": progress.error,
        }
    )
