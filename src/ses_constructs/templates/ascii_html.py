"""HTML in ASCII that reads the same.

CloudFormation shows other characters as ``?``, so that ``cdk diff`` never comes to rest, and has failed to create
templates with characters beyond the first plane (aws-cdk issue 33285, CloudFormation roadmap issues 814 and 950).
"""

from __future__ import annotations

import re

_PIECES = re.compile(
    r"(?P<tag>\{\{\{.*?\}\}\}|\{\{.*?\}\})|(?P<style><style\b.*?</style\s*>)", re.DOTALL | re.IGNORECASE
)
_OTHER = re.compile(r"[^\x00-\x7f]")


def as_ascii(html: str) -> str:
    """The same page: other characters become references, in style sheets escapes; template tags stay."""
    found, end = [], 0
    for piece in _PIECES.finditer(html):
        found.append(_referred(html[end : piece.start()]))
        found.append(piece[0] if piece["tag"] else _escaped(piece["style"]))
        end = piece.end()
    found.append(_referred(html[end:]))
    return "".join(found)


def _referred(text: str) -> str:
    return _OTHER.sub(lambda match: f"&#{ord(match[0])};", text)


def _escaped(style: str) -> str:
    return _OTHER.sub(lambda match: f"\\{ord(match[0]):x} ", style)
