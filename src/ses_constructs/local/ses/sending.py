"""Sending: what SES checks before it takes a message, and taking it.

Bounces and complaints are told to configuration sets and topics; copies by mail to a return path or forwarding
address are not made. What recipients do with a message later is in ``engagement``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ses_constructs.local.ses import configuration_sets, identities, list_management, pace, tenants, verification
from ses_constructs.local.ses.configuration_set import ConfigurationSet
from ses_constructs.local.ses.delivery import deliver
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.events import EventType
from ses_constructs.local.ses.failures import RefusedError, bad_request
from ses_constructs.local.ses.identity import Identity
from ses_constructs.local.ses.mail import Mail, addresses, new_message_id
from ses_constructs.local.ses.outcomes import is_simulated
from ses_constructs.local.ses.publishing import publish
from ses_constructs.local.ses.state import PlaceState, Sent
from ses_constructs.local.ses.subscription import SubscriptionOptions

_MOST_RECIPIENTS = 50
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address "
    "associated with your AWS account."
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a caller asks for beside the content."""

    source: str
    recipients: tuple[str, ...]
    operation: str
    configuration_set: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    tenant: str | None = None
    subscription: SubscriptionOptions | None = None
    source_ip: str = "127.0.0.1"
    caller: str = "local"

    @property
    def sender(self) -> str:
        """The bare address of the sender."""
        return (addresses(self.source) or [self.source])[0]


@dataclass(frozen=True, slots=True)
class Admission:
    """SES will take the message: under this identity, with this configuration set and these tags."""

    envelope: Envelope
    identity: Identity
    configuration_set: ConfigurationSet | None
    tags: dict[str, list[str]]


def admit(state: PlaceState, envelope: Envelope) -> Admission:
    """Makes every check that comes before a message is taken.

    :raises RefusedError: with the error SES gives
    """
    _check_envelope(envelope)
    identity = _check_identities(state, envelope)
    pace.check(state, len(envelope.recipients))
    configuration_set = _choose_set(state, envelope)
    _check_tenant(state, envelope, identity, configuration_set)
    _check_paused(state, configuration_set)
    _check_mail_from(state, envelope)
    if envelope.subscription is not None:
        list_management.check(state, envelope.subscription)
    return Admission(envelope, identity, configuration_set, _tags(envelope, configuration_set))


def take(state: PlaceState, admission: Admission, raw: bytes) -> str:
    """Takes an admitted message, lets its outcome happen and returns the message id."""
    options = admission.envelope.subscription
    if options is not None:
        raw = list_management.prepare(state, options, admission.envelope.recipients, raw)
    mail = _mail(state, admission, raw)
    state.sent.append(Sent(mail.message_id, mail.timestamp, mail.source, mail.recipients, raw))
    state.mails[mail.message_id] = mail
    deliver(state, mail)
    return mail.message_id


def fail_rendering(state: PlaceState, admission: Admission, template: str, error: str) -> str:
    """Takes a message whose template cannot be filled: the caller gets an id, the mail never goes."""
    mail = _mail(state, admission, b"")
    payload = {"errorMessage": error, "templateName": template}
    publish(state, mail, EventType.RENDERING_FAILURE, payload, recipients=len(mail.recipients))
    return mail.message_id


def _mail(state: PlaceState, admission: Admission, raw: bytes) -> Mail:
    envelope = admission.envelope
    return Mail(
        message_id=new_message_id(),
        timestamp=state.now(),
        source=envelope.source,
        identity=admission.identity,
        recipients=envelope.recipients,
        raw=raw,
        tags=admission.tags,
        configuration_set=admission.configuration_set,
        tenant=envelope.tenant,
        subscription=envelope.subscription,
    )


