"""Asks every aspect what a change does."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache

from ses_constructs.review.finding import Rule
from ses_constructs.review.template import Assembly

from . import aspects as aspect_folder
from .change import Change, Comparison
from .pairing import Pairing

Aspect = Callable[[Pairing], Iterator[Change]]


@cache
def aspects() -> tuple[tuple[tuple[Rule, ...], Aspect], ...]:
    """Every module of the folder ``aspects``: the kinds of change it tells, and how it finds them."""
    found = []
    for module in pkgutil.iter_modules(aspect_folder.__path__):
        aspect = importlib.import_module(f"{aspect_folder.__name__}.{module.name}")
        found.append((aspect.KINDS, aspect.changes))
    return tuple(found)


def all_kinds() -> tuple[Rule, ...]:
    """Every kind of change that a comparison can tell, by id."""
    return tuple(sorted((kind for kinds, _ in aspects() for kind in kinds), key=lambda kind: kind.id))


def compare(old: Assembly, new: Assembly) -> Comparison:
    """What a change of templates does to mail.

    Args:
        old: What is deployed, or was reviewed before.
        new: What is to be deployed.
    """
    pairing = Pairing(old, new)
    found = {change for _, changes in aspects() for change in changes(pairing)}
    kinds = {kind.id: kind for kind in (*all_kinds(), *(change.kind for change in found))}
    return Comparison(
        old=old.path,
        new=new.path,
        changes=tuple(sorted(found, key=lambda change: change.finding.sort_key)),
        pairing=pairing,
        kinds=tuple(kinds[id] for id in sorted(kinds)),
        resources=sum(len(template.resources) for template in new.templates),
    )
