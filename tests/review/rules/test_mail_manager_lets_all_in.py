"""The rule mail-manager-lets-all-in."""

from __future__ import annotations

from collections.abc import Callable


def test_statements_that_deny_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::SES::MailManagerTrafficPolicy, Properties: {DefaultAction: ALLOW, PolicyStatements: [{
      Action: DENY}]}}
    """
    assert found(template) == []


def test_statements_that_only_allow_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    P: {Type: AWS::SES::MailManagerTrafficPolicy, Properties: {DefaultAction: ALLOW, PolicyStatements: [{
      Action: ALLOW}]}}
    """
    assert found(template) == ["P"]
