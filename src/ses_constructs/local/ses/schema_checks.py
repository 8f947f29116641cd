"""Properties checked against a CloudFormation schema, and made of the types it wants.

CloudFormation turns ``"true"`` into ``true`` and ``"10"`` into ``10`` (and the other way) where the schema
asks for it; so does this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import ResourceError
from ses_constructs.local.ses.schema import read_only, type_schema


def conform(type_name: str, properties: Mapping[str, Any]) -> Document:
    """The properties with the types of the schema.

    :raises ResourceError: with every violation and the path of its property
    """
    schema = type_schema(type_name)
    shaped: Document = _coerce(schema, schema, properties)
    problems = list(_problems(schema, schema, shaped, "#"))
    for name in read_only(type_name):
        if name in shaped:
            problems.append(f"#/{name}: read-only property cannot be specified")
    if problems:
        raise ResourceError(
            f"Properties validation failed for resource of type {type_name} with message: {'; '.join(problems)}"
        )
    return shaped


def _resolve(root: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        target: Any = root
        for name in schema["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        schema = target
    return schema


def _coerce(root: Mapping[str, Any], schema: Mapping[str, Any], value: Any) -> Any:
    schema = _resolve(root, schema)
    if isinstance(value, Mapping):
        members = _members(root, schema)
        return {
            name: _coerce(root, members[name], item) if name in members else item for name, item in value.items()
        }
    if isinstance(value, list):
        items = schema.get("items", {})
        return [_coerce(root, items, item) for item in value]
    return _coerce_scalar(schema.get("type"), value)


def _members(root: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Properties of a schema and of its alternatives."""
    members = dict(schema.get("properties", {}))
    for option in [*schema.get("oneOf", []), *schema.get("allOf", [])]:
        members = _members(root, _resolve(root, option)) | members
    return members


def _coerce_scalar(kind: Any, value: Any) -> Any:
    if kind == "boolean" and isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if kind in ("integer", "number") and isinstance(value, str):
        try:
            return int(value) if re.fullmatch(r"-?\d+", value) else float(value)
        except ValueError:
            return value
    if kind == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if kind == "string" and isinstance(value, int | float):
        return str(value)
    return value


def _problems(root: Mapping[str, Any], schema: Mapping[str, Any], value: Any, path: str) -> Iterator[str]:
    schema = _resolve(root, schema)
    if "type" in schema and not _is_type(schema["type"], value):
        yield f"{path}: expected type: {schema['type']}, found: {_name_of(value)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not a valid enum value ({', '.join(map(str, schema['enum']))})"
    if isinstance(value, Mapping):
        yield from _object_problems(root, schema, value, path)
    elif isinstance(value, list):
        yield from _array_problems(root, schema, value, path)
    elif isinstance(value, str):
        yield from _string_problems(schema, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number_problems(schema, value, path)
    yield from _alternative_problems(root, schema, value, path)


def _object_problems(
    root: Mapping[str, Any], schema: Mapping[str, Any], value: Mapping[str, Any], path: str
) -> Iterator[str]:
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}: required key [{name}] not found"
    properties = schema.get("properties", {})
    for name, item in value.items():
        if name in properties:
            yield from _problems(root, properties[name], item, f"{path}/{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{path}: extraneous key [{name}] is not permitted"


def _array_problems(
    root: Mapping[str, Any], schema: Mapping[str, Any], value: list[Any], path: str
) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0):
        yield f"{path}: expected minimum item count: {schema['minItems']}, found: {len(value)}"
    if len(value) > schema.get("maxItems", len(value)):
        yield f"{path}: expected maximum item count: {schema['maxItems']}, found: {len(value)}"
    if schema.get("uniqueItems") and any(item in value[:index] for index, item in enumerate(value)):
        yield f"{path}: array items are not unique"
    for index, item in enumerate(value):
        yield from _problems(root, schema.get("items", {}), item, f"{path}/{index}")


def _string_problems(schema: Mapping[str, Any], value: str, path: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"{path}: expected minLength: {schema['minLength']}, actual: {len(value)}"
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{path}: expected maxLength: {schema['maxLength']}, actual: {len(value)}"
    pattern = schema.get("pattern")
    if pattern is not None and not _fits(pattern, value):
        yield f"{path}: string [{value}] does not match pattern {pattern}"


_NO_CONTROLS = r"\x20-\x7e\xa0-\U0010ffff"
"""What stands for ``\\P{C}`` in a set of characters: Python has no such classes."""


def _fits(pattern: str, value: str) -> bool:
    """Some patterns are bare alternatives (``REQUIRE|OPTIONAL``), which are meant as whole words."""
    pattern = pattern.replace(r"\P{C}", _NO_CONTROLS)
    if not pattern.startswith("^"):
        return re.fullmatch(pattern, value) is not None
    return re.search(pattern, value) is not None


def _number_problems(schema: Mapping[str, Any], value: float, path: str) -> Iterator[str]:
    if value < schema.get("minimum", value):
        yield f"{path}: {value} is not greater or equal to {schema['minimum']}"
    if value > schema.get("maximum", value):
        yield f"{path}: {value} is not less or equal to {schema['maximum']}"


def _alternative_problems(
    root: Mapping[str, Any], schema: Mapping[str, Any], value: Any, path: str
) -> Iterator[str]:
    for part in schema.get("allOf", []):
        yield from _problems(root, part, value, path)
    options = schema.get("oneOf")
    if options is None:
        return
    results = [list(_problems(root, option, value, path)) for option in options]
    fitting = sum(not problems for problems in results)
    if fitting != 1:
        closest = min(results, key=len) if fitting == 0 else []
        reason = f" ({'; '.join(closest)})" if closest else ""
        yield f"{path}: {fitting} subschemas matched instead of one{reason}"


def _is_type(kind: Any, value: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(_CHECKS[name](value) for name in kinds)


def _name_of(value: Any) -> str:
    return next(name for name, check in _CHECKS.items() if check(value))


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, Mapping),
    "null": lambda value: value is None,
}
