"""The stacks of a synthesized app, read from its cloud assembly (``cdk.out``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ses_constructs.errors import SesConstructsError

Object = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SynthesizedStack:
    """A stack as it was synthesized.

    Args:
        name: Its name in CloudFormation.
        path: What ``cdk list`` calls it.
        account: 12 digits; ``None`` when the deployment decides.
        region: The same.
        template: Its template.
    """

    name: str
    path: str
    account: str | None
    region: str | None
    template: Object

    def section(self, name: str) -> dict[str, Object]:
        """``Resources`` or ``Outputs``, by logical id; without loops that CloudFormation unrolls."""
        section = self.template.get(name, {})
        return {id: entry for id, entry in cast("Object", section).items() if isinstance(entry, dict)}


def read_assembly(folder: Path) -> list[SynthesizedStack]:
    """Every stack of an assembly and of the stages in it, in the order of the manifest.

    Stacks nested in a stack (``AWS::CloudFormation::Stack``) are resources of it and not read.

    Raises:
        SesConstructsError: when there is no assembly, or one that cannot be read.
    """
    try:
        return list(_stacks(folder))
    except (OSError, ValueError, KeyError) as error:
        raise SesConstructsError(
            f"{folder} is no cloud assembly: {error}",
            fix="run 'cdk synth' first, and give the folder it writes, which is cdk.out unless you chose another",
        ) from error


def _stacks(folder: Path) -> Iterator[SynthesizedStack]:
    artifacts = _read(folder / "manifest.json").get("artifacts", {})
    for id, artifact in cast("dict[str, dict[str, object]]", artifacts).items():
        properties = cast("dict[str, str]", artifact.get("properties", {}))
        if artifact["type"] == "cdk:cloud-assembly":
            yield from _stacks(folder / properties["directoryName"])
        elif artifact["type"] == "aws:cloudformation:stack":
            account, _, region = str(artifact["environment"]).removeprefix("aws://").partition("/")
            yield SynthesizedStack(
                name=properties.get("stackName", id),
                path=str(artifact.get("displayName", id)),
                account=None if account == "unknown-account" else account,
                region=None if region == "unknown-region" else region,
                template=_read(folder / properties["templateFile"]),
            )


def _read(file: Path) -> Object:
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{file.name} holds no JSON object")
    return content
