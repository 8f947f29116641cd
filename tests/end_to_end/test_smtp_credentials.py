"""SMTP credentials, deployed by the command line and used over STARTTLS: sending, rotation, deletion, silence."""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_sns as sns

from ses_constructs.access import SendLimits
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.facts.smtp import smtp_password
from ses_constructs.identities import DomainIdentity
from ses_constructs.lambdas.rotate_smtp_credentials import handler as rotating
from ses_constructs.local.cdk import CdkFailedError
from ses_constructs.local.platform import wait_for
from ses_constructs.smtp import SmtpCredentials, SmtpRotation
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.smtp_client import Application

ZONES = {"shop.example": "ZSHOP", "news.example": "ZNEWS"}
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
Build = Callable[[cdk.App], None]


class Deployment:
    """Stacks with credentials for one domain each."""

    def __init__(self, account: Account, assembly: Assembly) -> None:
        self.emulator = account.emulator
        self.account = account
        self._assembly = assembly
        for name, zone_id in ZONES.items():
            self.emulator.own_zone(name, zone_id=zone_id)

    def stack(
        self, domain: str, *, grace: timedelta | None = None, fails_late: bool = False, **settings: Any
    ) -> Build:
        def build(app: cdk.App) -> None:
            stack = cdk.Stack(app, domain.partition(".")[0])
            identity = DomainIdentity(
                stack,
                "Domain",
                domain=domain,
                dns=Dns.in_zone_with_id(ZONES[domain], zone_name=domain),
                configuration_set=ConfigurationSet(stack, "Set"),
                removal_policy=cdk.RemovalPolicy.DESTROY,
            )
            rotation = None if grace is None else SmtpRotation.every(timedelta(days=90), grace=grace)
            operators = None if rotation is None else sns.Topic(stack, "Operators", enforce_ssl=True)
            smtp = SmtpCredentials(
                stack,
                "Smtp",
                identities=[identity],
                sender=f"post@{domain}",
                host=self.emulator.smtp_host,
                port=self.emulator.smtp_port,
                rotation=rotation,
                operators=operators,
                **settings,
            )
            cdk.CfnOutput(stack, "Secret", value=smtp.secret.secret_arn)
            cdk.CfnOutput(stack, "User", value=smtp.user.user_name)
            if operators is not None:
                cdk.CfnOutput(stack, "Topic", value=operators.topic_arn)
            if smtp.rotation_function is not None:
                cdk.CfnOutput(stack, "Rotation", value=smtp.rotation_function.function.function_name)
            if fails_late:
                late = route53.CfnRecordSet(
                    stack, "Late", hosted_zone_id="ZNOSUCHZONE", name=f"x.{domain}", type="A", ttl="60"
                )
                late.node.add_dependency(smtp)

        return build

    def deploy(self, *stacks: Build) -> dict[str, dict[str, str]]:
        return self._assembly.deploy(*stacks)

    def destroy(self, *stacks: Build) -> None:
        self._assembly.destroy(*stacks)

    def application(self, outputs: dict[str, str], domain: str) -> Application:
        self.account.wait_until_verified(domain)
        return Application(self.emulator, outputs["Secret"])

    def keys(self, user: str) -> list[str]:
        found = self.emulator.client("iam").list_access_keys(UserName=user)["AccessKeyMetadata"]
        return sorted(key["AccessKeyId"] for key in found)


@pytest.fixture
def deployment(emptied: Account, assembly: Assembly) -> Deployment:
    return Deployment(emptied, assembly)


def test_an_application_sends_with_the_secret_and_only_from_its_domain(deployment: Deployment) -> None:
    outputs = deployment.deploy(deployment.stack("shop.example"), deployment.stack("news.example"))
    shop = deployment.application(outputs["shop"], "shop.example")
    deployment.application(outputs["news"], "news.example")
    assert shop.secret()["from"] == "post@shop.example"
    assert shop.send("post@shop.example") == ""
    assert [sent["source"] for sent in deployment.emulator.sent()] == ["post@shop.example"]
    assert '554 b"Access denied' in shop.send("post@news.example"), "though it is verified"
    other_set = shop.send("post@shop.example", header="X-SES-CONFIGURATION-SET: other\r\n")
    assert "configuration-set/other" in other_set
    assert not shop.works({**shop.secret(), "password": "wrong"})


def test_limits_hold_at_the_interface_too(deployment: Deployment) -> None:
    limits = SendLimits(from_addresses=("orders@shop.example",), recipients=("*@simulator.amazonses.com",))
    outputs = deployment.deploy(deployment.stack("shop.example", limits=limits))
    shop = deployment.application(outputs["shop"], "shop.example")
    assert shop.send("orders@shop.example") == ""
    assert "Access denied" in shop.send("post@shop.example")
    with shop.connected() as client, pytest.raises(smtplib.SMTPDataError, match="Access denied"):
        client.sendmail("orders@shop.example", ["a@b.test"], "From: orders@shop.example\r\n\r\nx")


