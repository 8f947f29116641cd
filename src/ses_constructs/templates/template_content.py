"""What a template says: its parts, checked, and data to try them with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.handlebars import (
    MalformedTemplateError,
    RenderingError,
    TemplateVariable,
    render,
    variables_of,
)
from ses_constructs.shared.setting_types import checks_types

_SEE = "Using templates to send personalized email with the Amazon SES API"
_MOST_BYTES = 500 * 1024
"""Of all parts. Guide: Using templates to send personalized email (500 KB with both parts)."""
_TRACKER, _UNSUBSCRIBE = "ses:openTracker", "amazonSESUnsubscribeUrl"
_MOST: dict[str, dict[str, int]] = {
    "subject": {_TRACKER: 0, _UNSUBSCRIBE: 0},
    "text": {_TRACKER: 0, _UNSUBSCRIBE: 2},
    "html": {_TRACKER: 1, _UNSUBSCRIBE: 2},
}
"""How often a placeholder may stand in a part. Guide: Metrics FAQ; Using subscription management."""
_FILES = {"subject": "subject.txt", "text": "body.txt", "html": "body.html", "sample": "sample.json"}


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContent:
    """Subject, text and HTML of a template, in SES's part of Handlebars.

    SES fills in values as they are: it does not escape HTML, so that a value from a stranger can hold markup.

    >>> TemplateContent(subject="Hello {{name}}", text="Welcome.").variables
    (TemplateVariable(path='name', required=True),)

    Args:
        subject: One line.
        text: Left out: none; mail readers then show HTML only.
        html: Left out: none. One of the two is needed. ``{{ses:openTracker}}`` may stand here once, and
            ``{{amazonSESUnsubscribeUrl}}`` twice in each of the two.
        sample: Template data to try the parts with; it goes nowhere. Left out: they are not tried.

    Raises:
        InvalidSettingError: for a part that SES would refuse, or data that lacks what a part needs: SES would
            take the mail and never send it.

    Guide: Using templates to send personalized email with the Amazon SES API; Using subscription management.
    """

    subject: str
    text: str | None = None
    html: str | None = None
    sample: Mapping[str, object] | None = None

    def __post_init__(self) -> None:
        if not self.subject.strip() or "\n" in self.subject or "\r" in self.subject:
            raise InvalidSettingError("subject", self.subject, "is not one line", fix="give one line", see=_SEE)
        if not self.text and not self.html:
            raise InvalidSettingError(
                "html", self.html, "and text are both empty", fix="give one, or better both", see=_SEE
            )
        size = sum(len(part.encode()) for part in self.parts.values())
        if size > _MOST_BYTES:
            raise InvalidSettingError(
                "html",
                f"{size} bytes with all parts",
                "is too large",
                fix=f"keep all parts within {_MOST_BYTES} bytes; let pictures be links",
                see=_SEE,
            )
        for name, part in self.parts.items():
            _check(name, part)
        if self.sample is not None:
            _try(self.parts, self.sample)

    @classmethod
    def from_folder(cls, folder: str | Path) -> TemplateContent:
        """Reads ``subject.txt``, ``body.txt``, ``body.html`` and ``sample.json`` (UTF-8) of a folder.

        Either body may be absent, and so may the sample. A line break at the end of the subject does not count.

        Args:
            folder: Relative to where the app is started.

        Raises:
            InvalidSettingError: for a folder without a subject, a file that is no UTF-8, a sample that is no JSON
                object, and for what the constructor refuses.
        """
        place = Path(folder)
        found = {part: _read(place / file) for part, file in _FILES.items()}
        subject, sample = found["subject"], found["sample"]
        if subject is None:
            raise InvalidSettingError(
                "folder",
                str(folder),
                f"has no {_FILES['subject']}",
                fix=f"give one with {', '.join(_FILES.values())}",
            )
        return cls(
            subject=subject.rstrip("\r\n"),
            text=found["text"],
            html=found["html"],
            sample=None if sample is None else read_sample(sample, where=str(place / _FILES["sample"])),
        )

    @property
    def parts(self) -> dict[str, str]:
        """The parts that are there, by name."""
        named = {"subject": self.subject, "text": self.text, "html": self.html}
        return {name: part for name, part in named.items() if part}

    @property
    def variables(self) -> tuple[TemplateVariable, ...]:
        """What senders give in ``TemplateData``, over all parts, by path."""
        required: dict[str, bool] = {}
        for part in self.parts.values():
            for each in variables_of(part):
                required[each.path] = required.get(each.path, False) or each.required
        return tuple(TemplateVariable(path, needed) for path, needed in sorted(required.items()))

    @property
    def unused_samples(self) -> tuple[str, ...]:
        """Values of the sample that no part asks for: often a misspelt name."""
        asked = {each.path.partition(".")[0].partition("[")[0] for each in self.variables}
        return tuple(sorted(set(self.sample or {}) - asked))


def read_sample(text: str, *, where: str) -> dict[str, object]:
    """Template data of a file.

    Raises:
        InvalidSettingError: when it is no JSON object.
    """
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise InvalidSettingError("sample", where, "is no JSON object", fix='write one such as {"name": "Ada"}')
    return data


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise InvalidSettingError("folder", str(path), "is no UTF-8", fix="save it as UTF-8") from None


def _check(name: str, part: str) -> None:
    try:
        variables_of(part)
    except MalformedTemplateError as error:
        raise InvalidSettingError(
            name, _short(part), f"cannot be read: {error}", fix="see what SES knows of Handlebars", see=_SEE
        ) from None
    for placeholder, most in _MOST[name].items():
        count = part.count(f"{{{{{placeholder}}}}}")
        if count > most:
            raise InvalidSettingError(
                name,
                _short(part),
                f"has {{{{{placeholder}}}}} {count} times",
                fix=f"keep {most}" if most else "keep it to the body",
                see="Using subscription management" if placeholder == _UNSUBSCRIBE else "Metrics FAQ",
            )


def _try(parts: Mapping[str, str], sample: Mapping[str, object]) -> None:
    for name, part in parts.items():
        try:
            render(part, sample)
        except RenderingError as error:
            raise InvalidSettingError(
                "sample", sorted(sample), f"does not fill the {name}: {error}", fix="add the value", see=_SEE
            ) from None


def _short(part: str) -> str:
    return part if len(part) <= 60 else f"{part[:57]}..."
