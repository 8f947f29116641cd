"""Trust policies, read as IAM reads them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.configuration_sets.trust import Caller, distrust

ACCOUNT = "111122223333"
ARN = f"arn:aws:ses:eu-west-1:{ACCOUNT}:configuration-set/receipts"
BUILT = {
    "Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":ses:eu-west-1:{ACCOUNT}:configuration-set/receipts"]]
}
GENERATED = f"arn:aws:ses:eu-west-1:{ACCOUNT}:configuration-set/*"
SES = Caller(ACCOUNT, ARN)
TRUST: dict[str, Any] = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"Service": "ses.amazonaws.com"},
}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize(
    "statement",
    [
        TRUST,
        TRUST | {"Principal": {"Service": ["lambda.amazonaws.com", "ses.amazonaws.com"]}},
        TRUST | {"Principal": "*"},
        TRUST | {"Principal": {"Service": {"Fn::FindInMap": ["a", "b", "c"]}}},
        TRUST | {"Action": ["sts:TagSession", "STS:AssumeRole"]},
        TRUST | {"Action": "sts:*"},
        TRUST | {"Action": {"Ref": "Action"}},
        TRUST | {"Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": ARN}}},
        TRUST | {"Condition": {"StringEquals": {"AWS:SourceAccount": ["444455556666", ACCOUNT]}}},
        TRUST | {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ses:*:*:configuration-set/rec*"}}},
        TRUST | {"Condition": {"StringLike": {"aws:SourceArn": "arn:aws:ses:eu-west-?:*"}}},
        TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": BUILT}}},
        TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": {"Fn::GetAtt": ["Set", "Arn"]}}}},
        TRUST | {"Condition": {"StringEqualsIfExists": {"sts:ExternalId": "secret"}}},
        TRUST | {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
        TRUST | {"Condition": {"StringNotEquals": {"aws:SourceAccount": "444455556666"}}},
    ],
)
def test_what_lets_ses_in_is_trust(statement: dict[str, Any]) -> None:
    assert distrust(document(statement), SES) is None
    # Another statement, for somebody else, changes nothing.
    other = TRUST | {"Principal": {"Service": "lambda.amazonaws.com"}}
    assert distrust(document(other, statement), SES) is None


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (TRUST | {"Principal": {"Service": "lambda.amazonaws.com"}}, "no statement that allows"),
        (TRUST | {"Principal": {"AWS": "arn:aws:iam::111122223333:role/ses.amazonaws.com"}}, "no statement"),
        (TRUST | {"Principal": {"Service": "ses.amazonaws.com.evil.example"}}, "no statement"),
        (TRUST | {"Action": "sts:TagSession"}, "no statement"),
        (TRUST | {"Sid": "ses.amazonaws.com", "Principal": {"Service": "sns.amazonaws.com"}}, "no statement"),
        (TRUST | {"Effect": "Deny"}, "denies it to SES"),
        (TRUST | {"Condition": {"StringEquals": {"aws:SourceAccount": "444455556666"}}}, "aws:SourceAccount 4444"),
        (TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": ARN + "-old"}}}, "receipts-old"),
        (
            TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:ses:*"}}},
            "StringEquals aws:SourceArn",
        ),
        (TRUST | {"Condition": {"ArnLike": {"AWS:SourceArn": "arn:*:ses:us-east-1:*:*"}}}, "us-east-1"),
        (TRUST | {"Condition": {"StringEquals": {"sts:ExternalId": "secret"}}}, "sts:ExternalId"),
    ],
)
def test_what_keeps_ses_out_is_said(statement: dict[str, Any], why: str) -> None:
    assert why in str(distrust(document(statement), SES))


def test_one_statement_that_holds_is_enough_and_one_that_denies_is_too_much() -> None:
    wrong = TRUST | {"Condition": {"StringEquals": {"aws:SourceAccount": "444455556666"}}}
    assert distrust(document(wrong, TRUST), SES) is None
    assert "denies" in str(distrust(document(TRUST, TRUST | {"Effect": "Deny"}), SES))
    # A denial on a condition is not judged.
    assert distrust(document(TRUST, wrong | {"Effect": "Deny"}), SES) is None
    assert "no statement" in str(distrust({}, SES))


@pytest.mark.parametrize("arn", [BUILT, GENERATED, {"Ref": "Arn"}])
def test_what_the_deployment_fills_in_may_fit(arn: object) -> None:
    statement = TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": ARN, "aws:SourceAccount": ACCOUNT}}}
    assert distrust(document(statement), Caller({"Ref": "AWS::AccountId"}, arn)) is None


def test_but_not_where_the_known_parts_differ() -> None:
    statement = TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": ARN.replace("eu-west-1", "us-east-1")}}}
    for arn in (BUILT, GENERATED):
        assert distrust(document(statement), Caller(ACCOUNT, arn)) is not None


@given(name=st.text(alphabet="ab-*?", max_size=6), other=st.text(alphabet="ab-", max_size=6))
def test_a_name_as_it_stands_fits_itself_alone(name: str, other: str) -> None:
    statement = TRUST | {"Condition": {"StringEquals": {"aws:SourceArn": name}}}
    assert (distrust(document(statement), Caller(ACCOUNT, other)) is None) is (name == other)
