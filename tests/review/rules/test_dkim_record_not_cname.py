"""The rule dkim-record-not-cname."""

from __future__ import annotations

from collections.abc import Callable


def test_a_cname_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    """
    assert found(template) == []


def test_a_txt_record_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: TXT}}
    """
    assert found(template) == ["One"]
