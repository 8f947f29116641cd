"""Finds the rules, asks each of them, and sets aside what was accepted."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from . import rules as rule_folder
from .acceptance import OWN_RULES, judged
from .families import has_work
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
def _files() -> tuple[str, ...]:
    """Names of the files of the folder ``rules``."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(rule_folder.__path__)))


@cache
def _loaded(name: str) -> tuple[Rule, Check]:
    rule = importlib.import_module(f"{rule_folder.__name__}.{name}")
    return rule.RULE, rule.check


def checks(assembly: Assembly | None = None) -> list[tuple[Rule, Check]]:
    """Rules of the folder ``rules`` with their checks, by id.

    Args:
        assembly: Only those that may find something in it. Left out: all.
    """
    if assembly is None:
        return [_loaded(name) for name in _files()]
    types = {type_name for template in assembly.templates for type_name in template.by_type}
    return [_loaded(name) for name in _files() if has_work(name, types)]


def rule_ids() -> list[str]:
    """Ids of every rule a review can report, without loading one."""
    return sorted([*(name.replace("_", "-") for name in _files()), *(rule.id for rule in OWN_RULES)])


def all_rules() -> tuple[Rule, ...]:
    """Every rule a review can report, by id."""
    return tuple(sorted([*(rule for rule, _ in checks()), *OWN_RULES], key=lambda rule: rule.id))


def findings(assembly: Assembly) -> tuple[list[Finding], list[tuple[Finding, str]]]:
    """What the rules find, worst first, and what the template accepts with the reason; loads no rule in vain."""
    found = [finding for _, check in checks(assembly) for finding in check(assembly)]
    left, accepted = judged(assembly, found)
    return sorted(left, key=lambda finding: finding.sort_key), accepted


def review(assembly: Assembly) -> Report:
    """What all rules find in an assembly."""
    left, accepted = findings(assembly)
    return Report(
        path=assembly.path,
        findings=tuple(left),
        accepted=tuple(accepted),
        resources=sum(len(template.resources) for template in assembly.templates),
        rules=all_rules(),
    )
