"""The rule tracking-without-https."""

from __future__ import annotations

from collections.abc import Callable


def test_https_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example,
      HttpsPolicy: REQUIRE}}}
    """
    assert found(template) == []


def test_left_out_and_optional_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example}}}
    B: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example,
      HttpsPolicy: OPTIONAL}}}
    """
    assert found(template) == ["A", "B"]
