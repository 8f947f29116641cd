"""What a template consists of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.facts.handlebars import MalformedTemplateError, parse
from ses_constructs.facts.handlebars.syntax import Block, Partial, Variable, path_parts


def test_a_template_is_read() -> None:
    text, name, block = parse("Hi {{ name }}{{#if vip}}!{{else}}{{> more}}{{/if}}")[:3]
    assert (text, name) == ("Hi ", Variable("name"))
    assert isinstance(block, str)
    (found,) = [node for node in parse("{{#if vip}}!{{else}}{{> more}}{{/if}}") if isinstance(node, Block)]
    assert (found.kind, found.argument, found.is_partial) == ("if", "vip", False)
    assert "!" in found.body
    assert Partial("more") in (found.otherwise or [])


@pytest.mark.parametrize("placeholder", ["{{amazonSESUnsubscribeUrl}}", "{{{ ses:openTracker }}}"])
def test_the_placeholders_of_ses_are_text(placeholder: str) -> None:
    assert placeholder in parse(f"a{placeholder}b")


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{#if a}}", "block 'if' is never closed"),
        ("{{/if}}", "closing tag '/if' has no opening tag"),
        ("{{#if a}}{{/each}}", "block 'if' is closed by '/each'"),
        ("{{else}}", "'else' stands in no block"),
        ("{{#if a}}{{else}}{{else}}{{/if}}", "'else' stands in no block that has room"),
        ("{{#loud a}}{{/loud}}", "Could not find helper: 'loud'"),
        ("{{upper name}}", "'{{upper name}}' is no variable"),
        ("{{#if (eq a b)}}{{/if}}", r"'{{#if \(eq a b\)}}' is no variable"),
        ("{{#each}}{{/each}}", "is no variable"),
        ("{{}}", "is no variable"),
        ("{{ses:other}} {{a:b", "begins a tag and does not end it"),
        ("{{{#if a}}}", "is no variable"),
    ],
)
def test_what_cannot_be_read_says_where(template: str, problem: str) -> None:
    with pytest.raises(MalformedTemplateError, match=problem):
        parse(template)


@given(st.text(alphabet="{}#/!>*.@ abelsifthc\"'^\n"))
def test_reading_ends_in_nodes_or_in_a_message(template: str) -> None:
    try:
        nodes = parse(template)
    except MalformedTemplateError as error:
        assert str(error)
    else:
        assert all(isinstance(node, str | Variable | Partial | Block) for node in nodes)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("a.b", (0, ("a", "b"))),
        ("../../a/b", (2, ("a", "b"))),
        ("this", (0, ())),
        (".", (0, ())),
        ("this.a", (0, ("a",))),
        ("@index", (0, ("@index",))),
    ],
)
def test_a_path_has_its_parts(path: str, parts: tuple[int, tuple[str, ...]]) -> None:
    assert path_parts(path) == parts
