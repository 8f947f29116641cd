"""Conditions of rules, one recipient at a time."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress import address_lists, analyses, comparisons
from ses_constructs.local.ses.ingress.arrival import Arrival, Headers
from ses_constructs.local.ses.mail import addresses
from ses_constructs.local.ses.state import PlaceState

_RECEIPT_HEADERS = ("Disposition-Notification-To", "Return-Receipt-To")
_HEADERS = {"SENDER": "Sender", "FROM": "From", "SUBJECT": "Subject", "TO": "To", "CC": "Cc"}


def applies(state: PlaceState, rule: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:
    """Whether all conditions of a rule are met and none of its exceptions. API reference, Rule."""

    def met(condition: Document) -> bool:
        kind, asked = next(iter(condition.items()))
        return _KINDS[kind](state, asked, arrival, recipient, added)

    return all(map(met, rule.get("Conditions", ()))) and not any(map(met, rule.get("Unless", ())))


def _text(state: PlaceState, asked: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:  # noqa: ARG001
    evaluated = asked["Evaluate"]
    if "Analysis" in evaluated:
        return False
    if "MimeHeaderAttribute" in evaluated:
        found = arrival.values(evaluated["MimeHeaderAttribute"], added)
    elif "ClientCertificateAttribute" in evaluated:
        found = list(arrival.connection.certificate.get(evaluated["ClientCertificateAttribute"], ()))
    else:
        found = _texts(evaluated["Attribute"], arrival, recipient)
    return comparisons.text(asked["Operator"], found, asked["Values"])


def _texts(attribute: str, arrival: Arrival, recipient: str) -> list[str]:
    """The attribute as it stands in the envelope or the header, names beside addresses included."""
    match attribute:
        case "RECIPIENT":
            return [recipient]
        case "MAIL_FROM":
            return [arrival.source]
        case "HELO":
            return [arrival.connection.helo]
    return arrival.values(_HEADERS[attribute])


def _boolean(state: PlaceState, asked: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:  # noqa: ARG001
    evaluated = asked["Evaluate"]
    if "IsInAddressList" in evaluated:
        listed = evaluated["IsInAddressList"]
        found = addresses(*_texts(listed["Attribute"], arrival, recipient))
        value = address_lists.holds(state, listed["AddressLists"], found)
    elif "Analysis" in evaluated:
        value = analyses.verdict(state, evaluated["Analysis"], arrival) == "PASS"
    else:
        value = _flag(evaluated["Attribute"], arrival)
    return comparisons.truth(asked["Operator"], value)


def _flag(attribute: str, arrival: Arrival) -> bool:
    if attribute == "TLS":
        return arrival.connection.encrypted
    # No ingress point takes connections that begin encrypted. Guide: TLS policy for ingress endpoints.
    return attribute == "READ_RECEIPT_REQUESTED" and any(arrival.values(name) for name in _RECEIPT_HEADERS)


def _number(state: PlaceState, asked: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:  # noqa: ARG001
    return comparisons.number(asked["Operator"], len(arrival.raw), asked["Value"])


def _address(state: PlaceState, asked: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:  # noqa: ARG001
    return comparisons.address(asked["Operator"], arrival.connection.source_ip, asked["Values"])


def _verdict(state: PlaceState, asked: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:  # noqa: ARG001
    evaluated = asked["Evaluate"]
    if "Analysis" in evaluated:
        found = analyses.verdict(state, evaluated["Analysis"], arrival)
    else:
        found = arrival.verdicts.spf if evaluated["Attribute"] == "SPF" else arrival.verdicts.dkim
    return comparisons.one_of(asked["Operator"], found, asked["Values"])


def _dmarc(state: PlaceState, asked: Document, arrival: Arrival, recipient: str, added: Headers) -> bool:  # noqa: ARG001
    """What the sender's domain wants done with the message: nothing, as long as the check does not fail."""
    policy = arrival.verdicts.dmarc_policy or "none"
    return comparisons.one_of(asked["Operator"], policy.upper(), asked["Values"])


_KINDS: dict[str, Callable[[PlaceState, Document, Arrival, str, Headers], bool]] = {
    "BooleanExpression": _boolean,
    "StringExpression": _text,
    "NumberExpression": _number,
    "IpExpression": _address,
    "VerdictExpression": _verdict,
    "DmarcExpression": _dmarc,
}
