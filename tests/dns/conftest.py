"""Cloud assemblies written by hand, as ``cdk synth`` writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ses_constructs.dns.assembly import SynthesizedStack

Template = Mapping[str, object]
WriteAssembly = Callable[..., Path]
MakeStack = Callable[..., SynthesizedStack]


@pytest.fixture
def write_assembly(tmp_path: Path) -> WriteAssembly:
    """Writes a folder with a stack for each keyword, whose value is its template."""

    def write(*, environment: str = "aws://unknown-account/unknown-region", **templates: Template) -> Path:
        artifacts = {}
        for name, template in templates.items():
            (tmp_path / f"{name}.template.json").write_text(json.dumps(template))
            properties = {"templateFile": f"{name}.template.json"}
            artifacts[name] = {
                "type": "aws:cloudformation:stack",
                "environment": environment,
                "properties": properties,
            }
        (tmp_path / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))
        return tmp_path

    return write


@pytest.fixture
def make_stack() -> MakeStack:
    """A stack with a template."""

    def make(name: str = "Mail", *, region: str | None = None, **sections: object) -> SynthesizedStack:
        return SynthesizedStack(name=name, path=name, account=None, region=region, template=sections)

    return make
