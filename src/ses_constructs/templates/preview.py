"""A template filled as SES would fill it, for people to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ses_constructs.facts.handlebars import made_up, render

from .template_content import TemplateContent

_UNSUBSCRIBE, _TRACKER = "{{amazonSESUnsubscribeUrl}}", "{{ses:openTracker}}"
_SHOWN_LINK = "https://example.com/unsubscribe"
_FILES = {"subject": "subject.txt", "text": "body.txt", "html": "body.html"}


@dataclass(frozen=True, slots=True)
class Preview:
    """The parts of a mail, filled.

    Args:
        parts: By name: ``subject``, ``text``, ``html``.
        is_made_up: Whether the values were invented, for lack of a sample.
    """

    parts: Mapping[str, str]
    is_made_up: bool

    @classmethod
    def of(cls, content: TemplateContent, data: Mapping[str, object] | None = None) -> Preview:
        """Fills the parts; where SES puts something of its own there is an example of it.

        Args:
            content: A template.
            data: Left out: the template's sample; without one, values such as ``[name]``.

        Raises:
            RenderingError: when a value is missing: SES would not send the mail.
        """
        given = data if data is not None else content.sample
        values = given if given is not None else made_up(each.path for each in content.variables)
        filled = {name: _shown(render(part, values)) for name, part in content.parts.items()}
        return cls(filled, is_made_up=given is None)

    def write(self, folder: Path) -> list[Path]:
        """Writes each part into a file of its own and returns the files."""
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / _FILES[name] for name in self.parts]
        for file, part in zip(files, self.parts.values(), strict=True):
            file.write_text(part, encoding="utf-8")
        return files


def _shown(part: str) -> str:
    return part.replace(_UNSUBSCRIBE, _SHOWN_LINK).replace(_TRACKER, "")
