"""Every module with something in it has its test, where one would look for it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "ses_constructs"
TOLD_ELSEWHERE = {
    "facts/metrics.py": "numbers, read by the guard's tests",
    "facts/names.py": "patterns, tried by the tests of what uses them",
    "facts/quotas.py": "numbers, tried by the tests of what uses them",
    "local/world.py": "an interface without code",
}


def modules() -> list[Path]:
    found = []
    for module in sorted(PACKAGE.rglob("*.py")):
        body = ast.parse(module.read_text()).body
        if module.name != "__init__.py" or any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in body):
            found.append(module.relative_to(PACKAGE))
    return found


def home_of_tests(module: Path) -> list[Path]:
    """Where the test of a module stands; a Lambda's stands under the name of its folder."""
    tests = ROOT / "tests"
    if module.parts[0] == "lambdas":
        return list((tests / "lambdas").glob(f"test_{module.parts[1]}*.py"))
    return list((tests / module.parent).glob(f"test_{module.stem.strip('_')}.py"))


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_has_its_test(module: Path) -> None:
    if str(module) in TOLD_ELSEWHERE:
        return
    assert home_of_tests(module), f"no test for {module}"


def test_what_is_told_elsewhere_is_still_there() -> None:
    assert [name for name in TOLD_ELSEWHERE if not (PACKAGE / name).exists()] == []
