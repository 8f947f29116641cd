"""Which logical ids a piece of a template mentions."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"\$\{([^!.}][^.}]*)")


def mentioned(raw: object) -> set[str]:
    """Names in ``Ref``, ``Fn::GetAtt`` and ``Fn::Sub`` anywhere below; some may be parameters.

    Every part is looked at once, so that YAML which repeats or contains itself costs no more.
    """
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [raw]
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        if isinstance(part, dict):
            seen.add(id(part))
            found |= _named_by(part)
            waiting.extend(part.values())
        elif isinstance(part, list):
            seen.add(id(part))
            waiting.extend(part)
    return found


def _named_by(part: dict[object, object]) -> set[str]:
    """What a single map names, if it is an intrinsic."""
    reference, attribute, pattern = part.get("Ref"), part.get("Fn::GetAtt"), part.get("Fn::Sub")
    found = {reference} if isinstance(reference, str) else set()
    first = attribute[0] if isinstance(attribute, list) and attribute else attribute
    if isinstance(first, str):
        found.add(first.partition(".")[0])
    text = pattern[0] if isinstance(pattern, list) and pattern else pattern
    if isinstance(text, str):
        found.update(_VARIABLE.findall(text))
    return found
