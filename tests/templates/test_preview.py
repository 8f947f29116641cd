"""A template, filled for people to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from ses_constructs.facts.handlebars import RenderingError
from ses_constructs.templates.preview import Preview
from ses_constructs.templates.template_content import TemplateContent


def test_the_sample_fills_it_and_the_placeholders_are_shown(folder: Path) -> None:
    shown = Preview.of(TemplateContent.from_folder(folder))
    assert shown.parts == {
        "subject": "Grüße, Ada",
        "text": "Hi Ada: Tea ",
        "html": "<p>Hi Ada – https://example.com/unsubscribe",
    }
    assert not shown.is_made_up


def test_data_goes_before_the_sample(folder: Path) -> None:
    shown = Preview.of(TemplateContent.from_folder(folder), {"name": "Bob", "items": []})
    assert shown.parts["text"] == "Hi Bob: "
    with pytest.raises(RenderingError, match="'name' is not present"):
        Preview.of(TemplateContent.from_folder(folder), {})


def test_without_data_values_are_made_up() -> None:
    shown = Preview.of(TemplateContent(subject="Hi {{who.name}}", text="{{#each a}}{{this}}{{/each}}"))
    assert (shown.parts, shown.is_made_up) == ({"subject": "Hi [who.name]", "text": "[a[]]"}, True)


def test_the_parts_are_written(folder: Path, tmp_path: Path) -> None:
    files = Preview.of(TemplateContent.from_folder(folder)).write(tmp_path / "a" / "b")
    assert [file.name for file in files] == ["subject.txt", "body.txt", "body.html"]
    assert files[0].read_text(encoding="utf-8") == "Grüße, Ada"
