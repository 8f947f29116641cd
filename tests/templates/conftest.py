"""A template in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole template with a sample."""
    made = tmp_path / "welcome"
    made.mkdir()
    (made / "subject.txt").write_text("Grüße, {{name}}\n", encoding="utf-8")
    (made / "body.txt").write_text("Hi {{name}}: {{#each items}}{{title}} {{/each}}", encoding="utf-8")
    (made / "body.html").write_text(
        "<p>Hi {{name}} – {{amazonSESUnsubscribeUrl}}{{ses:openTracker}}", encoding="utf-8"
    )
    (made / "sample.json").write_text('{"name": "Ada", "items": [{"title": "Tea"}]}', encoding="utf-8")
    return made
