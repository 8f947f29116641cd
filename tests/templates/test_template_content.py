"""What a template says, checked before SES sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.templates import TemplateContent, TemplateVariable

TRACKER, UNSUBSCRIBE = "{{ses:openTracker}}", "{{amazonSESUnsubscribeUrl}}"


def content(**settings: Any) -> TemplateContent:
    return TemplateContent(**{"subject": "Hi {{name}}", "text": "Welcome.", **settings})


def test_a_folder_is_read(folder: Path) -> None:
    found = TemplateContent.from_folder(folder)
    assert found.subject == "Grüße, {{name}}"
    assert found.parts.keys() == {"subject", "text", "html"}
    assert found.variables == (
        TemplateVariable("items", required=True),
        TemplateVariable("items[].title", required=False),
        TemplateVariable("name", required=True),
    )
    assert found.unused_samples == ()


def test_a_folder_may_lack_a_body_and_the_sample(folder: Path) -> None:
    for name in ("body.html", "sample.json"):
        (folder / name).unlink()
    found = TemplateContent.from_folder(str(folder))
    assert (found.html, found.sample) == (None, None)


@pytest.mark.parametrize(
    ("file", "body", "wrong"),
    [
        ("subject.txt", None, "has no subject.txt"),
        ("sample.json", b"[]", "is no JSON object"),
        ("sample.json", b"{", "is no JSON object"),
        ("body.html", "größe".encode("latin-1"), "is no UTF-8"),
        ("subject.txt", b"two\nlines", "is not one line"),
    ],
)
def test_a_folder_that_cannot_be_read_says_why(folder: Path, file: str, body: bytes | None, wrong: str) -> None:
    (folder / file).unlink()
    if body is not None:
        (folder / file).write_bytes(body)
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        TemplateContent.from_folder(folder)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"subject": " "}, "is not one line"),
        ({"subject": "a\rb"}, "is not one line"),
        ({"text": None}, "and text are both empty"),
        ({"text": "", "html": ""}, "and text are both empty"),
        ({"text": "x" * 512_000}, "too large"),
        ({"html": "{{#if a}}"}, "cannot be read: block 'if' is never closed"),
        ({"text": "{{loud name}}"}, "cannot be read: '{{loud name}}' is no variable"),
        ({"text": "{{> sign}}"}, "cannot be read: no partial 'sign'"),
        ({"html": TRACKER * 2}, "openTracker}} 2 times"),
        ({"text": TRACKER}, "openTracker}} 1 times"),
        ({"subject": UNSUBSCRIBE}, "UnsubscribeUrl}} 1 times"),
        ({"html": UNSUBSCRIBE * 3}, "UnsubscribeUrl}} 3 times"),
        ({"sample": {}}, "does not fill the subject: Attribute 'name' is not present"),
        ({"text": "{{#each a}}{{b}}{{/each}}", "sample": {"name": "x", "a": [{}]}}, "does not fill the text"),
    ],
)
def test_what_ses_would_refuse_or_lose_is_refused(settings: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        content(**settings)
    assert wrong in caught.value.problem
    assert caught.value.fix


def test_both_bodies_may_hold_their_placeholders() -> None:
    assert content(text=UNSUBSCRIBE * 2, html=TRACKER + UNSUBSCRIBE * 2).variables == content().variables


def test_parts_of_just_the_size_that_ses_takes_are_taken() -> None:
    assert content(subject="Hi", text="x" * (500 * 1024 - 2)).text


def test_a_value_of_the_sample_that_nobody_asks_for_is_told() -> None:
    sample = {"name": "Ada", "nmae": "Ada", "items": [1]}
    assert content(text="{{#each items}}{{this}}{{/each}}", sample=sample).unused_samples == ("nmae",)


def test_a_long_part_is_not_shown_whole() -> None:
    with pytest.raises(InvalidSettingError) as caught:
        content(html="{{#if a}}" + "x" * 100)
    assert len(str(caught.value)) < 300
