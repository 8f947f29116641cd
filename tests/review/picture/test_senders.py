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
    assert grant.conditions == ("the From address is like a@x.example, <B>",)
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


def test_the_policy_of_an_identity_is_a_permission_of_whom_it_names() -> None:
    assembly = assembly_of(
        """
        Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
        Settings:
          Type: Custom::SesIdentitySettings
          Properties:
            Identity: !Ref Shop
            Policies:
              Agency: {Statement: [
                {Effect: Allow, Principal: {AWS: "444455556666"}, Action: "ses:SendEmail",
                  Resource: !Sub "arn:aws:ses:eu-west-1:1:identity/${Shop}",
                  Condition: {StringLike: {"ses:FromAddress": a@*}}},
                {Effect: Deny, Principal: "*", Action: "ses:SendEmail", Resource: "*"}]}
              Open: {Statement: {Effect: Allow, Principal: "*", Action: "ses:SendRawEmail", Resource: "*"}}
        """
    )
    found = grants(assembly)
    assert [[(who.name, who.kind) for who in one.who] for one in found] == [
        [("444455556666", "another account")],
        [("anyone", "any account")],
    ]
    assert found[0].on == ("shop.example",)
    assert found[0].conditions == ("the From address is like a@*",)


def test_a_condition_without_words_stays_as_it_is_written() -> None:
    assembly = assembly_of(
        """
        A: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: {Effect: Allow,
          Action: "ses:SendEmail", Resource: ["*", "*"], Condition: {
            "ForAllValues:StringEquals": {"ses:Recipients": a@x.example}, Bool: {"aws:SecureTransport": true}}}}}}
        """
    )
    (grant,) = grants(assembly)
    assert grant.conditions == ("each recipient is a@x.example", "aws:SecureTransport Bool true")
    assert grant.on == ("*",)
