"""Feedback topics, sending authorization and DKIM of an identity, whatever fails on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import stacks

from tests.lambdas.provider_world import KEY_PAIR, LOST, PLACE, Deployment, ProviderWorld, connected, pem
from tests.lambdas.undoing import tell_of_undoing

DOMAIN = "shop.example"
ARN = PLACE.arn("ses", f"identity/{DOMAIN}")
SECRET = PLACE.arn("secretsmanager", "secret:dkim")
BOUNCES, COMPLAINTS = PLACE.arn("sns", "bounces"), PLACE.arn("sns", "complaints")
ONE_LINE = "".join(pem().splitlines()[1:-1])
AFTER_MODULUS = 8
"""The lines of a PEM before hold the modulus, which is half of the public key."""
Deploy = Callable[[str], Deployment]


def policy(account: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": ["ses:SendEmail"], "Resource": ARN}
    return {"Version": "2012-10-17", "Statement": [statement]}


FULL: dict[str, object] = {
    "Identity": DOMAIN,
    "Dkim": {"Selector": "mail1", "SecretArn": SECRET},
    "Topics": {"Bounce": BOUNCES, "Complaint": COMPLAINTS},
    "HeadersIn": ["Bounce"],
    "Policies": {"Partner-1": policy("444455556666")},
}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Deploy]:
    world, deploy = connected(monkeypatch)
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: False)
    monkeypatch.setattr(stacks, "is_given_up", lambda _stack: False)
    world.v2.create_email_identity(EmailIdentity=DOMAIN)
    world.secrets[SECRET] = pem()
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Deploy]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Deploy]) -> Deployment:
    return connection[1]("Custom::SesIdentitySettings")


def topics(world: ProviderWorld) -> dict[str, str]:
    said = world.v1.get_identity_notification_attributes(Identities=[DOMAIN])
    found = said["NotificationAttributes"][DOMAIN]
    return {kind: found[f"{kind}Topic"] for kind in ("Bounce", "Complaint", "Delivery") if f"{kind}Topic" in found}


def headers(world: ProviderWorld) -> list[str]:
    said = world.v1.get_identity_notification_attributes(Identities=[DOMAIN])
    found = said["NotificationAttributes"][DOMAIN]
    return [kind for kind in ("Bounce", "Complaint", "Delivery") if found[f"HeadersIn{kind}NotificationsEnabled"]]


def policies(world: ProviderWorld) -> dict[str, Any]:
    said = world.v2.get_email_identity_policies(EmailIdentity=DOMAIN)["Policies"]
    return {name: json.loads(text) for name, text in said.items()}


def signing(world: ProviderWorld) -> str:
    return str(world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["SigningAttributesOrigin"])


def state(world: ProviderWorld) -> tuple[object, ...]:
    """All that is taken back on delete."""
    return topics(world), headers(world), policies(world)


def test_every_setting_reaches_the_identity(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**FULL)
    assert answer["Status"] == "SUCCESS", answer
    assert topics(world) == {"Bounce": BOUNCES, "Complaint": COMPLAINTS}
    assert headers(world) == ["Bounce"]
    assert policies(world) == {"Partner-1": policy("444455556666")}
    assert signing(world) == "EXTERNAL"


def test_the_record_of_the_key_verifies_it(world: ProviderWorld, stack: Deployment) -> None:
    record = stack.create(**FULL)["Data"]["DkimRecord0"]
    assert all(len(part) <= 255 for part in record.strip('"').split('" "'))
    world.dns.dns[f"mail1._domainkey.{DOMAIN}", "TXT"] = [record.strip('"').replace('" "', "")]
    assert world.v2.get_email_identity(EmailIdentity=DOMAIN)["VerificationStatus"] == "SUCCESS"


def test_an_update_revokes_what_is_wanted_no_more(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FULL)
    stack.update(Identity=DOMAIN, Topics={"Complaint": COMPLAINTS}, Policies={"Other-2": policy("777788889999")})
    assert topics(world) == {"Complaint": COMPLAINTS}
    assert headers(world) == []
    assert policies(world) == {"Other-2": policy("777788889999")}


def test_an_update_without_a_difference_changes_nothing(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FULL)
    before = len(world.calls)
    stack.update(**FULL)
    assert set(world.calls[before:]) == {
        "GetEmailIdentity",
        "GetIdentityNotificationAttributes",
        "GetSecretValue",
    }


def test_delete_leaves_others_settings_and_the_signing(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FULL)
    theirs = PLACE.arn("sns", "theirs")
    world.v1.set_identity_notification_topic(Identity=DOMAIN, NotificationType="Bounce", SnsTopic=theirs)
    text = json.dumps(policy("121212121212"))
    world.v2.create_email_identity_policy(EmailIdentity=DOMAIN, PolicyName="Theirs", Policy=text)
    assert stack.delete()["Status"] == "SUCCESS"
    assert topics(world) == {"Bounce": theirs}
    assert list(policies(world)) == ["Theirs"]
    assert signing(world) == "EXTERNAL"


def test_an_identity_that_is_gone_keeps_nothing_from_being_deleted(
    world: ProviderWorld, stack: Deployment
) -> None:
    stack.create(**FULL)
    world.v2.delete_email_identity(EmailIdentity=DOMAIN)
    assert stack.delete()["Status"] == "SUCCESS"
    assert stack.delete()["Status"] == "SUCCESS"


def test_an_identity_that_is_gone_keeps_nothing_from_being_undone(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_of_undoing(monkeypatch)
    record = stack.create(**FULL)["Data"]["DkimRecord0"]
    world.v2.delete_email_identity(EmailIdentity=DOMAIN)
    answer = stack.update(**{**FULL, "HeadersIn": []})
    assert f"there is no identity {DOMAIN} in this region" in answer["Reason"]
    assert stack.answers[-1]["Data"] == {"DkimRecord0": record}, "the undoing, which outputs may name"


@pytest.mark.parametrize(
    ("failure", "problem"),
    [(None, "has no key for selector 'mail1'"), ("InvalidRequestException", "is being deleted, or its KMS key")],
)
def test_a_key_that_is_gone_keeps_nothing_from_being_undone(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch, failure: str | None, problem: str
) -> None:
    tell_of_undoing(monkeypatch)
    stack.create(**FULL)
    if failure is None:
        world.secrets[SECRET] = None
    else:
        world.failures = {len(world.calls) + number: failure for number in (1, 3)}
    answer = stack.update(**{**FULL, "Policies": {}})
    assert problem in answer["Reason"]
    assert "Fix: " in answer["Reason"]
    assert list(policies(world)) == ["Partner-1"]
    assert signing(world) == "EXTERNAL"


def test_an_identity_that_is_not_there_is_named(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**{**FULL, "Identity": "other.example"})
    assert "there is no identity other.example in this region. Fix:" in answer["Reason"]


def test_settings_move_with_a_new_name(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.create_email_identity(EmailIdentity="new.example")
    stack.create(Identity=DOMAIN, Topics={"Bounce": BOUNCES})
    stack.update(Identity="new.example", Topics={"Bounce": BOUNCES})
    assert topics(world) == {}
    said = world.v1.get_identity_notification_attributes(Identities=["new.example"])
    assert said["NotificationAttributes"]["new.example"]["BounceTopic"] == BOUNCES


def test_a_rolled_back_update_is_as_if_it_had_not_been(world: ProviderWorld, stack: Deployment) -> None:
    world.secrets[SECRET] = json.dumps({"mail1": pem(), "mail2": pem()})
    stack.create(**FULL)
    before = state(world)
    stack.update_that_something_else_fails(Identity=DOMAIN, Dkim={"Selector": "mail2", "SecretArn": SECRET})
    assert state(world) == before
    assert world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"] == ["mail1"]


def test_a_policy_that_is_too_long_changes_nothing(world: ProviderWorld, stack: Deployment) -> None:
    long = policy("444455556666")
    long["Statement"][0]["Sid"] = "x" * 4096
    answer = stack.create(Identity=DOMAIN, Policies={"Long": long})
    assert "SES takes 4096. Fix: shorten" in answer["Reason"]
    assert policies(world) == {}


def test_a_twenty_first_policy_is_refused_and_says_whose_the_others_are(
    world: ProviderWorld, stack: Deployment
) -> None:
    for number in range(20):
        text = json.dumps(policy("121212121212"))
        world.v2.create_email_identity_policy(EmailIdentity=DOMAIN, PolicyName=f"T{number}", Policy=text)
    answer = stack.create(Identity=DOMAIN, Policies={"Mine": policy("444455556666")})
    assert "would have 21 sending policies, 20 of them of others" in answer["Reason"]


def test_a_topic_whose_policy_is_not_in_force_yet_is_tried_again(world: ProviderWorld, stack: Deployment) -> None:
    world.failures = {2: "InvalidParameterValue", 3: "InvalidParameterValue"}
    answer = stack.create(Identity=DOMAIN, Topics={"Bounce": BOUNCES})
    assert answer["Status"] == "SUCCESS"
    assert world.calls.count("SetIdentityNotificationTopic") == 3


def test_a_topic_that_never_lets_ses_in_fails(world: ProviderWorld, stack: Deployment) -> None:
    world.dns.refused[BOUNCES] = "its policy does not let ses.amazonaws.com publish"
    answer = stack.create(Identity=DOMAIN, Topics={"Bounce": BOUNCES})
    assert answer["Status"] == "FAILED"
    assert "SetIdentityNotificationTopic" in answer["Reason"]


def test_another_regions_key_signs(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(Identity=DOMAIN, Dkim={"Region": "us-east-1"})
    assert answer["Data"] == {}
    assert signing(world) == "AWS_SES_US_EAST_1"
    before = len(world.calls)
    stack.update(Identity=DOMAIN, Dkim={"Region": "us-east-1"}, Topics={"Bounce": BOUNCES})
    assert "PutEmailIdentityDkimSigningAttributes" not in world.calls[before:]


def test_another_region_that_ses_refuses_is_told_with_the_cure(world: ProviderWorld, stack: Deployment) -> None:
    world.failures = {1: "BadRequestException"}
    answer = stack.create(Identity=DOMAIN, Dkim={"Region": "us-east-1"})
    assert "cannot sign with the keys of us-east-1" in answer["Reason"]
    assert "deploy the identity in us-east-1 first" in answer["Reason"]


def waiting(**more: object) -> dict[str, object]:
    return {"Identity": DOMAIN, "Topics": {"Bounce": BOUNCES}, "Wait": {"Minutes": "20"}, **more}


def publish_dkim(world: ProviderWorld) -> None:
    dkim = world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    for token in dkim["Tokens"]:
        world.dns.dns[f"{token}._domainkey.{DOMAIN}", "CNAME"] = [f"{token}.{dkim['SigningHostedZone']}"]


def test_at_the_end_it_waits_as_long_as_it_must(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**waiting())
    assert "shop.example is not verified: DKIM is PENDING" in answer["Reason"]
    assert 20 * 60 <= world.clock < 21 * 60
    assert world.calls.count("Invoke") == 1, "longer than one invocation lasts"
    assert topics(world) == {}, "taken back with the stack that failed"
    publish_dkim(world)
    before = world.clock
    assert stack.create(**waiting())["Status"] == "SUCCESS"
    assert world.clock == before
    assert topics(world) == {"Bounce": BOUNCES}


def test_a_lost_record_keeps_no_sender_from_being_revoked(world: ProviderWorld, stack: Deployment) -> None:
    publish_dkim(world)
    stack.create(**waiting(Policies=FULL["Policies"]))
    world.dns.dns.clear()
    world.dns.pass_hours(1)
    assert stack.update(**waiting())["Status"] == "SUCCESS"
    assert policies(world) == {}
    assert world.clock == 0


def test_another_wait_is_waited_for(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dkim(world)
    stack.create(**waiting())
    world.dns.dns.clear()
    world.dns.pass_hours(1)
    undoing = iter([False, True])
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: next(undoing))
    assert stack.update(**waiting(Wait={"Minutes": "1"}))["Status"] == "FAILED"
    assert 60 <= world.clock < 120
    assert next(undoing, None) is None, "the undoing was asked about, and did not wait"


def test_more_than_an_hour_is_waited_on_by_others(world: ProviderWorld, stack: Deployment) -> None:
    assert stack.create(**waiting(Wait={"Minutes": "57", "GoesOn": "true"}))["Status"] == "SUCCESS"
    assert world.clock == 57 * 60
    assert topics(world) == {"Bounce": BOUNCES}


def test_undoing_a_deployment_does_not_wait(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_dkim(world)
    stack.create(**waiting())
    world.dns.dns.clear()
    world.dns.pass_hours(1)
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: True)
    assert stack.update(**waiting(Wait={"Minutes": "5"}))["Status"] == "SUCCESS"
    assert world.clock == 0


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException", LOST])
@pytest.mark.parametrize("call", range(8))
@pytest.mark.parametrize("twice", [True, False])
def test_whichever_call_fails_while_it_waits_nothing_is_left_behind(
    world: ProviderWorld, stack: Deployment, call: int, failure: str, twice: bool
) -> None:
    before = state(world)
    world.failures = {call: failure, call + twice: failure}
    answer = stack.create(**waiting(Policies=FULL["Policies"]))
    assert answer["Status"] == "FAILED", "its records are not published"
    assert "Fix:" in answer["Reason"]
    assert state(world) == before


@pytest.mark.parametrize("failure", ["BadRequestException", "LimitExceededException"])
def test_a_refusal_that_quotes_the_key_is_not_passed_on(
    world: ProviderWorld, stack: Deployment, capsys: pytest.CaptureFixture[str], failure: str
) -> None:
    world.quotes, world.failures = ONE_LINE, {2: failure}
    answer = stack.create(**FULL)
    assert world.calls[2] == "PutEmailIdentityDkimSigningAttributes"
    assert "SES does not take the private key of selector 'mail1'. Fix:" in answer["Reason"]
    assert ONE_LINE not in capsys.readouterr().out + json.dumps(stack.answers)


@pytest.mark.parametrize("failure", ["BadRequestException", "TooManyRequestsException", LOST])
@pytest.mark.parametrize("call", range(10))
@pytest.mark.parametrize("step", ["create", "update", "delete"])
def test_no_part_of_the_key_is_told_to_anybody(
    world: ProviderWorld,
    stack: Deployment,
    capsys: pytest.CaptureFixture[str],
    step: str,
    call: int,
    failure: str,
) -> None:
    _walk(world, stack, step, call, failure)
    told = capsys.readouterr().out + json.dumps(stack.answers)
    private = KEY_PAIR.private_numbers()
    assert ONE_LINE not in told
    assert not any(line in told for line in pem().splitlines()[AFTER_MODULUS:-1])
    assert str(private.d) not in told


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException", LOST])
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(12))
def test_whichever_call_fails_nothing_is_left_behind(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str
) -> None:
    before = state(world)
    _walk(world, stack, step, call, failure)
    assert state(world) == before


@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(12))
def test_two_failures_leave_nothing_behind_either(
    world: ProviderWorld, stack: Deployment, step: str, call: int
) -> None:
    before = state(world)
    _walk(world, stack, step, call, LOST, twice=True)
    assert state(world) == before


def _walk(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str, *, twice: bool = False
) -> None:
    """Creates, updates and deletes, with the given call of one step failing."""

    def fail_if(current: str) -> None:
        first = len(world.calls) + call
        world.failures = {first: failure} if current == step else {}
        if twice and current == step:
            world.failures[first + 1] = failure

    fail_if("create")
    if stack.create(**FULL)["Status"] == "FAILED":
        return
    fail_if("update")
    other = {"Identity": DOMAIN, "Topics": {"Delivery": BOUNCES}, "Policies": {"New-2": policy("777788889999")}}
    stack.update(**other)
    fail_if("delete")
    for _ in range(4):
        if stack.delete()["Status"] == "SUCCESS":
            return
    raise AssertionError("the resource cannot be deleted")
