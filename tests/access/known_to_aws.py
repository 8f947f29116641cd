"""AWS's own data of actions, resources and condition keys, as the package parliament brings it."""

from __future__ import annotations

import json
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_GLOBAL = ("aws:CurrentTime", "aws:SourceVpce")
"""Condition keys of every action that go into our policies. Guide: Controlling access to Amazon SES."""


@cache
def privileges() -> dict[str, list[Any]]:
    """The entries of each action of SES; an action of both API versions has several."""
    spec = find_spec("parliament")
    assert spec is not None
    assert spec.origin is not None
    data = json.loads((Path(spec.origin).parent / "iam_definition.json").read_text())
    found: dict[str, list[Any]] = {}
    for service in data:
        if service["prefix"] == "ses":
            for privilege in service["privileges"]:
                found.setdefault(f"ses:{privilege['privilege']}", []).append(privilege)
    return found


def keys_of(action: str) -> set[str]:
    """Condition keys that some version of the action knows."""
    return {
        key for entry in privileges()[action] for kind in entry["resource_types"] for key in kind["condition_keys"]
    } | set(_GLOBAL)


def kinds_of(action: str) -> set[str]:
    """Kinds of resources that some version of the action applies to; none for an action without a resource."""
    return {
        kind["resource_type"].rstrip("*")
        for entry in privileges()[action]
        for kind in entry["resource_types"]
        if kind["resource_type"]
    }


def problems(statement: dict[str, Any]) -> list[str]:
    """Why a statement can never allow some of what it seems to."""
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    kinds = {resource.split(":")[5].split("/")[0] for resource in resources if resource != "*"}
    keys = {key for block in statement.get("Condition", {}).values() for key in block}
    found = [f"{action} does not exist" for action in actions if action not in privileges()]
    for action in (action for action in actions if action in privileges()):
        if keys - keys_of(action):
            found.append(f"{action} knows no {keys - keys_of(action)}")
        if kinds and not kinds & kinds_of(action):
            found.append(f"{action} does not apply to {kinds}")
        if "*" in resources and kinds_of(action) and len(resources) == 1:
            found.append(f"{action} could be narrowed to {kinds_of(action)}")
    for kind in kinds:
        if not any(kind in kinds_of(action) for action in actions if action in privileges()):
            found.append(f"no action applies to {kind}")
    return found


def findings(statements: list[dict[str, Any]]) -> list[str]:
    """What parliament's own rules find in a policy."""
    with warnings.catch_warnings():
        # It leaves its data files open when it is imported.
        warnings.simplefilter("ignore", ResourceWarning)
        import parliament
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return [finding.issue for finding in parliament.analyze_policy_string(document).findings]
