"""Every example: synthesized, compared with its stored template, and judged by others' rules.

``STORE_TEMPLATES=1 pytest tests/test_examples.py`` renews the stored templates.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cloudformation_validate import CompositeEngine, PseudoParameterOverrides, ValidateConfig

ROOT = Path(__file__).parent.parent
STORED = ROOT / "tests" / "stored_templates"
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
REGIONS = ["us-east-1", "eu-west-1", "af-south-1"]
TOLD_BUT_NOT_WRONG = {"INFO", "DEBUG"}
OF_THE_CDK_ITSELF = re.compile(
    r"W3005.*'\w+Role\w*' dependency already enforced by a 'GetAtt' at .*Properties[./]Role"
    r"|W7001.*'awscdkawskinesisfirehoseCidrBlocks'"
)
"""What aws_lambda.Function and aws_kinesisfirehose.DeliveryStream always write; harmless, not ours to change."""
ACKNOWLEDGED = re.compile(r"W9002 Property 'SourceArn' has a hardcoded ARN")
"""Acknowledged in the construct, which the engine outside the CDK does not see: a pattern of alarms."""


def stack_class(example: str) -> type[cdk.Stack]:
    module = importlib.import_module(f"examples.{example}")
    (found,) = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, cdk.Stack) and kind.__module__ == module.__name__
    ]
    return found


def app_with(example: str) -> cdk.App:
    flags = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = cdk.App(context=flags, analytics_reporting=False)
    stack_class(example)(app, "Example")
    return app


@cache
def template_of(example: str) -> dict[str, Any]:
    template = app_with(example).synth().get_stack_by_name("Example").template
    assert isinstance(template, dict)
    return template


def app_templates() -> dict[str, dict[str, Any]]:
    module = importlib.import_module("app")
    app = cdk.App(context=json.loads((ROOT / "cdk.json").read_text())["context"], analytics_reporting=False)
    module.build(app)
    return {stack.stack_name: stack.template for stack in app.synth().stacks}


@cache
def all_templates() -> dict[str, dict[str, Any]]:
    return {**{example: template_of(example) for example in EXAMPLES}, **app_templates()}


def without_asset_hashes(template: dict[str, Any]) -> str:
    """Hashes of Lambda code change with every edit of it, and say nothing about the template."""
    text = json.dumps(template, indent=1, sort_keys=True) + "\n"
    return re.sub(r"\b[0-9a-f]{64}\b", "<asset>", text)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_one_stack_that_answers_one_question(example: str) -> None:
    doc = importlib.import_module(f"examples.{example}").__doc__
    assert doc is not None
    assert doc.splitlines()[0].endswith("?")
    assert stack_class(example).__doc__


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_synthesizes_the_stored_template(example: str) -> None:
    path = STORED / f"{example}.json"
    made = without_asset_hashes(template_of(example))
    if os.environ.get("STORE_TEMPLATES"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made)
    assert made == path.read_text()


def test_no_stored_template_is_left_over() -> None:
    assert sorted(path.stem for path in STORED.glob("*.json")) == EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES)
def test_cdk_nag_finds_nothing_in_an_example(example: str) -> None:
    assert nag_findings(app_with(example)) == []


def test_cdk_nag_finds_nothing_in_the_app() -> None:
    module = importlib.import_module("app")
    app = cdk.App(context=json.loads((ROOT / "cdk.json").read_text())["context"])
    module.build(app)
    assert nag_findings(app) == []


def nag_findings(app: cdk.App) -> list[str]:
    report = AwsSolutionsChecks(app).validate_scope(app)
    return [
        f"{violation.rule_name}: {resource.construct_path}"
        for violation in report.violations
        for resource in violation.violating_resources
    ]


@pytest.fixture(scope="module")
def engine() -> CompositeEngine:
    return CompositeEngine()


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("name", ["app", *EXAMPLES])
def test_the_cdk_validation_engine_finds_nothing(engine: CompositeEngine, name: str, region: str) -> None:
    templates = app_templates() if name == "app" else {name: template_of(name)}
    passed = (OF_THE_CDK_ITSELF, ACKNOWLEDGED)
    config = ValidateConfig(pseudo_parameter_overrides=PseudoParameterOverrides(region=region), strict=True)
    found = [
        f"{stack}: {diagnostic.rule_id} {diagnostic.message}"
        for stack, template in templates.items()
        for diagnostic in engine.validate_template(json.dumps(template).encode(), config).diagnostics
        if diagnostic.severity.name not in TOLD_BUT_NOT_WRONG
    ]
    assert [text for text in found if not any(known.search(text) for known in passed)] == []


@pytest.mark.parametrize("name", ["app", *EXAMPLES])
def test_cfn_lint_finds_nothing(name: str) -> None:
    templates = app_templates() if name == "app" else {name: template_of(name)}
    found = [
        f"{stack}: {match}"
        for stack, template in templates.items()
        for match in lint(json.dumps(template), regions=REGIONS)
    ]
    assert [text for text in found if not OF_THE_CDK_ITSELF.search(text)] == []


def test_the_cdks_own_validation_of_the_app_is_clean(tmp_path: Path) -> None:
    """With acknowledgments, which only the engine inside the CDK honours; any finding fails the synth."""
    script = (
        "import json, sys; from pathlib import Path; import aws_cdk as cdk; import app; "
        f"flags = json.loads(Path({str(ROOT / 'cdk.json')!r}).read_text())['context']; "
        "flags['@aws-cdk/core:strictCfnValidateErrors'] = True; "
        f"made = cdk.App(context=flags, outdir={str(tmp_path)!r}); app.build(made); made.synth()"
    )
    environment = {**os.environ, "CDK_VALIDATION": "true", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "Acknowledge with" not in ran.stdout + ran.stderr
