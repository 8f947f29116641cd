"""The variables that a template asks for, against what filling it really needs."""

from __future__ import annotations

import copy
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.facts.handlebars import (
    MalformedTemplateError,
    RenderingError,
    made_up,
    render,
    variables_of,
)


def found(template: str) -> dict[str, bool]:
    return {each.path: each.required for each in variables_of(template)}


@pytest.mark.parametrize(
    ("template", "variables"),
    [
        ("Hi {{name}} {{{contact.last}}} {{name}}", {"name": True, "contact.last": True}),
        ("{{#if vip}}{{code}}{{else}}{{hint}}{{/if}}", {"vip": False, "code": False, "hint": False}),
        ("{{code}}{{#if vip}}{{code}}{{/if}}", {"vip": False, "code": True}),
        (
            "{{#each items}}{{@index}} {{name}} {{this.price.sum}} {{../shop}}{{/each}}",
            {"items": True, "items[].name": False, "items[].price.sum": False, "shop": False},
        ),
        ("{{#each tags}}{{this}}{{/each}}", {"tags": True, "tags[]": False}),
        ("{{#with contact}}{{first}}{{../id}}{{/with}}", {"contact": True, "contact.first": False, "id": False}),
        ('{{#* inline "who"}}{{first}}{{/inline}}{{> who}}', {"first": True}),
        ("{{amazonSESUnsubscribeUrl}}{{ses:openTracker}}{{! {{x}} }}", None),
        ("{{amazonSESUnsubscribeUrl}}{{ses:openTracker}}{{!-- {{x}} --}}", {}),
    ],
)
def test_variables_are_found(template: str, variables: dict[str, bool] | None) -> None:
    if variables is None:
        with pytest.raises(MalformedTemplateError):
            variables_of(template)
    else:
        assert found(template) == variables


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{> who}}", "no partial 'who' is defined before it is used"),
        ('{{#* inline "who"}}a{{/inline}}{{#* inline "who"}}b{{/inline}}', "partial 'who' is defined twice"),
        ('{{#* inline "who"}}{{> who}}{{/inline}}{{> who}}', "partial 'who' names itself"),
    ],
)
def test_a_partial_that_cannot_be_filled_is_refused(template: str, problem: str) -> None:
    with pytest.raises(MalformedTemplateError, match=problem):
        variables_of(template)
    with pytest.raises(RenderingError):
        render(template, {})


def test_data_is_made_up_for_every_path() -> None:
    paths = ["a", "b.c", "items[].name", "items[].tags[]", "items", "b"]
    assert made_up(paths) == {
        "a": "[a]",
        "b": {"c": "[b.c]"},
        "items": [{"name": "[items[].name]", "tags": ["[items[].tags[]]"]}],
    }


# Names tell what they hold, so that no name is a text here and a list there.
_TEXTS = st.sampled_from(
    ["{{text1}}", "{{{text2}}}", "{{map1.text1}}", "{{map1.map2.text1}}", "plain", "{{! no }}"]
)
_OUTER = st.sampled_from(["{{../text3}}", "{{@index}}", "{{text4}}"])


def _as_partial(body: str) -> str:
    name = f"part{zlib.crc32(body.encode())}"
    return f'{{{{#* inline "{name}"}}}}{body}{{{{/inline}}}}{{{{> {name}}}}}'


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{{{{#if flag1}}}}{}{{{{else}}}}{}{{{{/if}}}}".format, inner, inner),
        st.builds("{{{{#unless flag2}}}}{}{{{{/unless}}}}".format, inner),
        st.builds("{{{{#each list1}}}}{}{}{{{{else}}}}{}{{{{/each}}}}".format, inner, _OUTER, inner),
        st.builds("{{{{#with map3}}}}{}{}{{{{/with}}}}".format, inner, _OUTER),
        _TEXTS.map(_as_partial),
        st.builds("{}{}".format, inner, inner),
    )


TEMPLATES = st.recursive(_TEXTS, _blocks, max_leaves=12)


class Watched(Mapping[str, Any]):
    """Data that knows which of its paths were asked for."""

    def __init__(self, data: dict[str, Any], asked: set[str], at: str = "") -> None:
        self._data, self._asked, self._at = data, asked, at

    def __getitem__(self, name: str) -> Any:
        path = f"{self._at}{name}"
        self._asked.add(path)
        value = self._data[name]
        if isinstance(value, dict):
            return Watched(value, self._asked, f"{path}.")
        if isinstance(value, list):
            return [Watched(each, self._asked, f"{path}[].") if isinstance(each, dict) else each for each in value]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


@given(TEMPLATES)
def test_data_with_every_variable_fills_the_template(template: str) -> None:
    render(template, made_up(found(template)))


@given(TEMPLATES)
def test_filling_asks_for_nothing_that_was_not_found(template: str) -> None:
    variables, asked = found(template), set[str]()
    render(template, Watched(made_up(variables), asked))
    known = {path[:end] for path in variables for end in range(len(path) + 1)}
    assert asked <= known


@given(TEMPLATES)
def test_without_a_required_variable_it_is_not_filled(template: str) -> None:
    variables = found(template)
    for path in (path for path, required in variables.items() if required):
        data = copy.deepcopy(made_up(variables))
        *outer, last = path.split(".")
        inside = data
        for name in outer:
            inside = inside[name]
        del inside[last]
        with pytest.raises(RenderingError, match="is not present in the rendering data"):
            render(template, data)
