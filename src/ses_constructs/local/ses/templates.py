"""E-mail templates, which both API versions share."""

from __future__ import annotations

import json
from typing import Any

from ses_constructs.facts.handlebars import RenderingError, render
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import already_exists, bad_request, not_found
from ses_constructs.local.ses.state import PlaceState

PARTS = ("Subject", "Text", "Html")


def create(state: PlaceState, name: str, content: Document) -> None:
    """Creates a template; ``content`` has the members of SES v2 (``Subject``, ``Text``, ``Html``)."""
    if name in state.templates:
        raise already_exists(f"Template {name} already exists.", v1="AlreadyExistsException")
    state.templates[name] = _checked(name, content) | {"Created": state.now()}


def update(state: PlaceState, name: str, content: Document) -> None:
    """Replaces the whole content: parts left out are removed."""
    state.templates[name] = _checked(name, content) | {"Created": require(state, name)["Created"]}


def require(state: PlaceState, name: str) -> Document:
    """The content of a template."""
    if name not in state.templates:
        raise not_found(f"Template {name} does not exist.", v1="TemplateDoesNotExistException")
    return state.templates[name]


def delete(state: PlaceState, name: str) -> None:
    """Deletes a template, if there."""
    state.templates.pop(name, None)
    state.tags.pop(arn(state, name), None)


def arn(state: PlaceState, name: str) -> str:
    """The ARN of a template."""
    return state.arn(f"template/{name}")


def read_data(text: str | None) -> dict[str, Any]:
    """Template data, which travels as a JSON object in a string."""
    try:
        data = json.loads(text or "{}")
    except ValueError as error:
        raise bad_request(f"Template data is no valid JSON: {error}") from error
    if not isinstance(data, dict):
        raise bad_request("Template data is no JSON object.")
    return data


def fill(content: Document, data: dict[str, Any]) -> dict[str, str | None]:
    """Every part of a template filled with data.

    :raises RenderingError: when a variable has no value
    """
    return {part: render(content[part], data) if content.get(part) is not None else None for part in PARTS}


def _checked(name: str, content: Document) -> Document:
    if not content.get("Subject"):
        raise bad_request("The subject must be specified.", v1="InvalidTemplateException")
    if not (content.get("Text") or content.get("Html")):
        raise bad_request("The text part or the HTML part must be specified.", v1="InvalidTemplateException")
    found = {part: content[part] for part in PARTS if content.get(part) is not None}
    for part, text in found.items():
        _check_syntax(name, part, text)
    return found


def _check_syntax(name: str, part: str, text: str) -> None:
    try:
        render(text, {})
    except RenderingError as error:
        if "is not present in the rendering data" not in str(error):
            raise bad_request(
                f"Template {name} has an invalid {part} part: {error}", v1="InvalidTemplateException"
            ) from error
