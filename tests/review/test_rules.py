"""What holds for every rule."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import ses_constructs.review.rules as folder
from ses_constructs.review.engine import all_rules, checks
from ses_constructs.review.finding import Rule

RULES = {rule.id: rule for rule, _ in checks()}
FILES = sorted(path for path in Path(folder.__path__[0]).glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_rule_is_called_as_its_file(file: Path) -> None:
    module = importlib.import_module(f"{folder.__name__}.{file.stem}")
    assert module.RULE.id == file.stem.replace("_", "-")
    assert module.RULE.id in RULES


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_says_why_and_how_to_put_it_right(rule: Rule) -> None:
    assert all(len(text) > 10 for text in (rule.why, rule.cure, rule.source))
    assert rule.why.endswith(".")
    assert rule.cure.endswith(".")


def test_there_are_more_than_fifty() -> None:
    assert len(RULES) == len(FILES)
    assert len(RULES) > 50
