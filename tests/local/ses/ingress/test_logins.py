"""The passwords of ingress points."""

from __future__ import annotations

import json

import pytest

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.ingress.mail import DROP, Gate, rule

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ingress-a1b2c3"


def test_the_user_is_the_ingress_point(account: Account, ses: Ses) -> None:
    gate = Gate(account, rule(DROP))
    point = gate.point("AUTH", IngressPointConfiguration={"SmtpPassword": "password-1"})
    assert ses.ingress.log_in(account.place, point, point, "password-1")
    assert not ses.ingress.log_in(account.place, point, "somebody", "password-1")
    assert not ses.ingress.log_in(account.place, point, point, "password-2")
    assert not ses.ingress.log_in(account.place, gate.id, gate.id, "password-1")


def test_the_password_before_is_good_for_two_weeks(account: Account, ses: Ses, world: FakeWorld) -> None:
    point = Gate(account, rule(DROP)).point("AUTH", IngressPointConfiguration={"SmtpPassword": "password-1"})
    changed = {"SmtpPassword": "password-2"}
    account.mail_manager.update_ingress_point(IngressPointId=point, IngressPointConfiguration=changed)
    assert ses.ingress.log_in(account.place, point, point, "password-1")
    assert ses.ingress.log_in(account.place, point, point, "password-2")
    world.pass_hours(24 * 14 + 1)
    assert not ses.ingress.log_in(account.place, point, point, "password-1")
    assert ses.ingress.log_in(account.place, point, point, "password-2")


def test_both_versions_of_a_secret_are_good(account: Account, ses: Ses, world: FakeWorld) -> None:
    point = Gate(account, rule(DROP)).point("AUTH", IngressPointConfiguration={"SecretArn": SECRET})
    world.secrets[SECRET] = [json.dumps({"password": "new one"}), json.dumps({"password": "old one"})]
    assert ses.ingress.log_in(account.place, point, point, "new one")
    assert ses.ingress.log_in(account.place, point, point, "old one")
    assert not ses.ingress.log_in(account.place, point, point, "other")


@pytest.mark.parametrize("text", ['{"Password": "x"}', "x", '"x"'])
def test_a_secret_of_another_shape_lets_nobody_in(account: Account, ses: Ses, world: FakeWorld, text: str) -> None:
    point = Gate(account, rule(DROP)).point("AUTH", IngressPointConfiguration={"SecretArn": SECRET})
    world.secrets[SECRET] = [text]
    assert not ses.ingress.log_in(account.place, point, point, "x")
    assert SECRET in ses.undelivered(account.place)[0]["what"]


def test_a_secret_that_refuses_lets_nobody_in(account: Account, ses: Ses, world: FakeWorld) -> None:
    point = Gate(account, rule(DROP)).point("AUTH", IngressPointConfiguration={"SecretArn": SECRET})
    world.refused[SECRET] = "the policy of the secret says no"
    assert not ses.ingress.log_in(account.place, point, point, "x")
    assert ses.undelivered(account.place)[0]["reason"] == "the policy of the secret says no"


def test_one_version_without_a_password_leaves_the_other_good(
    account: Account, ses: Ses, world: FakeWorld
) -> None:
    point = Gate(account, rule(DROP)).point("AUTH", IngressPointConfiguration={"SecretArn": SECRET})
    world.secrets[SECRET] = [json.dumps({"password": "good one"}), "{}"]
    assert ses.ingress.log_in(account.place, point, point, "good one")
