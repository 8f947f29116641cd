"""The Handlebars that SES templates use."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.facts.handlebars import RenderingError, render

PEOPLE: dict[str, Any] = {"shop": "Tea", "people": [{"name": "Ann"}, {"name": "Bob"}], "none": []}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {{name}}!", "Hi Ann!"),
        ("{{ contact.first }} {{{contact.last}}}", "A <B>"),
        ("{{contact/first}}", "A"),
        ("{{#if vip}}V{{else}}-{{/if}}{{#unless vip}}U{{/unless}}", "V"),
        ("{{#if missing}}V{{else}}-{{/if}}", "-"),
        ("{{#if zero}}V{{/if}}{{#if empty}}V{{/if}}", ""),
        ("{{#with contact}}{{first}} {{../name}}{{/with}}", "A Ann"),
        ("a{{! note }}b{{!-- {{x}} --}}c", "abc"),
        ("{{yes}} {{number}} [{{nothing}}]", "true 7 []"),
        ('{{#* inline "full"}}{{contact.first}}{{contact.last}}{{/inline}}{{> full}}', "A<B>"),
    ],
)
def test_a_template_is_filled(template: str, text: str) -> None:
    data = {
        "name": "Ann",
        "contact": {"first": "A", "last": "<B>"},
        "vip": True,
        "zero": 0,
        "empty": "",
        "yes": True,
        "number": 7,
        "nothing": None,
    }
    assert render(template, data) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{#each people}}{{@index}}{{name}}@{{../shop}};{{/each}}", "0Ann@Tea;1Bob@Tea;"),
        ("{{#each people}}{{this.name}}{{#unless @last}}, {{/unless}}{{/each}}", "Ann, Bob"),
        ("{{#each none}}x{{else}}nobody{{/each}}", "nobody"),
        ("{{#each people.0}}x{{else}}-{{/each}}", None),
    ],
)
def test_a_list_is_walked(template: str, text: str | None) -> None:
    if text is None:
        with pytest.raises(RenderingError):
            render(template, PEOPLE)
    else:
        assert render(template, PEOPLE) == text


def test_a_map_is_walked_by_key() -> None:
    assert render("{{#each m}}{{@key}}={{this}} {{/each}}", {"m": {"a": 1, "b": 2}}) == "a=1 b=2 "


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{{x}}", "Attribute 'x' is not present in the rendering data."),
        ("{{a.b}}", "Attribute 'a.b' is not present"),
        ("{{#each a}}", "never closed"),
        ("{{/if}}", "no opening tag"),
        ("{{#shout a}}{{/shout}}", "Could not find helper: 'shout'"),
        ("{{> none}}", "partial 'none'"),
    ],
)
def test_what_cannot_be_filled_is_an_error(template: str, error: str) -> None:
    with pytest.raises(RenderingError, match=error):
        render(template, {"a": [1]})


@given(st.text().filter(lambda text: "{{" not in text))
def test_text_without_tags_stays_as_it_is(text: str) -> None:
    assert render(text, {}) == text


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_values_are_not_escaped(value: str) -> None:
    assert render("<{{v}}>", {"v": value}) == f"<{value}>"
