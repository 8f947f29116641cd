"""Reviews small templates written in YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from ses_constructs.review import Assembly, Report, review
from ses_constructs.review.engine import checks
from ses_constructs.review.yaml_reading import load


def assembly_of(text: str) -> Assembly:
    """An assembly of a template, or of its resources alone."""
    document = cast("Mapping[str, object]", load(text))
    return Assembly.of(document if "Resources" in document else {"Resources": document}, file="mail.yaml")


@pytest.fixture
def assembly() -> Callable[[str], Assembly]:
    """Reads a template written in YAML, or its resources alone."""
    return assembly_of


@pytest.fixture
def report() -> Callable[[str], Report]:
    """Reviews a template written in YAML, or its resources alone."""
    return lambda text: review(assembly_of(text))


@pytest.fixture
def found(request: pytest.FixtureRequest) -> Callable[[str], list[str]]:
    """Logical ids at which the rule that the test module is named after finds something."""
    name = Path(request.path).stem.removeprefix("test_").replace("_", "-")

    def find(text: str) -> list[str]:
        read = assembly_of(text)
        # As a review asks: not at all where nothing can be found.
        asked = [check for rule, check in checks(read) if rule.id == name]
        return [finding.place.logical_id for check in asked for finding in check(read)]

    assert name in {rule.id for rule, _ in checks()}
    return find
