"""Who may send."""

from __future__ import annotations

import json
from pathlib import Path

from ses_constructs.review import Assembly
from ses_constructs.review.picture.senders import grants
from tests.review.conftest import assembly_of

STORED = Path(__file__).parents[2] / "stored_templates"


def test_a_grant_names_who_what_and_as_whom() -> None:
    (grant,) = grants(Assembly.of(json.loads((STORED / "send_from_domain.json").read_text())))
    assert [who.name for who in grant.who] == ["Sender"]
    assert grant.actions == ("ses:SendEmail", "ses:SendRawEmail")
    assert set(grant.on) == {"shop.example", "Receipts"}
    assert not grant.is_unbounded


def test_conditions_and_outsiders_are_told() -> None:
    assembly = assembly_of(
        """
        May:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            Roles: [theirs]
            PolicyDocument:
              Statement:
                Effect: Allow
                Action: ["ses:Send*"]
                Resource: ["arn:aws:ses:eu-west-1:1:identity/theirs.example", "*"]
                Condition: {StringLike: {"ses:FromAddress": ["a@x.example", !Ref B]}}
        """
    )
    (grant,) = grants(assembly)
    assert [(who.name, who.kind) for who in grant.who] == [("theirs", "role outside these templates")]
    assert grant.on == ("identity/theirs.example", "*")
    assert grant.conditions == ("ses:FromAddress StringLike a@x.example, <B>",)
    assert not grant.is_unbounded


def test_star_without_a_condition_is_unbounded() -> None:
    policy = "{PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: '*'}}}"
    (grant,) = grants(assembly_of(f"R: {{Type: AWS::IAM::Role, Properties: {{Policies: [{policy}]}}}}"))
    assert grant.is_unbounded
    assert grant.who[0].kind == "role"


def test_what_only_reads_or_denies_grants_nothing() -> None:
    lines = []
    for at, (effect, action) in enumerate([("Deny", "ses:SendEmail"), ("Allow", "ses:GetSendQuota")]):
        statement = f"{{Effect: {effect}, Action: '{action}', Resource: '*'}}"
        document = f"{{PolicyDocument: {{Statement: {statement}}}}}"
        lines.append(f"R{at}: {{Type: AWS::IAM::Role, Properties: {{Policies: [{document}]}}}}")
    assert grants(assembly_of("\n".join(lines))) == []
