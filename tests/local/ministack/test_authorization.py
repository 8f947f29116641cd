"""An emulator that judges its callers: by their signature, and by what their policies say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator, EmulatorError

ARN = "arn:aws:ses:us-east-1:000000000000:"


@pytest.fixture(scope="module")
def strict() -> Iterator[Emulator]:
    with Emulator(authorize=True) as running:
        ses = running.client("sesv2")
        for name in ("news", "shop"):
            ses.create_configuration_set(ConfigurationSetName=name)
        ses.create_email_identity(EmailIdentity="a@shop.test")
        running.confirm_address("a@shop.test")
        yield running


Grant = Callable[..., str]


@pytest.fixture
def role(strict: Emulator, request: pytest.FixtureRequest) -> Grant:
    """Makes a role with one statement."""

    def make(**statement: object) -> str:
        iam = strict.client("iam")
        name = f"role{abs(hash(request.node.name))}"
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [trust]}))
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}
        iam.put_role_policy(RoleName=name, PolicyName="one", PolicyDocument=json.dumps(policy))
        return made["Role"]["Arn"]

    return make


def refusal(call: Callable[[], object]) -> str:
    """The code of a refusal; empty when there is none."""
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return ""


def test_a_role_may_do_what_its_policy_says_and_no_more(strict: Emulator, role: Grant) -> None:
    arn = role(Action="ses:GetConfigurationSet", Resource=f"{ARN}configuration-set/news")
    session = strict.session_as(arn)
    ses = session.client("sesv2")
    assert refusal(lambda: ses.get_configuration_set(ConfigurationSetName="news")) == ""
    assert refusal(lambda: ses.get_configuration_set(ConfigurationSetName="shop")) == "AccessDeniedException"
    assert refusal(ses.get_account) == "AccessDeniedException"
    assert refusal(session.client("ses").get_send_quota) == "AccessDenied"
    assert refusal(session.client("mailmanager").list_archives) == "AccessDeniedException"


def test_the_refusal_names_who_what_and_which(strict: Emulator, role: Grant) -> None:
    ses = strict.session_as(role(Action="ses:GetAccount", Resource="*")).client("sesv2")
    with pytest.raises(ClientError) as refused:
        ses.get_configuration_set(ConfigurationSetName="shop")
    text = refused.value.response["Error"]["Message"]
    assert "assumed-role/" in text
    assert f"ses:GetConfigurationSet on resource: {ARN}configuration-set/shop because no identity-based" in text


def send(strict: Emulator, arn: str, **more: str) -> str:
    ses: Any = strict.session_as(arn).client("sesv2")
    text = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}
    to = {"ToAddresses": ["b@mail.test"]}
    return refusal(
        lambda: ses.send_email(
            FromEmailAddress="Shop <a@shop.test>", Destination=to, Content={"Simple": text}, **more
        )
    )


def test_sending_with_a_set_needs_the_set_too(strict: Emulator, role: Grant) -> None:
    arn = role(Action="ses:SendEmail", Resource=f"{ARN}identity/a@shop.test")
    assert send(strict, arn) == ""
    assert send(strict, arn, ConfigurationSetName="news") == "AccessDeniedException"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"ses:FromAddress": "a@shop.test"}}, ""),
        ({"StringEquals": {"ses:FromAddress": "b@shop.test"}}, "AccessDeniedException"),
        ({"StringEquals": {"ses:FromDisplayName": "Shop"}}, ""),
        ({"ForAllValues:StringLike": {"ses:Recipients": "*@mail.test"}}, ""),
        ({"ForAllValues:StringLike": {"ses:Recipients": "*@other.test"}}, "AccessDeniedException"),
        ({"StringEquals": {"aws:ResourceAccount": "000000000000"}}, ""),
        ({"StringEquals": {"aws:ResourceAccount": "111122223333"}}, "AccessDeniedException"),
        ({"Bool": {"aws:SecureTransport": "true"}}, ""),
    ],
)
def test_conditions_are_judged(condition: dict[str, object], expected: str, strict: Emulator, role: Grant) -> None:
    arn = role(Action="ses:SendEmail", Resource="*", Condition=condition)
    assert send(strict, arn) == expected


def test_a_user_s_key_is_judged_by_the_user_s_policies(strict: Emulator) -> None:
    iam = strict.client("iam")
    iam.create_user(UserName="sender")
    key = iam.create_access_key(UserName="sender")["AccessKey"]
    session = strict.session_with(key=key["AccessKeyId"], secret=key["SecretAccessKey"])
    assert refusal(session.client("sesv2").get_account) == "AccessDeniedException"
    policy = {"Statement": [{"Effect": "Allow", "Action": "ses:GetAccount", "Resource": "*"}]}
    iam.put_user_policy(UserName="sender", PolicyName="one", PolicyDocument=json.dumps(policy))
    assert refusal(session.client("sesv2").get_account) == ""


def test_a_wrong_signature_is_refused(strict: Emulator, role: Grant) -> None:
    session = strict.session_as(role(Action="*", Resource="*"))
    given = session.get_credentials()
    assert given is not None
    forged = strict.session_with(key=given.access_key, secret="guessed", token=given.token)
    assert refusal(forged.client("sesv2").get_account) == "SignatureDoesNotMatch"
    assert refusal(session.client("sesv2").get_account) == ""


def test_an_explicit_deny_says_so(strict: Emulator, role: Grant) -> None:
    arn = role(Effect="Deny", Action="ses:GetAccount", Resource="*")
    with pytest.raises(ClientError, match="with an explicit deny"):
        strict.session_as(arn).client("sesv2").get_account()


def test_a_role_that_does_not_exist_has_no_session(strict: Emulator) -> None:
    with pytest.raises(EmulatorError, match="no role arn:aws:iam::000000000000:role/nobody"):
        strict.session_as("arn:aws:iam::000000000000:role/nobody")


def test_nobody_is_judged_unless_asked_for(emulator: Emulator) -> None:
    iam = emulator.client("iam")
    arn = iam.create_role(RoleName="powerless", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    assert refusal(emulator.session_as(arn).client("sesv2").get_account) == ""


def test_other_services_are_judged_by_ministack(strict: Emulator, role: Grant) -> None:
    sns = strict.session_as(role(Action="sns:ListTopics", Resource="*")).client("sns")
    assert refusal(sns.list_topics) == ""
    assert refusal(lambda: sns.create_topic(Name="mine")) == "AuthorizationError"
