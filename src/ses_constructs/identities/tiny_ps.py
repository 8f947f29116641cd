"""Is an SVG a logo that mailbox providers show? The profile *SVG Tiny Portable/Secure*."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

from ses_constructs.errors import InvalidSettingError

LONGEST_BYTES = 32 * 1024
"""BIMI Group, Creating BIMI SVG Logo Files: 32 kilobytes."""
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_ANIMATED = frozenset({"animate", "animateColor", "animateMotion", "animateTransform", "discard", "set"})
_INTERACTIVE = frozenset({"a", "handler", "listener", "script"})
_FOREIGN = frozenset({"audio", "foreignObject", "iframe", "image", "style", "video"})
_REFUSED = _ANIMATED | _INTERACTIVE | _FOREIGN
_URL = re.compile(r"""url\(\s*['"]?(?!\s*#)""", re.IGNORECASE)
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)", re.IGNORECASE)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NAMED = frozenset({*_HREF, f"{_XML}lang", f"{_XML}space", f"{_XML}id"})
"""The attributes of other namespaces that cannot refer to anything outside, or are looked at."""
_SEE = "Using BIMI in Amazon SES"


def check_logo(setting: str, svg: str) -> None:
    """Refuses what providers do not show, as far as the text tells.

    Raises:
        InvalidSettingError: names the part.

    BIMI Group, Creating BIMI SVG Logo Files. Guide: Using BIMI in Amazon SES.
    """
    size = len(svg.encode())
    if size > LONGEST_BYTES:
        raise _wrong(setting, f"{size} bytes", "are more than 32 kilobytes", "simplify its paths")
    root = _parsed(setting, svg)
    for attribute, value in (("version", "1.2"), ("baseProfile", "tiny-ps")):
        if root.get(attribute) != value:
            found = f"{attribute}={root.get(attribute)!r}"
            raise _wrong(setting, found, "is not the one of the profile", f'give the <svg> {attribute}="{value}"')
    for attribute in ("x", "y"):
        if attribute in root.attrib:
            raise _wrong(setting, f"<svg {attribute}=>", "is not in the profile", "remove the attribute")
    title = root.find(f"{_SVG}title")
    if title is None or not (title.text or "").strip():
        raise _wrong(setting, "no title", "is in the <svg>", "add <title>Name of the company</title> to it")
    _check_square(setting, root)
    for element in root.iter():
        _check_element(setting, element)


def _parsed(setting: str, svg: str) -> ElementTree.Element:
    if _DECLARED.search(svg) is not None:
        found = "<!DOCTYPE> or <?...?>"
        raise _wrong(
            setting, found, "may refer to what is elsewhere", "remove all but the <?xml?> of the first line"
        )
    try:
        # Entities, the one danger of this parser, have just been refused.
        root = ElementTree.fromstring(svg)  # noqa: S314
    except (ElementTree.ParseError, ValueError) as error:
        raise _wrong(setting, svg[:40], f"is no XML ({error})", "give the text of the SVG file") from None
    if root.tag != f"{_SVG}svg":
        fix = 'give an <svg xmlns="http://www.w3.org/2000/svg">'
        raise _wrong(setting, root.tag, "is not the root of an SVG", fix)
    return root


def _check_square(setting: str, root: ElementTree.Element) -> None:
    numbers = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        _, _, width, height = (float(number) for number in numbers)
    except ValueError:
        found = root.get("viewBox", "no viewBox")
        raise _wrong(
            setting, found, "is no view box", 'give the <svg> one such as viewBox="0 0 100 100"'
        ) from None
    if not width > 0 or not math.isclose(width, height):
        raise _wrong(setting, f"{width:g} by {height:g}", "is not square", "pad the view box until it is")


def _check_element(setting: str, element: ElementTree.Element) -> None:
    name = element.tag.removeprefix(_SVG)
    if name in _REFUSED or name.startswith("{"):
        raise _wrong(setting, f"<{name}>", "is not in the profile", "remove it; draw with paths and shapes")
    for attribute, value in element.attrib.items():
        outside = attribute in _HREF and not value.strip().startswith("#")
        if outside or _URL.search(value) is not None:
            fix = "draw it, or refer to a part of the logo, such as '#a'"
            raise _wrong(setting, f"{value[:40]!r} in <{name}>", "is outside of the logo", fix)
        if attribute.startswith("{") and attribute not in _NAMED:
            raise _wrong(setting, f"{attribute} in <{name}>", "is not in the profile", "remove the attribute")
        if attribute.startswith("on"):
            raise _wrong(setting, f"{attribute} in <{name}>", "is a script", "remove the attribute")


def _wrong(setting: str, got: str, wrong: str, fix: str) -> InvalidSettingError:
    return InvalidSettingError(setting, got, wrong, fix=fix, see=_SEE)
