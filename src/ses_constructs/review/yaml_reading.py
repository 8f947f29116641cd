"""YAML as CloudFormation writes it: ``!Ref`` and its kin, and dates that stay text."""

from __future__ import annotations

import yaml  # type: ignore[import-untyped]

_FastLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_PLAIN = ("Ref", "Condition")
_DEEPEST = 500
"""Levels of nesting. Far more than a template has, and far fewer than end the process: libyaml composes in C."""


class _Loader(_FastLoader):  # type: ignore[misc]
    """The safe loader, with CloudFormation's short tags."""


def load(source: str) -> object:
    """The first document of a YAML text.

    Raises:
        ValueError: when the text is not YAML, or nested too deeply for a template.
    """
    try:
        _check_depth(source)
        loader = _Loader(source)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except (yaml.YAMLError, TypeError, OverflowError, KeyError, AttributeError) as problem:
        # PyYAML's constructors let Python's own errors through for such things as '!!float x' or a list as a key.
        raise ValueError(str(problem)) from problem


def _check_depth(source: str) -> None:
    depth = 0
    for event in yaml.parse(source, Loader=_FastLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ValueError(f"nested deeper than {_DEEPEST} levels")


def _short_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    """``!Sub text`` as ``{"Fn::Sub": "text"}``."""
    name = suffix if suffix in _PLAIN else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {name: text.split(".", 1) if suffix == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _short_tag)
# The version of a policy, 2012-10-17, is text.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in _FastLoader.yaml_implicit_resolvers.items()
}
