"""The rule mx-host-misspelt."""

from __future__ import annotations

from collections.abc import Callable


def test_the_hosts_of_ses_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    In: {Type: AWS::Route53::RecordSet, Properties: {Name: a, Type: MX,
      ResourceRecords: [!Sub "10 inbound-smtp.${AWS::Region}.amazonaws.com"]}}
    Out: {Type: AWS::Route53::RecordSet, Properties: {Name: b, Type: MX,
      ResourceRecords: [10 feedback-smtp.eu-west-1.amazonses.com.]}}
    """
    assert found(template) == []


def test_the_mixed_up_hosts_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    In: {Type: AWS::Route53::RecordSet, Properties: {Name: a, Type: MX,
      ResourceRecords: [!Sub "10 inbound-smtp.${AWS::Region}.amazonses.com"]}}
    Out: {Type: AWS::Route53::RecordSet, Properties: {Name: b, Type: MX,
      ResourceRecords: [10 feedback-smtp.eu-west-1.amazonaws.com]}}
    """
    assert found(template) == ["In", "Out"]
