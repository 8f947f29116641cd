"""Examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path
from types import ModuleType

import aws_cdk as cdk
import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "ses_constructs"


def with_examples() -> list[str]:
    return [
        "ses_constructs." + ".".join(module.relative_to(PACKAGE).with_suffix("").parts)
        for module in sorted(PACKAGE.rglob("*.py"))
        if ">>> " in module.read_text() and "lambdas" not in module.parts
    ]


def names_for(module: ModuleType) -> dict[str, object]:
    """What an example may use without saying where it comes from: its feature's public names, and a stack."""
    feature = importlib.import_module(module.__name__.rpartition(".")[0])
    dns = importlib.import_module("ses_constructs.dns")
    given = {name: getattr(feature, name) for name in getattr(feature, "__all__", [])}
    return {**vars(module), **given, "Dns": dns.Dns, "cdk": cdk, "stack": cdk.Stack(cdk.App(), "Mail")}


@pytest.mark.parametrize("name", with_examples())
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder().find(module, globs=names_for(module)):
        runner.run(test)
    assert runner.tries > 0
    assert runner.failures == 0


def test_there_are_examples() -> None:
    assert with_examples()
