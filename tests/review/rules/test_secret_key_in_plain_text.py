"""The rule secret-key-in-plain-text."""

from __future__ import annotations

from collections.abc import Callable


def test_a_secret_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Key: {Type: AWS::IAM::AccessKey}
    Secret: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: !GetAtt Key.SecretAccessKey}}
    """
    assert found(template) == []


def test_parameters_and_variables_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Key: {Type: AWS::IAM::AccessKey}
    Parameter: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt Key.SecretAccessKey}}
    Function: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {
      KEY: !GetAtt Key.SecretAccessKey}}}}
    Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Environment: [{Name: KEY,
      Value: !GetAtt Key.SecretAccessKey}]}]}}
    """
    assert found(template) == ["Parameter", "Function", "Task"]
