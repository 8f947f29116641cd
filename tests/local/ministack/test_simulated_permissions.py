"""A simulation of policies, on an emulator that judges its callers: of oneself, if one may, and of nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator

PAUSE = "ses:PutAccountSendingAttributes"


@pytest.fixture(scope="module")
def strict() -> Iterator[Emulator]:
    with Emulator(authorize=True) as running:
        yield running


def role(strict: Emulator, name: str, *actions: str) -> str:
    """A role that may do this, and simulate its own policies."""
    iam = strict.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    own = {"Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy", "Resource": arn}
    may = [{"Effect": "Allow", "Action": action, "Resource": "*"} for action in actions]
    iam.put_role_policy(RoleName=name, PolicyName="one", PolicyDocument=json.dumps({"Statement": [own, *may]}))
    return arn


@pytest.mark.parametrize(("name", "actions", "said"), [("may", [PAUSE], "allowed"), ("not", [], "implicitDeny")])
def test_a_role_learns_what_it_may(name: str, actions: list[str], said: str, strict: Emulator) -> None:
    arn = role(strict, name, *actions)
    client = strict.session_as(arn).client("iam")
    answer = client.simulate_principal_policy(PolicySourceArn=arn, ActionNames=[PAUSE])
    assert [one["EvalDecision"] for one in answer["EvaluationResults"]] == [said]


def test_and_nothing_of_others(strict: Emulator) -> None:
    mine, other = role(strict, "mine"), role(strict, "other", PAUSE)
    with pytest.raises(ClientError, match="iam:SimulatePrincipalPolicy"):
        strict.session_as(mine).client("iam").simulate_principal_policy(PolicySourceArn=other, ActionNames=[PAUSE])
