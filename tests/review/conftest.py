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
    check = {rule.id: check for rule, check in checks()}[name]
    return lambda text: [finding.place.logical_id for finding in check(assembly_of(text))]