def test_each_region_has_a_password_that_is_good_there(deployment: Deployment) -> None:
    outputs = deployment.deploy(deployment.stack("shop.example", other_regions=["eu-west-1"]))
    secret = deployment.application(outputs["shop"], "shop.example").secret()
    assert secret["password"] != secret["password_eu-west-1"]
    assert secret["host_eu-west-1"] == "email-smtp.eu-west-1.amazonaws.com"
    shop = Application(deployment.emulator, outputs["shop"]["Secret"])
    assert shop.works({**secret, "password": secret["password_eu-west-1"]})


def rotate(deployment: Deployment, shop: Application) -> dict[str, str]:
    """Has Secrets Manager rotate, and waits for the new content."""
    before = shop.secret()
    deployment.emulator.client("secretsmanager").rotate_secret(SecretId=shop.secret_arn)
    wait_for("a new password", lambda: shop.secret()["password"] != before["password"], patience=30)
    return shop.secret()


def end_grace(deployment: Deployment, function: str) -> None:
    """Does what the rule does every hour."""
    answer = deployment.emulator.client("lambda").invoke(FunctionName=function, Payload=b"{}")
    assert "FunctionError" not in answer


def test_the_old_password_works_in_its_grace_and_fails_after(deployment: Deployment) -> None:
    long = deployment.stack("shop.example", grace=timedelta(days=7))
    outputs = deployment.deploy(long)["shop"]
    shop = deployment.application(outputs, "shop.example")
    old = shop.secret()
    new = rotate(deployment, shop)
    end_grace(deployment, outputs["Rotation"])
    assert shop.works(old)
    assert shop.works(new)
    assert len(deployment.keys(outputs["User"])) == 2
    deployment.deploy(deployment.stack("shop.example", grace=timedelta()))
    assert shop.secret() == new, "a deployment does not undo a rotation"
    end_grace(deployment, outputs["Rotation"])
    assert not shop.works(old)
    assert shop.works(new)
    assert deployment.keys(outputs["User"]) == [new["username"]]


