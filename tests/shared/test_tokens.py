"""What counts as known."""

from __future__ import annotations

import aws_cdk as cdk

from ses_constructs.shared import is_known
from ses_constructs.shared.tokens import is_number_token


def test_text_is_known() -> None:
    assert is_known("shop.example")


def test_a_token_is_not_known_wherever_it_stands() -> None:
    assert not is_known(cdk.Aws.REGION)
    assert not is_known(f"feedback-smtp.{cdk.Aws.REGION}.amazonses.com")
    assert not is_known(cdk.Token.as_list(cdk.Fn.split(",", cdk.Aws.REGION))[0])


def test_a_token_in_a_number_is_told_from_numbers() -> None:
    assert is_number_token(cdk.Token.as_number({"Ref": "Minutes"}))
    assert not is_number_token(-1e287)
    assert not is_number_token(60)
