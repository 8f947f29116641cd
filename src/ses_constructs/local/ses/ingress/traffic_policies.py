"""Traffic policies: who is let in, for whom."""

from __future__ import annotations

from ipaddress import ip_address

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress import address_lists, analyses, comparisons
from ses_constructs.local.ses.state import PlaceState


def lets_in(state: PlaceState, policy: Document, recipient: str, connection: Connection) -> bool:
    """Whether mail for a recipient is allowed.

    Statements that deny come first, wherever they stand, then those that allow, then the default action. Guide:
    Traffic policies and policy statements.
    """
    matching = {
        statement["Action"]
        for statement in policy.get("PolicyStatements", ())
        if all(_matches(state, condition, recipient, connection) for condition in statement["Conditions"])
    }
    if "DENY" in matching:
        return False
    return "ALLOW" in matching or policy.get("DefaultAction") == "ALLOW"


def _matches(state: PlaceState, condition: Document, recipient: str, connection: Connection) -> bool:
    kind, asked = next(iter(condition.items()))
    evaluated = asked["Evaluate"]
    match kind:
        case "StringExpression":
            found = [] if "Analysis" in evaluated else [recipient]
            return bool(found) and comparisons.text(asked["Operator"], found, asked["Values"])
        case "IpExpression" | "Ipv6Expression":
            return _is_asked_about(kind, connection) and comparisons.address(
                asked["Operator"], connection.source_ip, asked["Values"]
            )
        case "TlsExpression":
            return comparisons.tls(asked["Operator"], connection.tls_version, asked["Value"])
    return comparisons.truth(asked["Operator"], _is_true(state, evaluated, recipient, connection))


def _is_asked_about(kind: str, connection: Connection) -> bool:
    """An expression on addresses of one IP version says nothing about the other's."""
    return (ip_address(connection.source_ip).version == 6) is (kind == "Ipv6Expression")


def _is_true(state: PlaceState, evaluated: Document, recipient: str, connection: Connection) -> bool:
    if "IsInAddressList" in evaluated:
        return address_lists.holds(state, evaluated["IsInAddressList"]["AddressLists"], [recipient])
    return analyses.is_listed(state, evaluated["Analysis"], connection)
