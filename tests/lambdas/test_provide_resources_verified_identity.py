"""A deployment that waits until SES has found the records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import stacks

from tests.lambdas.provider_world import LOST, Deployment, ProviderWorld, connected

DOMAIN = "shop.example"
Deploy = Callable[[str], Deployment]


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Deploy]:
    world, deploy = connected(monkeypatch)
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: False)
    world.v2.create_email_identity(EmailIdentity=DOMAIN)
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Deploy]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Deploy]) -> Deployment:
    return connection[1]("Custom::SesVerifiedIdentity")


def asked(minutes: int, mail_from: str = "") -> dict[str, object]:
    return {"Identity": DOMAIN, "Minutes": str(minutes), "MailFrom": mail_from}


def publish_dkim(world: ProviderWorld) -> None:
    dkim = world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    for token in dkim["Tokens"]:
        world.dns.dns[f"{token}._domainkey.{DOMAIN}", "CNAME"] = [f"{token}.{dkim['SigningHostedZone']}"]


def publish_after(
    monkeypatch: pytest.MonkeyPatch, world: ProviderWorld, minutes: float, publish: Callable[[], None]
) -> None:
    def sleep(seconds: float) -> None:
        world.sleep(seconds)
        if world.clock >= 60 * minutes:
            publish()

    monkeypatch.setattr("time.sleep", sleep)


def test_an_identity_that_is_verified_is_not_waited_for(world: ProviderWorld, stack: Deployment) -> None:
    publish_dkim(world)
    answer = stack.create(**asked(30))
    assert answer["Status"] == "SUCCESS"
    assert world.clock == 0
    assert world.calls == ["GetEmailIdentity"]


@pytest.mark.parametrize("minutes", [1, 20, 50, 56])
def test_it_waits_for_longer_than_one_invocation_lasts(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    publish_after(monkeypatch, world, minutes, lambda: publish_dkim(world))
    answer = stack.create(**asked(57))
    assert answer["Status"] == "SUCCESS", answer
    assert minutes * 60 <= world.clock < minutes * 60 + 60
    assert world.calls.count("Invoke") == minutes // 15


def test_when_the_time_is_over_the_reason_and_the_record_are_told(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**asked(20))
    token = world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"][0]
    reason = answer["Reason"]
    assert "shop.example is not verified: DKIM is PENDING" in reason
    assert f"{token}._domainkey.shop.example" in reason
    assert "SES says HOST_NOT_FOUND. Fix: publish the records" in reason
    assert 20 * 60 <= world.clock < 21 * 60


def test_a_wrong_value_is_told_apart_from_a_missing_one(world: ProviderWorld, stack: Deployment) -> None:
    publish_dkim(world)
    name, type = next(iter(world.dns.dns))
    world.dns.dns[name, type] = ["somewhere.example"]
    assert "SES says INVALID_VALUE" in stack.create(**asked(1))["Reason"]


def test_mail_from_is_waited_for_too(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dkim(world)
    world.v2.put_email_identity_mail_from_attributes(EmailIdentity=DOMAIN, MailFromDomain="bounce.shop.example")
    answer = stack.create(**asked(1, "bounce.shop.example"))
    assert "MAIL FROM is PENDING (look at the MX record of bounce.shop.example)" in answer["Reason"]
    mx = ["10 feedback-smtp.eu-west-1.amazonses.com"]
    world.dns.dns["bounce.shop.example", "MX"] = mx
    assert stack.create(**asked(1, "bounce.shop.example"))["Status"] == "SUCCESS"


def test_what_ses_has_given_up_on_is_not_waited_for(world: ProviderWorld, stack: Deployment) -> None:
    world.dns.pass_hours(73)
    answer = stack.create(**asked(57))
    assert "DKIM is FAILED" in answer["Reason"]
    assert world.clock == 0


def test_a_mail_from_domain_that_ses_has_given_up_on_is_tried_again(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dkim(world)
    world.v2.put_email_identity_mail_from_attributes(
        EmailIdentity=DOMAIN, MailFromDomain="bounce.shop.example", BehaviorOnMxFailure="REJECT_MESSAGE"
    )
    world.dns.pass_hours(73)
    before = world.v2.get_email_identity(EmailIdentity=DOMAIN)["MailFromAttributes"]
    assert before["MailFromDomainStatus"] == "FAILED"
    assert stack.create(**asked(1))["Status"] == "SUCCESS", "it is waited for only when wanted"

    def publish() -> None:
        world.dns.dns["bounce.shop.example", "MX"] = ["10 feedback-smtp.eu-west-1.amazonses.com"]

    publish_after(monkeypatch, world, 2, publish)
    assert stack.create(**asked(10, "bounce.shop.example"))["Status"] == "SUCCESS"
    after = world.v2.get_email_identity(EmailIdentity=DOMAIN)["MailFromAttributes"]
    assert after == {**before, "MailFromDomainStatus": "SUCCESS"}
    assert world.calls.count("PutEmailIdentityMailFromAttributes") == 1


def test_an_identity_that_is_not_there_is_named(stack: Deployment) -> None:
    answer = stack.create(**{**asked(5), "Identity": "other.example"})
    assert "there is no identity other.example" in answer["Reason"]


def test_a_delete_is_done_at_once(world: ProviderWorld, stack: Deployment) -> None:
    publish_dkim(world)
    stack.create(**asked(5))
    before = list(world.calls)
    assert stack.delete()["Status"] == "SUCCESS"
    assert world.calls == before


def test_undoing_a_deployment_does_not_wait(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dkim(world)
    stack.create(**asked(5))
    world.dns.dns.clear()
    world.dns.pass_hours(1)
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: True)
    assert stack.update(**asked(6))["Status"] == "SUCCESS"
    assert world.clock == 0


def test_a_function_that_may_not_invoke_itself_says_so(world: ProviderWorld, stack: Deployment) -> None:
    world.failures = dict.fromkeys(range(50, 90), "AccessDeniedException")
    answer = stack.create(**asked(57))
    assert answer["Status"] == "FAILED"
    assert "AccessDeniedException" in answer["Reason"]


@pytest.mark.parametrize("failure", ["TooManyRequestsException", LOST])
@pytest.mark.parametrize("call", range(3))
def test_a_failed_look_fails_and_leaves_nothing(
    world: ProviderWorld, stack: Deployment, call: int, failure: str
) -> None:
    world.failures = {call: failure, call + 1: failure}
    answer = stack.create(**asked(1))
    assert answer["Status"] == "FAILED"
    assert "Fix:" in answer["Reason"]
