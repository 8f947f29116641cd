"""A domain that may be an identity already is taken over, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lambdas.provider_world import KEY_PAIR, LOST, Deployment, ProviderWorld, connected, pem

DOMAIN = "shop.example"
SETTINGS: dict[str, object] = {
    "Identity": DOMAIN,
    "MailFromDomain": "bounce.shop.example",
    "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
    "ConfigurationSet": "receipts",
}
Deploy = Callable[[str], Deployment]


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Deploy]:
    world, deploy = connected(monkeypatch)
    world.v2.create_configuration_set(ConfigurationSetName="receipts")
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Deploy]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Deploy]) -> Deployment:
    return connection[1]("Custom::SesAdoptedIdentity")


def identity(world: ProviderWorld) -> dict[str, Any]:
    found: dict[str, Any] = world.v2.get_email_identity(EmailIdentity=DOMAIN)
    return found


def names(world: ProviderWorld) -> list[str]:
    return [each["IdentityName"] for each in world.v2.list_email_identities()["EmailIdentities"]]


@pytest.mark.parametrize("exists", [True, False])
def test_it_has_its_settings_whether_it_was_there_or_not(
    world: ProviderWorld, stack: Deployment, exists: bool
) -> None:
    if exists:
        world.v2.create_email_identity(EmailIdentity=DOMAIN)
    answer = stack.create(**SETTINGS)
    assert answer["Status"] == "SUCCESS", answer
    found = identity(world)
    assert found["ConfigurationSetName"] == "receipts"
    assert found["MailFromAttributes"]["MailFromDomain"] == "bounce.shop.example"
    for number, token in enumerate(found["DkimAttributes"]["Tokens"], 1):
        assert answer["Data"][f"DkimName{number}"] == f"{token}._domainkey.shop.example"
        assert answer["Data"][f"DkimValue{number}"] == f"{token}.dkim.amazonses.com"


def test_what_was_found_outlives_the_stack(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.create_email_identity(EmailIdentity=DOMAIN)
    stack.create(**SETTINGS)
    assert stack.delete()["Status"] == "SUCCESS"
    assert names(world) == [DOMAIN]


def test_what_was_made_goes_with_the_stack(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**SETTINGS)
    assert stack.delete()["Status"] == "SUCCESS"
    assert stack.delete()["Status"] == "SUCCESS"
    assert names(world) == []


def test_settings_of_the_identity_stay_where_none_are_wanted(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.create_email_identity(EmailIdentity=DOMAIN, ConfigurationSetName="receipts")
    world.v2.put_email_identity_mail_from_attributes(EmailIdentity=DOMAIN, MailFromDomain="old.shop.example")
    stack.create(Identity=DOMAIN)
    found = identity(world)
    assert found["ConfigurationSetName"] == "receipts"
    assert found["MailFromAttributes"]["MailFromDomain"] == "old.shop.example"


def test_a_setting_that_is_taken_out_is_taken_back(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**SETTINGS)
    stack.update(Identity=DOMAIN)
    assert "ConfigurationSetName" not in identity(world)
    assert "MailFromAttributes" not in identity(world)


def test_a_mail_from_domain_that_ses_gave_up_on_is_tried_again(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**SETTINGS)
    world.dns.pass_hours(73)
    assert identity(world)["MailFromAttributes"]["MailFromDomainStatus"] == "FAILED"
    stack.update(**SETTINGS)
    assert identity(world)["MailFromAttributes"]["MailFromDomainStatus"] == "PENDING"


def test_an_update_without_a_difference_only_looks(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**SETTINGS)
    before = len(world.calls)
    stack.update(**SETTINGS)
    assert world.calls[before:] == ["GetEmailIdentity"]


def test_an_identity_with_a_key_of_its_own_is_left_alone(world: ProviderWorld, stack: Deployment) -> None:
    key = "".join(pem(KEY_PAIR).splitlines()[1:-1])
    attributes = {"DomainSigningSelector": "mail1", "DomainSigningPrivateKey": key}
    world.v2.create_email_identity(EmailIdentity=DOMAIN, DkimSigningAttributes=attributes)
    answer = stack.create(**SETTINGS)
    assert "does not sign with Easy DKIM of this region, but with EXTERNAL" in answer["Reason"]
    assert "DomainIdentity.from_domain_name()" in answer["Reason"]
    assert "ConfigurationSetName" not in identity(world)


def test_an_identity_of_earlier_days_without_dkim_is_given_it(world: ProviderWorld, stack: Deployment) -> None:
    token = world.v1.verify_domain_identity(Domain=DOMAIN)["VerificationToken"]
    world.dns.dns[f"_amazonses.{DOMAIN}", "TXT"] = [token]
    assert identity(world)["DkimAttributes"]["Status"] == "NOT_STARTED"
    answer = stack.create(**SETTINGS)
    found = identity(world)["DkimAttributes"]
    assert found["SigningEnabled"]
    assert [answer["Data"][f"DkimName{n}"].split(".")[0] for n in (1, 2, 3)] == found["Tokens"]


def test_an_identity_that_does_not_sign_is_made_to(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.create_email_identity(EmailIdentity=DOMAIN)
    world.v2.put_email_identity_dkim_attributes(EmailIdentity=DOMAIN, SigningEnabled=False)
    assert stack.create(**SETTINGS)["Status"] == "SUCCESS"
    assert identity(world)["DkimAttributes"]["SigningEnabled"]


def test_another_name_is_another_identity(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**SETTINGS)
    stack.update(Identity="new.example")
    assert names(world) == ["new.example"]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException", LOST])
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(7))
@pytest.mark.parametrize("exists", [True, False])
def test_whichever_call_fails_only_what_was_there_is_left(
    world: ProviderWorld, stack: Deployment, exists: bool, step: str, call: int, failure: str, count: int
) -> None:
    if exists:
        world.v1.verify_domain_identity(Domain=DOMAIN)

    def fail_if(current: str) -> None:
        first = len(world.calls) + call
        world.failures = dict.fromkeys(range(first, first + count), failure) if current == step else {}

    fail_if("create")
    if stack.create(**SETTINGS)["Status"] == "SUCCESS":
        fail_if("update")
        stack.update(**{**SETTINGS, "BehaviorOnMxFailure": "REJECT_MESSAGE"})
        fail_if("delete")
        assert "SUCCESS" in [stack.delete()["Status"] for _ in range(3)]
    assert names(world) == ([DOMAIN] if exists else [])
