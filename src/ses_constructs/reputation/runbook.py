"""The runbook: what each alarm means and what to do, shipped with this package, or a link to one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ses_constructs.errors import InvalidSettingError

_TEXT = Path(__file__).with_name("runbook.md")
_COMMAND = "python -m ses_constructs.reputation runbook"
_LONGEST = 300
"""Beside it the longest description of an alarm has 640 characters, of 1024; a test adds them up.

API: PutMetricAlarm, ``AlarmDescription``.
"""


@dataclass(frozen=True, slots=True)
class Runbook:
    """Where people read on.

    Args:
        own: Their own runbook, such as a URL. Left out: the command that prints the section of this package's.

    Raises:
        InvalidSettingError: for a text that is empty, of several lines, or longer than 300 characters.
    """

    own: str | None

    def __post_init__(self) -> None:
        if self.own is None:
            return
        if not self.own.strip() or "\n" in self.own:
            raise InvalidSettingError(
                "runbook", self.own, "is no link", fix="give the URL of your runbook, or leave it out for ours"
            )
        if len(self.own) > _LONGEST:
            raise InvalidSettingError(
                "runbook",
                f"{self.own[:40]}... ({len(self.own)} characters)",
                f"does not fit into the description of an alarm, which has room for {_LONGEST}",
                fix="give a shorter link, such as one that redirects",
                see="API: PutMetricAlarm, AlarmDescription",
            )

    def at(self, alarm: str = "") -> str:
        """Where to read on about an alarm, by its id; without one, about all."""
        return self.own if self.own is not None else f"{_COMMAND} {alarm}".rstrip()

    def after(self, text: str, alarm: str) -> str:
        """The description of an alarm."""
        return f"{text} Runbook: {self.at(alarm)}"


def printed(alarm: str | None) -> str:
    """The whole runbook, or the section of an alarm.

    Args:
        alarm: Its id, such as ``PauseBounce``, or the name it has in CloudWatch.

    Raises:
        InvalidSettingError: for an alarm that no section is about.
    """
    text = _TEXT.read_text(encoding="utf-8")
    if alarm is None:
        return text
    sections = {
        heading: part
        for part in re.split(r"^(?=## )", text, flags=re.MULTILINE)
        if part.startswith("## ")
        for heading in part.splitlines()[0].removeprefix("## ").split(", ")
    }
    # A name in CloudWatch is made of ids: the alarm's own is the last, and "CheckErrors" is not "Errors".
    places = {heading: alarm.lower().rfind(heading.lower()) for heading in sections}
    ends = {heading: (place + len(heading), len(heading)) for heading, place in places.items() if place >= 0}
    if not ends:
        raise InvalidSettingError(
            "alarm", alarm, "has no section in the runbook", fix=f"give one of {', '.join(sorted(sections))}"
        )
    return sections[max(ends, key=ends.__getitem__)]
