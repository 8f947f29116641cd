"""Asks every check, and makes one report of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from ses_constructs.review import Finding, Report, Rule

from . import checks as check_folder
from .deployed_stack import DeployedStack
from .name_server import NameServer, Resolver

if TYPE_CHECKING:
    import boto3

Check = Callable[[DeployedStack], Iterator[Finding]]


@cache
def checks() -> tuple[tuple[tuple[Rule, ...], Check], ...]:
    """Every module of the folder ``checks``: what it can find, and how."""
    found = []
    for module in pkgutil.iter_modules(check_folder.__path__):
        check = importlib.import_module(f"{check_folder.__name__}.{module.name}")
        found.append((check.RULES, check.check))
    return tuple(found)


def all_rules() -> tuple[Rule, ...]:
    """Everything that the doctor can find, by id."""
    return tuple(sorted((rule for rules, _ in checks() for rule in rules), key=lambda rule: rule.id))


def examine(
    session: boto3.Session,
    stack: str,
    *,
    name_server: NameServer | None = None,
    now: datetime | None = None,
) -> Report:
    """Compares a deployed stack with reality.

    Args:
        session: A boto3 session of the stack's account and region.
        stack: Name of the stack.
        name_server: Where DNS is asked. Left out: the machine's own resolver.
        now: The time that ages are counted to. Left out: this moment.

    Raises:
        SesConstructsError: when the stack is not there or cannot be read.
    """
    deployed = DeployedStack(session, stack, name_server or Resolver(), now or datetime.now(UTC))
    found = [finding for _, check in checks() for finding in check(deployed)]
    return Report(
        path=f"stack {stack}",
        findings=tuple(sorted(found, key=lambda finding: finding.sort_key)),
        resources=len(deployed.template.resources),
        rules=all_rules(),
    )
