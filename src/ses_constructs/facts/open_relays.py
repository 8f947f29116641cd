"""Whether anybody may send mail to anybody through Mail Manager: what its parts come to, taken together.

Of a delivery two things are looked at: the address of the server that connects, and whether somebody has named
the recipient. Whatever else a condition asks, such as TLS or a subject, a stranger can see to. What only the
deployment knows counts as a name.

Guide: Traffic policies and policy statements; Rule sets and rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .delivery_sources import Sources
from .registries import is_registry

_END = re.compile(r"(?:.*@)?\.?(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_POSITIVE = ("EQUALS", "STARTS_WITH", "ENDS_WITH", "CONTAINS")


class Asked(StrEnum):
    """What a condition asks about, where that can keep strangers out."""

    RECIPIENT = "RECIPIENT"
    SOURCE_IP = "SOURCE_IP"
    """Of rules: an address of either version."""
    SENDER_IP = "SENDER_IP"
    """Of traffic policies: says nothing of deliveries over IPv6."""
    SENDER_IPV6 = "SENDER_IPV6"
    CERTIFICATE = "CERTIFICATE"
    """Something that the certificate of the client says."""
    OTHER = ""
    UNKNOWN = "?"
    """Only the deployment knows, so that it may keep out everybody."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One condition.

    Args:
        asked: ``OTHER`` for what a stranger can see to, ``UNKNOWN`` for what the template does not say.
        operator: As the schema spells it; of an address list ``IS_TRUE`` or ``IS_FALSE``.
        values: ``None`` for one that only the deployment knows.
    """

    asked: Asked
    operator: str
    values: tuple[str | None, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether it keeps out strangers' mail for recipients nobody has named."""
        return not self.reach().is_anybody((4, 6))

    @property
    def loose_ends(self) -> tuple[str, ...]:
        """Ends of recipients that fit domains of others too, as ``shop.example`` fits ``pawnshop.example``."""
        if self.asked is not Asked.RECIPIENT or self.operator != "ENDS_WITH":
            return ()
        return tuple(end for end in self.values if end is not None and "@" not in end and end[:1] != ".")

    def reach(self, *, holds: bool = True) -> Sources:
        """From where a stranger can deliver for a recipient nobody has named, though this holds, or does not."""
        if self.asked is Asked.RECIPIENT:
            named = self._names_recipients() if holds else self.operator in ("NOT_EQUALS", "IS_FALSE")
            return Sources.nobody() if named else Sources.everybody()
        if self.asked is Asked.CERTIFICATE:
            asks = self.operator in _POSITIVE if holds else self.operator == "NOT_EQUALS"
            return Sources.nobody() if asks else Sources.everybody()
        if self.asked is Asked.UNKNOWN:
            return Sources.nobody()
        if self.asked is Asked.OTHER:
            return Sources.everybody()
        return self._addresses(inside=holds is (self.operator == "CIDR_MATCHES"))

    def _names_recipients(self) -> bool:
        if self.operator in ("EQUALS", "IS_TRUE"):
            return True
        return self.operator == "ENDS_WITH" and all(_ends_with_domain(value) for value in self.values)

    def _addresses(self, *, inside: bool) -> Sources:
        named = Sources.within(value for value in self.values if value is not None)
        wanted = named if inside else named.others()
        if self.asked is Asked.SOURCE_IP:
            return wanted
        version, other = (4, 6) if self.asked is Asked.SENDER_IP else (6, 4)
        if inside and self.operator == "CIDR_MATCHES":
            return wanted.of_version(version)
        return wanted.of_version(version).or_(Sources.everybody().of_version(other))


OF_ANYBODY = Comparison(Asked.OTHER, "")
"""A condition that everybody can fulfil."""
UNKNOWN = Comparison(Asked.UNKNOWN, "")
"""A condition that only the deployment knows."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a traffic policy, for deliveries for which all conditions hold."""

    allows: bool
    conditions: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a rule does with mail for recipients nobody has named.

    Args:
        name: Of the rule.
        when: All hold.
        unless: None holds.
        sends: It leaves for its recipients.
        drops: No later rule sees it.
    """

    name: str
    when: tuple[Comparison, ...]
    unless: tuple[Comparison, ...]
    sends: bool
    drops: bool

    def reach(self) -> Sources:
        """From where a stranger's mail gets into this rule."""
        found = _all(self.when)
        for one in self.unless:
            found = found.and_(one.reach(holds=False))
        return found

    def past(self) -> Sources:
        """From where a stranger's mail gets past this rule."""
        found = Sources.nobody()
        for one in self.when:
            found = found.or_(one.reach(holds=False))
        for one in self.unless:
            found = found.or_(one.reach())
        return found


def let_in(statements: Sequence[Statement], *, allows_by_default: bool) -> Sources:
    """From where a traffic policy lets in mail for recipients that nobody has named.

    Statements that deny come first, whatever their order.
    """
    found = Sources.everybody() if allows_by_default else Sources.nobody()
    for statement in statements:
        if statement.allows:
            found = found.or_(_all(statement.conditions))
    for statement in statements:
        if not statement.allows:
            spared = Sources.nobody()
            for one in statement.conditions:
                spared = spared.or_(one.reach(holds=False))
            found = found.and_(spared)
    return found


def passing(rules: Sequence[Passage], *, arriving: Sources, versions: Collection[int]) -> tuple[str, ...]:
    """Names of the rules that pass on mail of anybody to anybody: one that does so alone, or several together.

    Args:
        rules: In their order.
        arriving: From where strangers' mail comes to them; what a traffic policy lets in.
        versions: Of IP, that the ingress point speaks.
    """
    together, names = Sources.nobody(), []
    for rule in rules:
        sent = arriving.and_(rule.reach())
        if rule.sends and sent != Sources.nobody():
            if sent.is_anybody(versions):
                return (rule.name,)
            together = together.or_(sent)
            names.append(rule.name)
        if rule.drops:
            arriving = arriving.and_(rule.past())
    return tuple(names) if together.is_anybody(versions) else ()


def _all(conditions: Sequence[Comparison]) -> Sources:
    found = Sources.everybody()
    for one in conditions:
        found = found.and_(one.reach())
    return found


def _ends_with_domain(value: str | None) -> bool:
    """Whether whoever ends with this belongs to a domain that somebody has registered."""
    if value is None:
        return True
    match = _END.fullmatch(value)
    return match is not None and not is_registry(match["domain"])
