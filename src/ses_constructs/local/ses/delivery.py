"""Lets every recipient's outcome happen: events, reputation, suppression list."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.local.ses import events, identities, list_management, reputation, suppression
from ses_constructs.local.ses.configuration_set import LONGEST_DELIVERY_SECONDS
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.events import EventType
from ses_constructs.local.ses.mail import Mail
from ses_constructs.local.ses.outcomes import Outcome, is_simulated, outcome_of
from ses_constructs.local.ses.publishing import publish
from ses_constructs.local.ses.state import PlaceState

# The EICAR anti-virus test file; the backslash is part of it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_NO_SUCH_USER = "smtp; 550 5.1.1 user unknown"
_GAVE_UP = "smtp; 452 4.2.2 mailbox full"
_AWAY = "smtp; 250 2.0.0 automatic reply"
_UNSUBSCRIBED = "Amazon SES did not send the message to this address because its contact has unsubscribed."
_ON_SES_LIST = "Amazon SES has suppressed sending to this address because it has a recent history of bouncing."
_ON_ACCOUNT_LIST = (
    "Amazon SES did not send the message to this address because it is on the suppression list "
    "for your account. For more information about removing addresses from the suppression list, "
    "see the Amazon SES Developer Guide."
)


_NEVER_LEFT = (Outcome.SUPPRESSED_BY_ACCOUNT, Outcome.UNSUBSCRIBED)


def deliver(state: PlaceState, mail: Mail) -> None:
    """Publishes Send, then what happens at each group of recipients with the same outcome."""
    everyone = list(mail.recipients)
    publish(state, mail, EventType.SEND, {}, recipients=len(everyone))
    if EICAR in mail.raw:
        publish(state, mail, EventType.REJECT, {"reason": "Bad content"}, recipients=len(everyone))
        return
    groups: dict[Outcome, list[str]] = {}
    for address in everyone:
        groups.setdefault(_outcome(state, mail, address), []).append(address)
    for outcome, addresses in groups.items():
        _count_sends(state, mail, outcome, addresses)
        _STORIES[outcome](state, mail, addresses)


def _outcome(state: PlaceState, mail: Mail, address: str) -> Outcome:
    if suppression.holds_back(state, mail.configuration_set, address, tenant=mail.tenant):
        return Outcome.SUPPRESSED_BY_ACCOUNT
    if mail.subscription is not None and list_management.has_left(state, mail.subscription, address):
        return Outcome.UNSUBSCRIBED
    return outcome_of(address)


def _count_sends(state: PlaceState, mail: Mail, outcome: Outcome, addresses: list[str]) -> None:
    counted = [address for address in addresses if not is_simulated(address)]
    if outcome not in _NEVER_LEFT and counted:
        reputation.count(state, mail.configuration_set, sends=len(counted))


def _delivered(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    payload = events.delivery(state, mail, addresses)
    publish(state, mail, EventType.DELIVERY, payload, recipients=len(addresses))


def _bounced(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    payload = events.bounce(state, addresses, kind="Permanent", subtype="General", diagnosis=_NO_SUCH_USER)
    publish(state, mail, EventType.BOUNCE, payload, recipients=len(addresses))
    counted = [address for address in addresses if not is_simulated(address)]
    _learn(state, mail, counted, "BOUNCE", payload)
    foreign = [address for address in counted if not identities.is_verified(state, address)]
    if foreign:
        reputation.count(state, mail.configuration_set, bounces=len(foreign))


def _soft_bounced(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    payload = events.bounce(state, addresses, kind="Transient", subtype="MailboxFull", diagnosis=_GAVE_UP)
    publish(state, mail, EventType.BOUNCE, payload, recipients=len(addresses))


def _complained(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    _delivered(state, mail, addresses)
    payload = events.complaint(state, addresses)
    publish(state, mail, EventType.COMPLAINT, payload, recipients=len(addresses))
    counted = [address for address in addresses if not is_simulated(address)]
    _learn(state, mail, counted, "COMPLAINT", payload)
    if counted:
        reputation.count(state, mail.configuration_set, complaints=len(counted))


def _delayed(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    chosen = mail.configuration_set
    patience = LONGEST_DELIVERY_SECONDS if chosen is None else chosen.max_delivery_seconds
    payload = events.delivery_delay(state, addresses, patience_seconds=patience)
    publish(state, mail, EventType.DELIVERY_DELAY, payload, recipients=len(addresses))
    _delivered(state, mail, addresses)


def _out_of_office(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    _delivered(state, mail, addresses)
    payload = events.bounce(state, addresses, kind="Transient", subtype="General", diagnosis=_AWAY)
    publish(state, mail, EventType.BOUNCE, payload, recipients=len(addresses))


def _suppressed_by_ses(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    payload = events.bounce(state, addresses, kind="Permanent", subtype="Suppressed", diagnosis=_ON_SES_LIST)
    publish(state, mail, EventType.BOUNCE, payload, recipients=len(addresses))


def _suppressed_by_account(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    payload = events.bounce(
        state, addresses, kind="Permanent", subtype="OnAccountSuppressionList", diagnosis=_ON_ACCOUNT_LIST
    )
    publish(state, mail, EventType.BOUNCE, payload, recipients=len(addresses))


def _unsubscribed(state: PlaceState, mail: Mail, addresses: list[str]) -> None:
    # The guide says that SES bounces such mail, and not as which subtype.
    payload = events.bounce(state, addresses, kind="Permanent", subtype="General", diagnosis=_UNSUBSCRIBED)
    publish(state, mail, EventType.BOUNCE, payload, recipients=len(addresses))


def _learn(state: PlaceState, mail: Mail, addresses: list[str], reason: str, payload: Document) -> None:
    for address in addresses:
        suppression.learn(
            state,
            mail.configuration_set,
            address,
            reason,
            tenant=mail.tenant,
            message_id=mail.message_id,
            feedback_id=payload["feedbackId"],
        )


_STORIES: dict[Outcome, Callable[[PlaceState, Mail, list[str]], None]] = {
    Outcome.DELIVERED: _delivered,
    Outcome.BOUNCED: _bounced,
    Outcome.SOFT_BOUNCED: _soft_bounced,
    Outcome.COMPLAINED: _complained,
    Outcome.DELAYED: _delayed,
    Outcome.OUT_OF_OFFICE: _out_of_office,
    Outcome.SUPPRESSED_BY_SES: _suppressed_by_ses,
    Outcome.SUPPRESSED_BY_ACCOUNT: _suppressed_by_account,
    Outcome.UNSUBSCRIBED: _unsubscribed,
}
