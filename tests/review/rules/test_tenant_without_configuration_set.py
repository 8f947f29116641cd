"""The rule tenant-without-configuration-set."""

from __future__ import annotations

from collections.abc import Callable


def test_an_associated_set_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    T: {Type: AWS::SES::Tenant, Properties: {ResourceAssociations: [{
      ResourceArn: !Sub "arn:aws:ses:eu-west-1:1:configuration-set/${Mail}"}]}}
    """
    assert found(template) == []


def test_an_imported_arn_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    T: {Type: AWS::SES::Tenant, Properties: {ResourceAssociations: [{ResourceArn: !ImportValue mail}]}}
    """
    assert found(template) == []


def test_an_identity_alone_and_nothing_at_all_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    T: {Type: AWS::SES::Tenant, Properties: {ResourceAssociations: [{
      ResourceArn: "arn:aws:ses:eu-west-1:1:identity/a.example"}]}}
    U: {Type: AWS::SES::Tenant, Properties: {TenantName: u}}
    """
    assert found(template) == ["T", "U"]
