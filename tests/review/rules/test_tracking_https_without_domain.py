"""The rule tracking-https-without-domain."""

from __future__ import annotations

from collections.abc import Callable


def test_a_domain_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example,
      HttpsPolicy: REQUIRE}}}
    """
    assert found(template) == []


def test_a_policy_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {HttpsPolicy: REQUIRE}}}
    """
    assert found(template) == ["A"]
