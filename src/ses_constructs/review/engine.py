"""Finds the rules, asks each of them, and sets aside what was accepted."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from . import rules as rule_folder
from .acceptance import OWN_RULES, judged
from .finding import Finding, Rule, Severity
from .template import Assembly

Check = Callable[[Assembly], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a review found.

    Args:
        path: What was reviewed.
        findings: Worst first.
        accepted: Findings that the template accepts, with the reason.
        resources: How many resources were read.
        rules: What was checked, by id.
        noun: What the text calls each finding.
    """

    path: str
    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, str], ...] = ()
    resources: int = 0
    rules: tuple[Rule, ...] = ()
    noun: str = "finding"

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(finding.rule.severity is severity for finding in self.findings)


@cache
def checks() -> tuple[tuple[Rule, Check], ...]:
    """Every rule of the folder ``rules`` with its check, by id."""
    found = []
    for module in pkgutil.iter_modules(rule_folder.__path__):
        rule = importlib.import_module(f"{rule_folder.__name__}.{module.name}")
        found.append((rule.RULE, rule.check))
    return tuple(sorted(found, key=lambda pair: pair[0].id))


def all_rules() -> tuple[Rule, ...]:
    """Every rule a review can report, by id."""
    return tuple(sorted([*(rule for rule, _ in checks()), *OWN_RULES], key=lambda rule: rule.id))


def review(assembly: Assembly) -> Report:
    """What all rules find in an assembly."""
    found = [finding for _, check in checks() for finding in check(assembly)]
    left, accepted = judged(assembly, found)
    return Report(
        path=assembly.path,
        findings=tuple(sorted(left, key=lambda finding: finding.sort_key)),
        accepted=tuple(accepted),
        resources=sum(len(template.resources) for template in assembly.templates),
        rules=all_rules(),
    )