def _check_envelope(envelope: Envelope) -> None:
    if not envelope.recipients:
        raise bad_request("Missing required parameter: the message has no recipient.")
    if len(envelope.recipients) > _MOST_RECIPIENTS:
        raise bad_request(
            f"Recipient count exceeds {_MOST_RECIPIENTS}.",
        )
    for address in envelope.recipients:
        local, at, domain = address.rpartition("@")
        if not (local and at and domain):
            raise bad_request(f"Missing final '@domain' in recipient <{address}>.")
    for name, value in envelope.tags.items():
        if not (_TAG.fullmatch(name) and _TAG.fullmatch(value)):
            raise bad_request(
                f"Message tag <{name}> with value <{value}> may hold only letters, digits, '_' and '-'."
            )


def _check_identities(state: PlaceState, envelope: Envelope) -> Identity:
    """The verified identity of the sender; in the sandbox recipients must be verified, too."""
    sender = envelope.sender
    unverified = [] if verification.is_verified_now(state, sender) else [sender]
    if not state.account.production_access:
        unverified += [
            address
            for address in envelope.recipients
            if not is_simulated(address) and not verification.is_verified_now(state, address)
        ]
    identity = identities.nearest(state, sender)
    if unverified or identity is None:
        raise RefusedError(
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region "
            f"{state.place.region.upper()}: {', '.join(unverified)}",
            v1="MessageRejected",
        )
    return identity


def _choose_set(state: PlaceState, envelope: Envelope) -> ConfigurationSet | None:
    """The set of the request, else the default of the nearest identity: address beats domain."""
    name = envelope.configuration_set
    if name is None:
        covering = identities.covering(state, envelope.sender)
        defaults = (found.configuration_set for found in covering)
        name = next((default for default in defaults if default is not None), None)
    return None if name is None else configuration_sets.require(state, name)


def _check_tenant(
    state: PlaceState, envelope: Envelope, identity: Identity, configuration_set: ConfigurationSet | None
) -> None:
    if envelope.tenant is None:
        return
    used = [f"identity/{identity.name}"]
    if configuration_set is not None:
        used.append(f"configuration-set/{configuration_set.name}")
    tenants.check_resources(state, envelope.tenant, *used)


def _check_paused(state: PlaceState, configuration_set: ConfigurationSet | None) -> None:
    if not state.account.sending_enabled:
        raise RefusedError("SendingPausedException", _PAUSED, v1="AccountSendingPausedException")
    if configuration_set is not None and not configuration_set.sending_enabled:
        raise RefusedError(
            "SendingPausedException",
            f"Sending paused for configuration set <{configuration_set.name}>.",
            v1="ConfigurationSetSendingPausedException",
        )


def _check_mail_from(state: PlaceState, envelope: Envelope) -> None:
    """The MAIL FROM domain of the nearest identity that has one must be in order, or may be passed over."""
    covering = identities.covering(state, envelope.sender)
    mail_from = next((found.mail_from for found in covering if found.mail_from is not None), None)
    if mail_from is None or mail_from.progress.is_success or mail_from.behavior != "REJECT_MESSAGE":
        return
    raise RefusedError(
        "MailFromDomainNotVerifiedException",
        f"The MAIL FROM domain {mail_from.domain} is not verified ({mail_from.progress.status}).",
        v1="MailFromDomainNotVerifiedException",
    )


def _tags(envelope: Envelope, configuration_set: ConfigurationSet | None) -> dict[str, list[str]]:
    """The caller's tags and those SES adds by itself (guide, "Auto-tags")."""
    tags = {
        "ses:operation": [envelope.operation],
        "ses:source-ip": [envelope.source_ip],
        "ses:from-domain": [envelope.sender.rpartition("@")[2]],
        "ses:caller-identity": [envelope.caller],
        "ses:source-tls-version": ["TLSv1.3"],
    }
    if configuration_set is not None:
        tags["ses:configuration-set"] = [configuration_set.name]
    return tags | {name: [value] for name, value in envelope.tags.items()}


def tags_of(listed: list[Document] | None) -> dict[str, str]:
    """``[{"Name": ..., "Value": ...}]`` as a mapping."""
    return {tag["Name"]: tag["Value"] for tag in listed or []}
