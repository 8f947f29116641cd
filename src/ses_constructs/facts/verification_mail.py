"""What SES takes as the body of a custom verification e-mail.

Guide: Using custom verification email templates.
"""

from __future__ import annotations

from html.parser import HTMLParser

MOST_BYTES = 10 * 1024 * 1024
"""Of the whole mail; it must be smaller."""
TEMPLATES = 50
"""Of an account in a region."""
_EVERYWHERE = frozenset({"class", "id", "style", "title"})
_PLAIN = """
    abbr acronym address area b bdo big body br button caption center cite code dd del dfn dir div dl dt em
    fieldset font form h1 h2 h3 h4 h5 h6 head hr html i input ins kbd label legend li map menu optgroup option p
    pre s samp select small span strike strong sub sup tbody textarea tfoot thead tr tt u var
"""
_CELL = frozenset({"abbr", "axis", "colspan", "rowspan", "width"})
_FURTHER: dict[str, frozenset[str]] = {
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span", "width"}),
    "colgroup": frozenset({"span", "width"}),
    "img": frozenset({"align", "alt", "height", "src", "width"}),
    "ol": frozenset({"start", "type"}),
    "q": frozenset({"cite"}),
    "table": frozenset({"summary", "width"}),
    "td": _CELL,
    "th": _CELL | {"scope"},
    "ul": frozenset({"type"}),
}
TAGS: dict[str, frozenset[str]] = {tag: _EVERYWHERE for tag in _PLAIN.split()} | {
    tag: _EVERYWHERE | further for tag, further in _FURTHER.items()
}
"""Attributes by tag; no other tags are allowed, links among them: SES adds its own."""


def faults(html: str) -> list[str]:
    """What SES would refuse in a body, each once, in the order found."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(dict.fromkeys(reader.faults))
    if len(html.encode()) >= MOST_BYTES:
        found.append("10 MB or more")
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"the tag <{tag}>")
            return
        self.faults += [f"the attribute {name!r} of <{tag}>" for name, _ in attrs if name not in TAGS[tag]]

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the signature of HTMLParser
        self.faults.append("a comment")
