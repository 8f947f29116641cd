"""Traffic policies: who is let in, for whom."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress import address_lists, analyses, comparisons
from ses_constructs.local.ses.state import PlaceState


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy says of one recipient.

    ``evaluation`` has the statements that were looked at, as the log has them. Guide: Mail Manager logging.
    """

    allowed: bool
    evaluation: tuple[Document, ...]


def lets_in(state: PlaceState, policy: Document, recipient: str, connection: Connection) -> bool:
    """Whether mail for a recipient is allowed."""
    return decide(state, policy, recipient, connection).allowed


def decide(state: PlaceState, policy: Document, recipient: str, connection: Connection) -> Decision:
    """Looks at statements until one matches.

    Statements that deny come first, wherever they stand, then those that allow, then the default action. Guide:
    Traffic policies and policy statements.
    """
    evaluation: list[Document] = []
    statements = policy.get("PolicyStatements", ())
    for statement in sorted(statements, key=lambda each: each["Action"] != "DENY"):
        results = [_evaluated(state, each, recipient, connection) for each in statement["Conditions"]]
        matched = all(result["expressionResult"] for result in results)
        evaluation.append(
            {"action": statement["Action"], "conditions": results, "policyStatementMatched": matched}
        )
        if matched:
            return Decision(statement["Action"] == "ALLOW", tuple(evaluation))
    action = policy.get("DefaultAction")
    default = {"action": action, "policyStatementMatched": True, "type": "DefaultAction", "scope": "Recipient"}
    return Decision(action == "ALLOW", (*evaluation, default))


def _evaluated(state: PlaceState, condition: Document, recipient: str, connection: Connection) -> Document:
    """A condition as the log has it.

    The guide shows one that compares an attribute. For others this takes the names of the API.
    """
    (asked,) = condition.values()
    evaluated = asked["Evaluate"]
    listed = evaluated.get("IsInAddressList", {})
    attribute = evaluated.get("Attribute") or listed.get("Attribute") or evaluated["Analysis"]["ResultField"]
    value = asked.get("Values") or listed.get("AddressLists") or [one for one in (asked.get("Value"),) if one]
    return {
        "expression": {"attribute": attribute, "operator": asked["Operator"], "value": list(value)},
        "expressionResult": _matches(state, condition, recipient, connection),
    }


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
