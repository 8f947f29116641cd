"""Mail Manager's policies and rules as templates write them, for the judge of open relays."""

from __future__ import annotations

from ses_constructs.facts.delivery_sources import Sources
from ses_constructs.facts.open_relays import (
    OF_ANYBODY,
    UNKNOWN,
    Asked,
    Comparison,
    Passage,
    Statement,
    let_in,
)

from .template import Resource
from .value import Value

_SENDS = ("Relay", "Send")
_ENDS = ("Drop", "ReplaceRecipient")
_ADDRESSES = ("IpExpression", "Ipv6Expression")
_VERSIONS = {"IPV4": (4,), "DUAL_STACK": (4, 6)}


def is_public(ingress: Resource) -> bool:
    """Whether every mail server of the internet may deliver to an ingress point."""
    network = ingress.get("NetworkConfiguration")
    private = network.hidden or network.get("PrivateNetworkConfiguration").present
    return ingress.get("Type").literal == "OPEN" and not private


def ip_versions(ingress: Resource) -> tuple[int, ...]:
    """Versions of IP by which an ingress point is certainly reached."""
    given = ingress.get("NetworkConfiguration.PublicNetworkConfiguration.IpType").literal
    return _VERSIONS.get(given or "", (4,))


def strangers(policy: Resource) -> Sources | None:
    """From where a policy lets in mail for recipients nobody has named; ``None`` when that is not known."""
    default, statements = policy.get("DefaultAction").literal, policy.get("PolicyStatements")
    if default is None or not statements.complete:
        return None
    found = []
    for one in statements.items:
        action, conditions = one.get("Action").literal, one.get("Conditions")
        if action is None or not conditions.complete:
            return None
        found.append(Statement(action == "ALLOW", tuple(_comparison(each) for each in conditions.items)))
    return let_in(found, allows_by_default=default == "ALLOW")


def passages(rules: Value) -> list[Passage] | None:
    """What the rules of a set do with mail for strangers; ``None`` when the template does not say."""
    if not rules.complete:
        return None
    return [_passage(rule, str(at)) for at, rule in enumerate(rules.items)]


def _passage(rule: Value, name: str) -> Passage:
    kinds = [kind for one in rule.get("Actions").items for kind, _ in one.entries]
    deciding = next((kind for kind in kinds if kind in (*_SENDS, *_ENDS)), "")
    return Passage(
        name=name,
        when=_comparisons(rule.get("Conditions")),
        unless=_comparisons(rule.get("Unless")),
        sends=deciding in _SENDS,
        drops="Drop" in kinds,
    )


def _comparisons(conditions: Value) -> tuple[Comparison, ...]:
    if conditions.hidden:
        return (UNKNOWN,)
    return tuple(_comparison(one) for one in conditions.items)


def _comparison(condition: Value) -> Comparison:
    if condition.hidden:
        return UNKNOWN
    for kind, expression in condition.entries:
        operator, asked = expression.get("Operator").literal, _asked(kind, expression.get("Evaluate"))
        if asked is Asked.OTHER:
            return OF_ANYBODY
        return UNKNOWN if operator is None else Comparison(asked, operator, _values(expression.get("Values")))
    return OF_ANYBODY


def _asked(kind: str, evaluate: Value) -> Asked:
    if evaluate.get("ClientCertificateAttribute").present:
        return Asked.CERTIFICATE
    listed = evaluate.get("IsInAddressList.Attribute")
    attribute = listed.literal if listed.present else evaluate.get("Attribute").literal
    if attribute == Asked.RECIPIENT:
        return Asked.RECIPIENT
    return Asked(attribute) if kind in _ADDRESSES and attribute in set(Asked) else Asked.OTHER


def _values(values: Value) -> tuple[str | None, ...]:
    return (None,) if values.hidden else tuple(one.literal for one in values.items)
