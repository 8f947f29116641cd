"""Random values of a shape of botocore's models, for round trips through the protocols."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from hypothesis import strategies as st

_TEXT = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]))
_SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(min_value=-(2**31), max_value=2**31 - 1),
    "long": st.integers(min_value=-(2**53), max_value=2**53),
    "double": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "float": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "blob": st.binary(max_size=20),
    "timestamp": st.integers(min_value=0, max_value=2**32).map(
        lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)
    ),
}


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Values of a shape."""
    if isinstance(shape, StructureShape) and shape.is_tagged_union:
        return st.one_of([st.fixed_dictionaries({name: values(member)}) for name, member in shape.members.items()])
    if isinstance(shape, StructureShape):
        required = {name: values(shape.members[name]) for name in shape.required_members}
        optional = {name: values(member) for name, member in shape.members.items() if name not in required}
        return st.fixed_dictionaries(required, optional=optional)
    if isinstance(shape, ListShape):
        return st.lists(values(shape.member), min_size=1, max_size=2)
    if isinstance(shape, MapShape):
        return st.dictionaries(_TEXT.filter(bool), values(shape.value), min_size=1, max_size=2)
    if isinstance(shape, StringShape) or shape.type_name == "string":
        choices = getattr(shape, "enum", None)
        return st.sampled_from(choices) if choices else _TEXT.filter(lambda text: bool(text.strip()))
    return _SCALARS[shape.type_name]


def without_hollow(value: Any) -> Any:
    """The value without empty structures and lists, which a query string cannot express."""
    if isinstance(value, dict):
        pruned = {name: without_hollow(item) for name, item in value.items()}
        return {name: item for name, item in pruned.items() if item not in ({}, [])}
    if isinstance(value, list):
        return [item for item in map(without_hollow, value) if item not in ({}, [])]
    return value
