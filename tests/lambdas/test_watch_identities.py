"""The function that looks whether identities are verified, against the emulated SES."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import clients
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from ses_constructs.lambdas.watch_identities import handler as watching
from tests.lambdas.provider_world import PLACE, ProviderWorld, connected

SHOP, OWNER = "shop.example", "owner@other.example"


class Metrics:
    """Stands in for CloudWatch."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, Any]]] = []

    def put_metric_data(self, **call: Any) -> None:
        assert call["Namespace"] == "SesConstructs"
        self.calls.append(call["MetricData"])

    def value(self, name: str, **dimension: str) -> float:
        ((key, of),) = dimension.items()
        (found,) = [
            datum["Value"]
            for datum in self.calls[-1]
            if datum["MetricName"] == name and datum["Dimensions"] == [{"Name": key, "Value": of}]
        ]
        return float(found)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> ProviderWorld:
    return connected(monkeypatch)[0]


@pytest.fixture
def look(world: ProviderWorld, metrics: Metrics, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setattr(watching, "ses", lambda: clients.sesv2())
    monkeypatch.setattr(watching, "cloudwatch", lambda: metrics)

    def run(*names: str, recover: str = "yes") -> None:
        given = {"IDENTITIES": ",".join(names), "RECOVER_MAIL_FROM": recover}
        for name, value in {**given, "MONITOR": "Monitor", "NAMESPACE": "SesConstructs"}.items():
            monkeypatch.setenv(name, value)
        watching.handler({}, None)

    return run


def verified(world: ProviderWorld) -> None:
    world.v2.create_email_identity(EmailIdentity=SHOP)
    dkim = world.v2.get_email_identity(EmailIdentity=SHOP)["DkimAttributes"]
    for token in dkim["Tokens"]:
        world.dns.dns[f"{token}._domainkey.{SHOP}", "CNAME"] = [f"{token}.{dkim['SigningHostedZone']}"]


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_verified_domain_counts_as_well(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    verified(world)
    look(SHOP)
    assert metrics.value("UnverifiedIdentities", Monitor="Monitor") == 0
    assert metrics.value("Unverified", Identity=SHOP) == 0
    assert told(capsys) == []


def test_records_that_are_removed_are_noticed_with_the_reason(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    verified(world)
    world.v2.get_email_identity(EmailIdentity=SHOP)
    world.dns.dns.clear()
    world.dns.pass_hours(1)
    look(SHOP)
    assert metrics.value("UnverifiedIdentities", Monitor="Monitor") == 1
    assert metrics.value("Unverified", Identity=SHOP) == 1
    (line,) = told(capsys)
    assert (line["identity"], line["reason"]) == (SHOP, "HOST_NOT_FOUND")


def test_an_address_needs_no_dkim(world: ProviderWorld, look: Callable[..., None], metrics: Metrics) -> None:
    world.v2.create_email_identity(EmailIdentity=OWNER)
    look(OWNER)
    assert metrics.value("Unverified", Identity=OWNER) == 1
    world.ses.confirm_address(PLACE, OWNER)
    look(OWNER)
    assert metrics.value("Unverified", Identity=OWNER) == 0


def test_an_identity_that_is_gone_is_not_verified(look: Callable[..., None], metrics: Metrics) -> None:
    look(SHOP, OWNER)
    assert metrics.value("UnverifiedIdentities", Monitor="Monitor") == 2


@pytest.mark.parametrize("recover", ["yes", "no"])
def test_a_mail_from_domain_that_ses_gave_up_on_is_begun_anew(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, recover: str
) -> None:
    verified(world)
    world.v2.put_email_identity_mail_from_attributes(
        EmailIdentity=SHOP, MailFromDomain="bounce.shop.example", BehaviorOnMxFailure="REJECT_MESSAGE"
    )
    world.dns.pass_hours(73)
    look(SHOP, recover=recover)
    assert metrics.value("Unverified", Identity=SHOP) == 1
    found = world.v2.get_email_identity(EmailIdentity=SHOP)["MailFromAttributes"]
    assert found["MailFromDomainStatus"] == ("PENDING" if recover == "yes" else "FAILED")
    assert found["BehaviorOnMxFailure"] == "REJECT_MESSAGE"
    world.dns.dns["bounce.shop.example", "MX"] = ["10 feedback-smtp.eu-west-1.amazonses.com"]
    look(SHOP, recover=recover)
    assert metrics.value("Unverified", Identity=SHOP) == (0 if recover == "yes" else 1)


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException"])
def test_one_that_cannot_be_seen_does_not_hide_the_others(
    world: ProviderWorld,
    look: Callable[..., None],
    metrics: Metrics,
    failure: str,
) -> None:
    verified(world)
    world.failures = {0: failure}
    with pytest.raises(watching.UnseenError, match=OWNER):
        look(OWNER, SHOP)
    assert metrics.value("Unverified", Identity=SHOP) == 0
    assert len(metrics.calls[-1]) == 2


def test_metrics_that_do_not_arrive_fail_loudly(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> Mapping[str, AWSResponse]:
        raise ClientError({"Error": {"Code": "Throttling", "Message": ""}}, "PutMetricData")

    monkeypatch.setattr(metrics, "put_metric_data", refuse)
    with pytest.raises(ClientError):
        look(SHOP)
