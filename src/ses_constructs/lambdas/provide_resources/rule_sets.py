"""The receipt rule sets of an account and region, as far as activation needs them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import clients


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A rule set and the names of its rules, in their order."""

    name: str
    rules: tuple[str, ...]


def active() -> RuleSet | None:
    """The set that judges incoming mail; None when no set does."""
    said = clients.ses().describe_active_receipt_rule_set()
    # Without an active set SES leaves the metadata out.
    name = said.get("Metadata", {}).get("Name")
    if not name:
        return None
    return RuleSet(name, tuple(rule["Name"] for rule in said.get("Rules", [])))


def find(name: str) -> RuleSet | None:
    """A set by name; None when there is none."""
    ses = clients.ses()
    try:
        said = ses.describe_receipt_rule_set(RuleSetName=name)
    except ses.exceptions.RuleSetDoesNotExistException:
        return None
    return RuleSet(name, tuple(rule["Name"] for rule in said.get("Rules", [])))


def activate(name: str) -> bool:
    """Makes a set the active one; False when there is no such set."""
    ses = clients.ses()
    try:
        ses.set_active_receipt_rule_set(RuleSetName=name)
    except ses.exceptions.RuleSetDoesNotExistException:
        return False
    return True


def deactivate() -> None:
    """Leaves no set active: the region receives no mail."""
    clients.ses().set_active_receipt_rule_set()


def create(name: str) -> None:
    """Makes an empty set, unless it is there."""
    ses = clients.ses()
    with suppress(ses.exceptions.AlreadyExistsException):
        ses.create_receipt_rule_set(RuleSetName=name)


def delete(name: str) -> None:
    """Deletes a set, unless somebody has made it the active one in the meantime."""
    ses = clients.ses()
    with suppress(ses.exceptions.CannotDeleteException):
        ses.delete_receipt_rule_set(RuleSetName=name)


def add_anchor(rule_set: RuleSet, name: str) -> None:
    """Puts a rule that is off, and that no mail could match, at the end of a set, unless it is in it."""
    if name in rule_set.rules:
        return
    ses = clients.ses()
    place = {"After": rule_set.rules[-1]} if rule_set.rules else {}
    with suppress(ses.exceptions.AlreadyExistsException):
        ses.create_receipt_rule(
            RuleSetName=rule_set.name,
            Rule={"Name": name, "Enabled": False, "Recipients": ["example.invalid"]},
            **place,
        )


def remove_rule(rule_set: RuleSet, name: str) -> None:
    """Takes a rule out of a set, if it is in it."""
    if name in rule_set.rules:
        clients.ses().delete_receipt_rule(RuleSetName=rule_set.name, RuleName=name)
