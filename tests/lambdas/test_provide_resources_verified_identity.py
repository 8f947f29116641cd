"""A deployment that waits until SES has found the records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import stacks

from ses_constructs.local.ses import verification
from tests.lambdas.provider_world import LOST, Deployment, Parsed, ProviderWorld, connected

DOMAIN = "shop.example"
TYPE = "Custom::SesVerifiedIdentity"
Deploy = Callable[[str], Deployment]


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Deploy]:
    world, deploy = connected(monkeypatch)
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: False)
    monkeypatch.setattr(stacks, "is_given_up", lambda _stack: False)
    world.v2.create_email_identity(EmailIdentity=DOMAIN)
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Deploy]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Deploy]) -> Deployment:
    return connection[1](TYPE)


def asked(minutes: float, mail_from: str = "", **more: str) -> dict[str, object]:
    return {"Identity": DOMAIN, "Minutes": str(minutes), "MailFrom": mail_from, **more}


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


@pytest.mark.parametrize(("minutes", "passed_on"), [(1, 0), (20, 1), (50, 4), (56, 4)])
def test_it_waits_for_longer_than_one_invocation_lasts(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch, minutes: int, passed_on: int
) -> None:
    publish_after(monkeypatch, world, minutes, lambda: publish_dkim(world))
    answer = stack.create(**asked(57))
    assert answer["Status"] == "SUCCESS", answer
    assert minutes * 60 <= world.clock < minutes * 60 + 60
    assert world.calls.count("Invoke") == passed_on


def test_when_the_time_is_over_the_reason_and_the_record_are_told(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**asked(20))
    token = world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"][0]
    reason = answer["Reason"]
    assert "shop.example is not verified: DKIM is PENDING" in reason
    assert f"{token}._domainkey.shop.example" in reason
    assert "SES says HOST_NOT_FOUND. Fix: publish the records" in reason
    assert 20 * 60 <= world.clock < 21 * 60


@pytest.mark.parametrize(
    ("reason", "cure"),
    [
        ("REPLICATION_PRIMARY_NOT_FOUND", "in the region whose keys sign, and deploy again"),
        ("DNS_SERVER_ERROR", "wait an hour"),
        ("TYPE_NOT_FOUND", "publish the records exactly as given"),
    ],
)
def test_each_reason_has_the_cure_that_helps(
    stack: Deployment, monkeypatch: pytest.MonkeyPatch, reason: str, cure: str
) -> None:
    monkeypatch.setattr(verification, "domain_error", lambda _state, _identity: reason)
    assert f"SES says {reason}. Fix: " in stack.create(**asked(1))["Reason"]
    assert cure in stack.answers[0]["Reason"]


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
    stack.create(**asked(57))
    passed_on = world.calls.index("Invoke")
    world.calls.clear()
    world.failures = {passed_on: "AccessDeniedException"}
    answer = stack.create(**asked(57))
    assert world.calls[-1] == "Invoke"
    assert "Invoke failed with AccessDeniedException" in answer["Reason"]


@pytest.mark.parametrize("failure", ["TooManyRequestsException", LOST])
@pytest.mark.parametrize("call", range(3))
def test_a_failed_look_fails_and_leaves_nothing(
    world: ProviderWorld, stack: Deployment, call: int, failure: str
) -> None:
    world.failures = {call: failure, call + 1: failure}
    answer = stack.create(**asked(1))
    assert answer["Status"] == "FAILED"
    assert "Fix:" in answer["Reason"]


def test_what_is_not_the_last_of_a_chain_passes_when_its_time_is_over(
    world: ProviderWorld, stack: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stack.create(**asked(57, GoesOn="true"))["Status"] == "SUCCESS"
    assert world.clock == 57 * 60
    assert '"still_waiting": "shop.example is not verified: DKIM is PENDING' in capsys.readouterr().out


def test_a_chain_waits_for_hours_and_the_last_one_tells_the_reason(
    world: ProviderWorld, connection: tuple[ProviderWorld, Deploy]
) -> None:
    for hour in range(1, 12):
        assert connection[1](TYPE).create(**asked(57, GoesOn="true"))["Status"] == "SUCCESS"
        assert world.clock == hour * 57 * 60
    answer = connection[1](TYPE).create(**asked(57))
    assert "SES says HOST_NOT_FOUND" in answer["Reason"]


def test_the_rest_of_a_chain_returns_at_once_when_the_identity_is_verified_early(
    world: ProviderWorld, connection: tuple[ProviderWorld, Deploy], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_after(monkeypatch, world, 70, lambda: publish_dkim(world))
    for more in ({"GoesOn": "true"}, {"GoesOn": "true"}, {"GoesOn": "true"}, {}):
        assert connection[1](TYPE).create(**asked(57, **more))["Status"] == "SUCCESS"
    assert 70 * 60 <= world.clock < 71 * 60


def test_what_ses_has_given_up_on_ends_a_chain_at_once(world: ProviderWorld, stack: Deployment) -> None:
    world.dns.pass_hours(73)
    assert "DKIM is FAILED" in stack.create(**asked(57, GoesOn="true"))["Reason"]
    assert world.clock == 0


@pytest.mark.parametrize("goes_on", ["true", ""])
@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_deployment_that_is_given_up_is_waited_for_no_longer(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch, kind: str, goes_on: str
) -> None:
    if kind == "update":
        publish_dkim(world)
        stack.create(**asked(5))
        world.dns.dns.clear()
        world.dns.pass_hours(1)
    monkeypatch.setattr(stacks, "is_given_up", lambda _stack: world.clock >= 100)
    undoing = iter([False, True])
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: next(undoing))
    answer = getattr(stack, kind)(**asked(57, GoesOn=goes_on))
    assert "the deployment is being undone" in answer["Reason"]
    assert 100 <= world.clock < 100 + 15


@pytest.mark.parametrize("goes_on", ["true", ""])
@pytest.mark.parametrize("failure", ["TooManyRequestsException", "ServiceUnavailable", LOST])
def test_a_look_that_fails_while_it_waits_is_repeated(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch, failure: str, goes_on: str
) -> None:
    publish_after(monkeypatch, world, 3, lambda: publish_dkim(world))
    world.failures = {**dict.fromkeys(range(2), failure), **dict.fromkeys(range(5, 25), failure)}
    assert stack.create(**asked(57, GoesOn=goes_on))["Status"] == "SUCCESS"
    assert len(world.calls) > 25


def test_an_ses_that_never_answers_is_told_apart_from_missing_records(
    world: ProviderWorld, stack: Deployment
) -> None:
    world.failures = dict.fromkeys(range(900), "TooManyRequestsException")
    assert stack.create(**asked(5))["Reason"].startswith("SES could not be asked about shop.example")


@pytest.mark.parametrize("failure", ["AccessDeniedException", "NotFoundException", "BadRequestException"])
def test_a_look_that_is_refused_while_it_waits_fails(
    world: ProviderWorld, stack: Deployment, failure: str
) -> None:
    world.failures = dict.fromkeys(range(5, 90), failure)
    answer = stack.create(**asked(57, GoesOn="true"))
    assert answer["Status"] == "FAILED"
    assert "Fix:" in answer["Reason"]


def settings_of_ses(world: ProviderWorld) -> Parsed:
    """All that a wait could have changed."""
    said = world.v2.get_email_identity(EmailIdentity=DOMAIN)
    return {name: said[name] for name in said if name.endswith("Attributes")}


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException", LOST])
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(4))
@pytest.mark.parametrize("twice", [True, False])
def test_whichever_call_fails_a_link_of_a_chain_can_be_made_changed_and_deleted(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str, twice: bool
) -> None:
    def fail_if(current: str) -> None:
        first = len(world.calls) + call
        world.failures = {first: failure, first + twice: failure} if current == step else {}

    def settled(deploy: Callable[[], Parsed]) -> None:
        for _ in range(3):
            if deploy()["Status"] == "SUCCESS":
                return
        raise AssertionError("it stays wedged")

    before = settings_of_ses(world)
    fail_if("create")
    settled(lambda: stack.create(**asked(1, GoesOn="true")))
    fail_if("update")
    settled(lambda: stack.update(**asked(2, GoesOn="true")))
    fail_if("delete")
    settled(stack.delete)
    assert settings_of_ses(world) == before


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException", LOST])
def test_a_mail_from_domain_that_cannot_be_tried_again_fails(
    world: ProviderWorld, stack: Deployment, failure: str
) -> None:
    publish_dkim(world)
    world.v2.put_email_identity_mail_from_attributes(EmailIdentity=DOMAIN, MailFromDomain="bounce.shop.example")
    world.dns.pass_hours(73)
    world.failures = dict.fromkeys(range(1, 60), failure)
    answer = stack.create(**asked(57, "bounce.shop.example", GoesOn="true"))
    assert "Fix:" in answer["Reason"]
