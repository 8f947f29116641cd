"""Who may send."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[str, str], dict[str, list[str]]]
POLICY = """
App: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}
Send: {Type: AWS::IAM::Policy, Properties: {PolicyName: send, Roles: [!Ref App], PolicyDocument: {Statement: [
  {Effect: Allow, Action: ses:SendEmail,
   Resource: ['arn:aws:ses:eu-west-1:1:identity/shop.example', 'arn:aws:ses:eu-west-1:1:configuration-set/a'],
   Condition: {StringEquals: {'ses:FromAddress': hello@shop.example}}}]}}}
"""
ROLE = "App: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}"


def test_a_permission_to_send_is_a_new_sender(told: Told) -> None:
    (text,) = told(ROLE, POLICY)["sender-added"]
    assert text.startswith("${App} may send as arn:aws:ses:eu-west-1:1:identity/shop.example under the conditions")
    assert "hello@shop.example" in text


def test_a_permission_that_goes_is_a_note(told: Told) -> None:
    found = told(POLICY, ROLE)
    assert "sender-added" not in found
    assert len(found["sender-removed"]) == 1


def test_a_condition_that_goes_is_a_new_sender(told: Told) -> None:
    wider = POLICY.replace("'ses:FromAddress': hello@shop.example", "'ses:FromAddress': '*@shop.example'")
    assert "*@shop.example" in told(POLICY, wider)["sender-added"][0]


def test_the_same_permission_in_another_policy_is_nothing_new(told: Told) -> None:
    assert "sender-added" not in told(POLICY, POLICY.replace("Send:", "SendMail:", 1))


def test_other_permissions_are_no_senders(told: Told) -> None:
    assert "sender-added" not in told(ROLE, POLICY.replace("ses:SendEmail", "ses:GetAccount"))


def test_a_wildcard_sends(told: Told) -> None:
    assert "sender-added" in told(ROLE, POLICY.replace("ses:SendEmail", "'ses:*'"))


def test_a_policy_inside_a_role_names_the_role(told: Told) -> None:
    inline = """
    App: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, Policies: [{PolicyName: a,
      PolicyDocument: {Statement: [{Effect: Allow, Action: ses:SendRawEmail, Resource: arn:x}]}}]}}
    """
    assert told(ROLE, inline)["sender-added"] == ["${App} may send as arn:x, which is new"]


def test_the_policy_of_an_identity_lets_another_account_send(told: Told) -> None:
    settings = """
    Settings: {Type: Custom::SesIdentitySettings, Properties: {Identity: a.example, Policies: {Agency: {
      Statement: [{Effect: Allow, Principal: {AWS: "444455556666"}, Action: "ses:SendEmail", Resource: "*"}]}}}}
    """
    assert told("{}", settings)["sender-added"] == ["444455556666 may send as *, which is new"]
    anyone = settings.replace('{AWS: "444455556666"}', '"*"')
    assert "anyone may send as *, which is new" in told(settings, anyone)["sender-added"]
