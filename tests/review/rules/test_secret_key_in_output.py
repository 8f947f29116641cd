"""The rule secret-key-in-output."""

from __future__ import annotations

from collections.abc import Callable


def test_the_name_of_the_user_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Resources: {Key: {Type: AWS::IAM::AccessKey}}
    Outputs: {Id: {Value: !Ref Key}}
    """
    assert found(template) == []


def test_the_secret_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Resources: {Key: {Type: AWS::IAM::AccessKey}}
    Outputs: {Secret: {Value: !Sub "password ${Key.SecretAccessKey}"}}
    """
    assert found(template) == ["Secret"]
