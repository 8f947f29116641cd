"""Reads a template, or all templates of a ``cdk.out`` folder, into an assembly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ses_constructs.errors import SesConstructsError

from .template import Assembly, Resource, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MANIFEST = "manifest.json"
_STACK = "aws:cloudformation:stack"
_NESTED_ASSEMBLY = "cdk:cloud-assembly"
_NESTED_STACK = "AWS::CloudFormation::Stack"
_DEEPEST_ASSEMBLY = 10


class UnreadableError(SesConstructsError):
    """What was named is no CloudFormation template, and no ``cdk.out`` folder."""


def read(path: str | Path) -> Assembly:
    """The assembly at a path: a template in JSON or YAML, or a folder that ``cdk synth`` wrote.

    Raises:
        UnreadableError: when it is neither, or cannot be read.
    """
    place = Path(path)
    try:
        is_folder = place.is_dir()
    except (OSError, ValueError) as problem:
        raise UnreadableError(f"{place} cannot be opened: {problem}", fix="name a file or folder") from None
    templates = _folder(place) if is_folder else _with_nested(_template(place))
    return Assembly(tuple(templates), path=str(path))


def _folder(folder: Path, *, depth: int = 0) -> Iterator[Template]:
    """The stacks of an assembly, and of the assemblies inside it."""
    manifest = folder / _MANIFEST
    artifacts = _document(manifest).get("artifacts")
    if not isinstance(artifacts, dict):
        raise UnreadableError(
            f"{manifest} is not the manifest of a cloud assembly: it has no artifacts",
            fix="name the folder that 'cdk synth' writes, usually cdk.out, or a template",
        )
    for name, artifact in artifacts.items():
        given = artifact if isinstance(artifact, dict) else {}
        settings = given.get("properties")
        settings = settings if isinstance(settings, dict) else {}
        if given.get("type") == _STACK:
            stack = settings.get("stackName")
            yield from _with_nested(
                _template(
                    folder / str(settings.get("templateFile")),
                    stack=stack if isinstance(stack, str) else str(name),
                    environment=str(given.get("environment", "")),
                )
            )
        elif given.get("type") == _NESTED_ASSEMBLY and depth < _DEEPEST_ASSEMBLY:
            yield from _folder(folder / str(settings.get("directoryName")), depth=depth + 1)


def _with_nested(template: Template, *, depth: int = 0) -> Iterator[Template]:
    """A template, and those of its nested stacks whose file the CDK put beside it."""
    yield template
    for resource in template.by_type.get(_NESTED_STACK, ()):
        asset = resource.metadata.raw
        name = asset.get("aws:asset:path") if isinstance(asset, dict) else None
        file = Path(template.file).parent / name if isinstance(name, str) else None
        if file is not None and depth < _DEEPEST_ASSEMBLY and _is_file(file):
            nested = _template(file, environment=template.environment, parent=resource)
            yield from _with_nested(nested, depth=depth + 1)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def _template(file: Path, *, stack: str = "", environment: str = "", parent: Resource | None = None) -> Template:
    source = _source(file)
    document = _any_document(source, file=str(file))
    if (stack or parent is not None) and isinstance(document, dict):
        # The CDK leaves Resources out where a stack has none.
        document = {"Resources": {}, **document}
    document = _checked(document, file=str(file))
    return Template(document, file=str(file), stack=stack, environment=environment, source=source, parent=parent)


def parse(source: str, *, file: str = "the template") -> Mapping[str, object]:
    """The document that the text of a template describes, JSON or YAML.

    Raises:
        UnreadableError: when it is neither, or no template.
    """
    return _checked(_any_document(source, file=file), file=file)


def _any_document(source: str, *, file: str) -> object:
    document = _json(source, file=file) if source.lstrip().startswith("{") else None
    return _yaml(source, file=file) if document is None else document


def _checked(document: object, *, file: str) -> Mapping[str, object]:
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise UnreadableError(
            f"{file} is not a CloudFormation template: it has no Resources",
            fix="name a template, or the folder that 'cdk synth' writes",
        )
    return document


def _json(source: str, *, file: str) -> object:
    """The document, or None when it looks like YAML in flow style."""
    try:
        return json.loads(source)
    except RecursionError:
        raise UnreadableError(f"{file} is nested too deeply to read", fix="name a template") from None
    except ValueError as problem:
        if '"' not in source.lstrip()[1:].lstrip()[:1]:
            return None
        raise UnreadableError(
            f"{file} is not valid JSON: {problem}", fix="correct it, or synthesize again"
        ) from None


def _yaml(source: str, *, file: str) -> object:
    try:
        from .yaml_reading import load
    except ImportError:
        raise UnreadableError(
            f"{file} is not JSON, and reading YAML needs PyYAML", fix="pip install 'ses-constructs[review]'"
        ) from None
    try:
        return load(source)
    except RecursionError:
        raise UnreadableError(f"{file} is nested too deeply to read", fix="name a template") from None
    except ValueError as problem:
        first = str(problem).splitlines()[0] if str(problem) else "it has no form"
        raise UnreadableError(
            f"{file} is not valid YAML: {first}", fix="correct it, or synthesize again"
        ) from None


def _document(file: Path) -> Mapping[str, object]:
    try:
        document = json.loads(_source(file))
    except (ValueError, RecursionError) as problem:
        raise UnreadableError(f"{file} is not valid JSON: {problem}", fix="synthesize again") from None
    return document if isinstance(document, dict) else {}


def _source(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(f"{file} is not text in UTF-8", fix="name a template in JSON or YAML") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise UnreadableError(
            f"{file} cannot be opened: {reason}", fix="name a template, or the folder that 'cdk synth' writes"
        ) from None
