"""Sending authorization policies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_constructs.local.ses import identities, identity_policies
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


def policy(**changes: Any) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": "ses:SendEmail", "Resource": ARN}
    return json.dumps({"Version": "2012-10-17", "Statement": statement | changes})


@pytest.fixture(autouse=True)
def identity(state: PlaceState) -> None:
    identities.create(state, "example.com")


def test_a_policy_is_kept_and_removed(state: PlaceState) -> None:
    identity_policies.create(state, "example.com", "p", policy())
    identity_policies.update(state, "example.com", "p", policy(Effect="Deny"))
    assert "Deny" in identities.require(state, "example.com").policies["p"]
    identity_policies.delete(state, "example.com", "p")
    identity_policies.delete(state, "example.com", "p")
    assert identities.require(state, "example.com").policies == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no valid JSON"),
        ("[]", "no statement"),
        ('{"Statement": []}', "no statement"),
        (policy(Principal=""), "needs Effect"),
        (policy(Resource="*"), "is not the identity"),
        (policy(Sid="x" * 4096), "longer than 4096"),
    ],
)
def test_a_policy_that_breaks_the_rules_is_refused(state: PlaceState, text: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refusal:
        identity_policies.put(state, "example.com", "p", text)
    assert refusal.value.v1 == "InvalidPolicyException"


def test_an_identity_has_at_most_twenty(state: PlaceState) -> None:
    for number in range(20):
        identity_policies.put(state, "example.com", f"p{number}", policy())
    with pytest.raises(RefusedError, match="at most 20"):
        identity_policies.put(state, "example.com", "one-more", policy())
    identity_policies.put(state, "example.com", "p0", policy())


def test_create_and_update_know_what_is_there(state: PlaceState) -> None:
    with pytest.raises(RefusedError, match="does not exist"):
        identity_policies.update(state, "example.com", "p", policy())
    identity_policies.create(state, "example.com", "p", policy())
    with pytest.raises(RefusedError, match="already exists"):
        identity_policies.create(state, "example.com", "p", policy())
