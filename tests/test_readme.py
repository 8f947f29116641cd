"""What the README says is true."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
QUOTES = re.findall(r"<!-- (examples/\w+\.py) -->\n```python\n(.*?)```", README, re.DOTALL)


def shown(example: str) -> str:
    """The marked region of an example, moved to the left edge."""
    region = (ROOT / example).read_text().split("# readme: start\n")[1].split("# readme: end")[0]
    lines = region.rstrip().splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[margin:] for line in lines) + "\n"


def test_something_is_quoted() -> None:
    assert QUOTES


@pytest.mark.parametrize(("example", "quote"), QUOTES, ids=[example for example, _ in QUOTES])
def test_a_quote_is_what_the_example_says(example: str, quote: str) -> None:
    assert quote == shown(example)


def test_every_python_block_is_a_quote() -> None:
    assert README.count("```python") == len(QUOTES)


def test_every_example_is_in_the_table_and_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(((?!https?:)[^)]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
    examples = {f"examples/{path.name}" for path in (ROOT / "examples").glob("*.py")}
    assert examples <= set(links)


def test_every_class_in_the_table_exists() -> None:
    for feature, name in re.findall(r"`(\w+)\.([A-Z]\w+)`", README):
        if feature == "aws_ses":
            continue
        assert hasattr(importlib.import_module(f"ses_constructs.{feature}"), name)


def test_both_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for command in re.findall(r"`make (\w+)", README):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE), command
