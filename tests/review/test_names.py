"""Which resource a text means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly

SET = "AWS::SES::ConfigurationSet"


@pytest.mark.parametrize(
    "text",
    [
        "mail",
        "!Ref Mail",
        "!Sub 'arn:${AWS::Partition}:ses:${AWS::Region}:1:configuration-set/${Mail}'",
        "!Sub 'arn:aws:ses:${AWS::Region}:1:configuration-set/mail'",
        "arn:aws:ses:eu-west-1:1:configuration-set/mail",
    ],
)
def test_a_set_is_meant_by_name_reference_and_arn(text: str, assembly: Callable[[str], Assembly]) -> None:
    read = assembly(
        f"Mail: {{Type: {SET}, Properties: {{Name: mail}}}}\nUser: {{Type: T, Properties: {{Set: {text}}}}}"
    )
    mail, user = read.resources()
    assert user.get("Set").names(SET) is mail
    assert user.get("Set").names("AWS::SNS::Topic") is None


def test_names_with_the_same_gap_are_the_same_inside_a_template(assembly: Callable[[str], Assembly]) -> None:
    name = "!Sub '${AWS::StackName}-mail'"
    read = assembly(
        f"Mail: {{Type: {SET}, Properties: {{Name: {name}}}}}\nUser: {{Type: T, Properties: {{Set: {name}}}}}"
    )
    mail, user = read.resources()
    assert user.get("Set").names(SET) is mail


def test_objects_in_a_bucket_mean_the_bucket(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("Mail: {Type: AWS::S3::Bucket}\nUser: {Type: T, Properties: {A: !Sub '${Mail.Arn}/in/*'}}")
    mail, user = read.resources()
    assert user.get("A").names("AWS::S3::Bucket") is mail


def test_a_resource_in_the_middle_is_not_meant(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("Mail: {Type: AWS::S3::Bucket}\nUser: {Type: T, Properties: {A: !Sub '${Mail}-logs'}}")
    assert next(read.resources("T")).get("A").names("AWS::S3::Bucket") is None