@pytest.mark.parametrize("last", range(4))
def test_a_rotation_cut_short_between_two_steps_is_taken_up_again(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    outputs = deployment.deploy(deployment.stack("shop.example", grace=timedelta(days=7)))["shop"]
    shop = deployment.application(outputs, "shop.example")
    old = shop.secret()
    token = begin_and_stop(deployment, monkeypatch, outputs, shop)
    for number in range(last + 1):
        event = {"SecretId": shop.secret_arn, "ClientRequestToken": token, "Step": STEPS[number]}
        rotating.handler(event, None)
        assert shop.works(shop.secret())
    for step in STEPS:
        rotating.handler({"SecretId": shop.secret_arn, "ClientRequestToken": token, "Step": step}, None)
    new = shop.secret()
    assert new["username"] != old["username"]
    assert shop.works(old)
    assert shop.works(new)
    assert deployment.keys(outputs["User"]) == sorted([old["username"], new["username"]])


def test_a_rotation_that_fails_is_heard_and_leaves_the_password_working(deployment: Deployment) -> None:
    outputs = deployment.deploy(deployment.stack("shop.example", grace=timedelta(days=7)))["shop"]
    shop = deployment.application(outputs, "shop.example")
    told = deployment.account.listen(outputs["Topic"])
    old = shop.secret()
    functions = deployment.emulator.client("lambda")
    variables = functions.get_function_configuration(FunctionName=outputs["Rotation"])["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=outputs["Rotation"], Environment={"Variables": {**variables, "PORT": "none"}}
    )
    deployment.emulator.client("secretsmanager").rotate_secret(SecretId=shop.secret_arn)

    def heard() -> list[str]:
        # What the hourly rule does: it fails as well, so that the alarm has something to see however slow this is.
        functions.invoke(FunctionName=outputs["Rotation"], Payload=b"{}")
        return [alarm["NewStateValue"] for alarm in deployment.account.taken(told)]

    wait_for("the alarm", lambda: "ALARM" in heard(), patience=30)
    assert shop.secret() == old
    assert shop.works(old)


def begin_and_stop(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, outputs: dict[str, str], shop: Application
) -> str:
    """A rotation whose function fails at once; from then on the function runs in this process."""
    emulator = deployment.emulator
    functions = emulator.client("lambda")
    variables = functions.get_function_configuration(FunctionName=outputs["Rotation"])["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=outputs["Rotation"], Environment={"Variables": {**variables, "PORT": "none"}}
    )
    token: str = emulator.client("secretsmanager").rotate_secret(SecretId=shop.secret_arn)["VersionId"]
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SSL_CERT_FILE", str(emulator.smtp_certificate))
    monkeypatch.setattr(rotating, "iam", lambda: emulator.client("iam"))
    monkeypatch.setattr(rotating, "secretsmanager", lambda: emulator.client("secretsmanager"))
    return token


def test_nothing_but_the_secret_holds_a_password(deployment: Deployment) -> None:
    outputs = deployment.deploy(deployment.stack("shop.example", grace=timedelta(days=7)))["shop"]
    shop = deployment.application(outputs, "shop.example")
    old = shop.secret()
    passwords = {old["password"], rotate(deployment, shop)["password"]}
    said = everything_said(deployment)
    assert outputs["User"] in said
    assert [password for password in passwords if password in said] == []


def everything_said(deployment: Deployment) -> str:
    """Templates, events, resources, outputs, function settings and logs of the account."""
    emulator = deployment.emulator
    cloudformation, logs = emulator.client("cloudformation"), emulator.client("logs")
    name = "shop"
    found: list[object] = [
        cloudformation.get_template(StackName=name)["TemplateBody"],
        cloudformation.describe_stack_events(StackName=name)["StackEvents"],
        cloudformation.describe_stack_resources(StackName=name)["StackResources"],
        cloudformation.describe_stacks(StackName=name)["Stacks"],
        emulator.client("lambda").list_functions()["Functions"],
        emulator.client("iam").list_users()["Users"],
        emulator.client("secretsmanager").list_secrets()["SecretList"],
    ]
    for group in logs.describe_log_groups()["logGroups"]:
        found.append(logs.filter_log_events(logGroupName=group["logGroupName"])["events"])
    return json.dumps(found, default=str) + emulator.log.read_text()


def test_two_applications_do_not_collide_and_removing_one_leaves_the_other_sending(deployment: Deployment) -> None:
    shop_stack, news_stack = deployment.stack("shop.example"), deployment.stack("news.example")
    outputs = deployment.deploy(shop_stack, news_stack)
    shop = deployment.application(outputs["shop"], "shop.example")
    news = deployment.application(outputs["news"], "news.example")
    removed = news.secret()
    deployment.destroy(news_stack)
    assert not news.works(removed)
    assert shop.send("post@shop.example") == ""
    users = deployment.emulator.client("iam").list_users()["Users"]
    assert [user["UserName"] for user in users] == [outputs["shop"]["User"]]


def test_a_deployment_that_fails_leaves_no_user_and_no_key(deployment: Deployment) -> None:
    with pytest.raises(CdkFailedError):
        deployment.deploy(deployment.stack("shop.example", fails_late=True))
    assert deployment.emulator.client("iam").list_users()["Users"] == []


def test_a_change_that_takes_a_new_key_keeps_the_old_password_until_it_is_through(deployment: Deployment) -> None:
    outputs = deployment.deploy(deployment.stack("shop.example"))["shop"]
    shop = deployment.application(outputs, "shop.example")
    old = shop.secret()
    with pytest.raises(CdkFailedError):
        deployment.deploy(deployment.stack("shop.example", other_regions=["eu-west-1"], fails_late=True))
    assert shop.secret() == old
    assert shop.works(old)
    changed = deployment.deploy(deployment.stack("shop.example", other_regions=["eu-west-1"]))["shop"]
    assert changed["Secret"] != outputs["Secret"]
    assert Application(deployment.emulator, changed["Secret"]).send("post@shop.example") == ""
    assert not shop.works(old)


def test_the_password_is_that_of_the_access_key(deployment: Deployment) -> None:
    """The emulator keeps the secret half, which AWS never shows again."""
    iam = deployment.emulator.client("iam")
    iam.create_user(UserName="by-hand")
    key = iam.create_access_key(UserName="by-hand")["AccessKey"]
    application = Application(deployment.emulator, "none")
    emulator = deployment.emulator
    secret = {"host": emulator.smtp_host, "port": str(emulator.smtp_port), "username": key["AccessKeyId"]}
    assert application.works({**secret, "password": smtp_password(key["SecretAccessKey"], "us-east-1")})
    assert not application.works({**secret, "password": key["SecretAccessKey"]})
    iam.update_access_key(UserName="by-hand", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert not application.works({**secret, "password": smtp_password(key["SecretAccessKey"], "us-east-1")})


def test_a_client_that_does_not_encrypt_is_not_let_in(deployment: Deployment) -> None:
    with smtplib.SMTP(deployment.emulator.smtp_host, deployment.emulator.smtp_port, timeout=10) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        code, _ = client.mail("a@shop.example")
        assert code == 530
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        smtplib.SMTP(deployment.emulator.smtp_host, deployment.emulator.smtp_port, timeout=10) as client,
    ):
        client.starttls(context=ssl.create_default_context())
