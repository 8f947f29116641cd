"""DKIM tokens and hosts."""

from __future__ import annotations

import re

import pytest

from ses_constructs.local.ses.dkim_hosts import dkim_domain, dkim_tokens, verification_token
from ses_constructs.local.world import Place

HERE = Place("123456789012", "us-east-1")


def test_tokens_look_random_and_stay_the_same() -> None:
    tokens = dkim_tokens(HERE, "example.com")
    assert len(set(tokens)) == 3
    assert all(re.fullmatch("[a-z2-7]{32}", token) for token in tokens)
    assert dkim_tokens(HERE, "Example.COM") == tokens


def test_another_place_or_domain_has_other_tokens() -> None:
    tokens = set(dkim_tokens(HERE, "example.com"))
    assert not tokens & set(dkim_tokens(Place("123456789012", "eu-west-1"), "example.com"))
    assert not tokens & set(dkim_tokens(Place("210987654321", "us-east-1"), "example.com"))
    assert not tokens & set(dkim_tokens(HERE, "example.org"))


@pytest.mark.parametrize("region", ["af-south-1", "ap-northeast-3", "eu-south-1"])
def test_some_regions_have_a_dkim_domain_of_their_own(region: str) -> None:
    assert dkim_domain(region) == f"dkim.{region}.amazonses.com"


def test_the_others_share_one() -> None:
    assert dkim_domain("us-east-1") == dkim_domain("eu-west-1") == "dkim.amazonses.com"


def test_the_token_of_the_legacy_record_belongs_to_the_domain() -> None:
    assert verification_token(HERE, "example.com") != verification_token(HERE, "example.org")
