"""Sending authorization policies of identities, which both API versions share."""

from __future__ import annotations

import json

from ses_constructs.local.ses import identities
from ses_constructs.local.ses.failures import already_exists, bad_request, limit_exceeded, not_found
from ses_constructs.local.ses.state import PlaceState

_MOST = 20
_LONGEST = 4096


def put(state: PlaceState, identity_name: str, policy_name: str, text: str) -> None:
    """Adds or replaces a policy."""
    identity = identities.require(state, identity_name)
    _check(identities.arn(state, identity.name), text)
    if policy_name not in identity.policies and len(identity.policies) >= _MOST:
        raise limit_exceeded(f"An identity has at most {_MOST} policies.")
    identity.policies[policy_name] = text


def create(state: PlaceState, identity_name: str, policy_name: str, text: str) -> None:
    """Adds a policy under a new name."""
    if policy_name in identities.require(state, identity_name).policies:
        raise already_exists(f"Policy {policy_name} already exists for {identity_name}.")
    put(state, identity_name, policy_name, text)


def update(state: PlaceState, identity_name: str, policy_name: str, text: str) -> None:
    """Replaces a policy that is there."""
    if policy_name not in identities.require(state, identity_name).policies:
        raise not_found(f"Policy {policy_name} does not exist for {identity_name}.")
    put(state, identity_name, policy_name, text)


def delete(state: PlaceState, identity_name: str, policy_name: str) -> None:
    """Removes a policy, if there."""
    identity = identities.find(state, identity_name)
    if identity is not None:
        identity.policies.pop(policy_name, None)


def _check(arn: str, text: str) -> None:
    """The guide's rules: valid JSON, at most 4 KB, and every resource the identity it hangs on."""
    v1 = "InvalidPolicyException"
    if len(text.encode()) > _LONGEST:
        raise bad_request(f"Policy is longer than {_LONGEST} bytes.", v1=v1)
    try:
        document = json.loads(text)
    except ValueError as error:
        raise bad_request("Policy is no valid JSON.", v1=v1) from error
    statements = document.get("Statement") if isinstance(document, dict) else None
    statements = [statements] if isinstance(statements, dict) else statements
    if not statements or not all(isinstance(statement, dict) for statement in statements):
        raise bad_request("Policy has no statement.", v1=v1)
    for statement in statements:
        if not all(statement.get(member) for member in ("Effect", "Principal", "Action", "Resource")):
            raise bad_request("Policy statement needs Effect, Principal, Action and Resource.", v1=v1)
        resources = statement["Resource"]
        for resource in [resources] if isinstance(resources, str) else resources:
            if resource != arn:
                raise bad_request(f"Policy resource {resource} is not the identity {arn}.", v1=v1)
