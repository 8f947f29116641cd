"""Who may send, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Place, Rule, Severity
from ses_constructs.review.policies import Statement, identity_statements, statements

ADDED = Rule(
    id="sender-added",
    severity=Severity.WARNING,
    why="Somebody may send who could not before, or as something they could not before.",
    cure="Check that it is meant, and that it is held to one identity and one configuration set.",
    source="Guide: Identity and access management in Amazon SES",
)
REMOVED = Rule(
    id="sender-removed",
    severity=Severity.NOTE,
    why="What sent by this permission is refused from now on.",
    cure="Check that nothing needs it any more.",
    source="Guide: Identity and access management in Amazon SES",
)
KINDS = (ADDED, REMOVED)

_SENDS = (
    "ses:SendEmail",
    "ses:SendRawEmail",
    "ses:SendTemplatedEmail",
    "ses:SendBulkEmail",
    "ses:SendBulkTemplatedEmail",
)
_CARRIERS = ("Roles", "Users", "Groups", "RoleName", "UserName", "GroupName")


@dataclass(frozen=True, slots=True)
class _Sender:
    who: str
    identity: str
    conditions: str

    def __str__(self) -> str:
        under = f" under the conditions {self.conditions}" if self.conditions else ""
        return f"{self.who} may send as {self.identity}{under}"


def changes(pairing: Pairing) -> Iterator[Change]:
    before = _senders(pairing, old=True)
    after = _senders(pairing, old=False)
    for sender in after.keys() - before.keys():
        yield Change(ADDED, after[sender], f"{sender}, which is new", after=str(sender))
    for sender in before.keys() - after.keys():
        yield Change(REMOVED, before[sender], f"{sender} no longer", before=str(sender))


def _senders(pairing: Pairing, *, old: bool) -> dict[_Sender, Place]:
    found: dict[_Sender, Place] = {}
    assembly = pairing.old if old else pairing.new
    for statement in (*statements(assembly), *identity_statements(assembly)):
        sends = statement.allows and not statement.trust and any(statement.covers(one) for one in _SENDS)
        if not sends:
            continue
        conditions = pairing.spelled(statement.value.get("Condition"), old=old)
        for who in _who(pairing, statement, old=old):
            for what in statement.resources:
                identity = pairing.spelled(what, old=old)
                # A configuration set is no sender; a template neither.
                if ":configuration-set/" not in identity and ":template/" not in identity:
                    found.setdefault(_Sender(who, identity, conditions), statement.value.place)
    return found


def _who(pairing: Pairing, statement: Statement, *, old: bool) -> list[str]:
    """The roles, users and groups that carry a statement; what carries it itself where it names none."""
    carriers = [
        pairing.spelled(one, old=old)
        for name in _CARRIERS
        for one in statement.resource.get(name).items
        if statement.resource.type.endswith("Policy")
    ]
    resource = statement.resource
    if statement.accounts or statement.is_for_everyone:
        return [pairing.spelled(one, old=old) for one in statement.accounts] or ["anyone"]
    known = pairing.partners.get(resource, resource) if old else resource
    return carriers or [f"${{{known.logical_id}}}"]
