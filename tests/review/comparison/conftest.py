"""Compares small templates written in YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.comparison import Change, Comparison, compare
from ses_constructs.review.yaml_reading import load

Told = Callable[[str, str], dict[str, list[str]]]


def assembly_of(text: str, file: str) -> Assembly:
    """An assembly of resources written in YAML."""
    document = cast("Mapping[str, object]", load(text) if text.strip() else {})
    return Assembly.of(document if "Resources" in document else {"Resources": document}, file=file)


def compared(old: str, new: str) -> Comparison:
    """What changes between two templates, or their resources alone."""
    return compare(assembly_of(old, "old.yaml"), assembly_of(new, "new.yaml"))


@pytest.fixture
def comparison() -> Callable[[str, str], Comparison]:
    """Compares two templates, or their resources alone."""
    return compared


@pytest.fixture
def changes() -> Callable[[str, str], list[Change]]:
    """What changes between two templates, without what the review's rules find."""
    return lambda old, new: [one for one in compared(old, new).changes if "finding" not in one.text]


@pytest.fixture
def told() -> Told:
    """The texts of the changes between two templates, by kind."""

    def by_kind(old: str, new: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for change in compared(old, new).changes:
            found.setdefault(change.kind.id, []).append(change.text)
        return found

    return by_kind
