"""The records of own DKIM keys: there before SES is told, gone when nobody signs with them, whatever fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import stacks
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.lambdas.provider_world import LOST, PLACE, Deployment, ProviderWorld, connected, pem
from tests.lambdas.undoing import tell_of_undoing

DOMAIN, ZONE, OTHER_ZONE = "shop.example", "Z1", "Z2"
SECRET, KMS_KEY = PLACE.arn("secretsmanager", "secret:dkim"), PLACE.arn("kms", "key/1")
ROLE = "arn:aws:iam::999988887777:role/records"
KEYS = {
    each: pem(rsa.generate_private_key(public_exponent=65537, key_size=1024))
    for each in ("mail1", "mail2", "mail3")
}
THEIRS = {"Name": f"{DOMAIN}.", "Type": "TXT", "TTL": 300, "ResourceRecords": [{"Value": '"theirs"'}]}
SIGN, WRITE = "PutEmailIdentityDkimSigningAttributes", "ChangeResourceRecordSets"


def name_of(selector: str) -> str:
    return f"{selector}._domainkey.{DOMAIN}"


def wanted(
    *selectors: str, zone: Mapping[str, object] | None = None, keep: bool = False, **more: object
) -> dict[str, object]:
    """Properties with a zone; the first selector signs."""
    where: dict[str, object] = {"HostedZoneId": ZONE, "Existing": "refuse", **(zone or {})}
    kept = {"Keep": "true"} if keep else {}
    dkim: dict[str, object] = {
        "Selector": selectors[0],
        "SecretArn": SECRET,
        "AlsoPublished": list(selectors[1:]),
        "Zone": {**where, "TTL": "1800", "Names": [name_of(each) for each in selectors], **kept},
        **more,
    }
    return {"Identity": DOMAIN, "Dkim": dkim}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    world, deploy = connected(monkeypatch)
    undone(monkeypatch, False)
    monkeypatch.setattr(stacks, "is_given_up", lambda _stack: False)
    world.v2.create_email_identity(EmailIdentity=DOMAIN)
    world.secrets[SECRET] = json.dumps(KEYS)
    world.zones = {ZONE: {(DOMAIN, "TXT"): THEIRS}, OTHER_ZONE: {}}
    world.roles[ROLE] = "mail"
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> Deployment:
    return connection[1]("Custom::SesIdentitySettings")


def undone(monkeypatch: pytest.MonkeyPatch, is_it: bool) -> None:
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: is_it)


def published(world: ProviderWorld, zone: str = ZONE) -> set[str]:
    """Selectors with a record in the zone."""
    return {name.split(".")[0] for name, _ in world.zones[zone] if "._domainkey." in name}


def put(world: ProviderWorld, selector: str, value: str) -> None:
    record = {"Name": f"{name_of(selector)}.", "Type": "TXT", "TTL": 300, "ResourceRecords": [{"Value": value}]}
    world.zones[ZONE][name_of(selector), "TXT"] = record


def value(world: ProviderWorld, selector: str) -> str:
    (found,) = world.zones[ZONE][name_of(selector), "TXT"]["ResourceRecords"]
    return str(found["Value"])


def test_the_record_is_there_before_ses_is_told_to_look_for_it(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**wanted("mail1", "mail2"))
    assert answer["Status"] == "SUCCESS", answer
    assert world.calls.index(WRITE) < world.calls.index(SIGN)
    assert published(world) == {"mail1", "mail2"}
    assert value(world, "mail1") == answer["Data"]["DkimRecord0"]
    assert value(world, "mail2") == answer["Data"]["DkimRecord1"]
    assert world.zones[ZONE][name_of("mail1"), "TXT"]["TTL"] == 1800


def test_it_waits_for_the_record_that_it_has_written(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = world.ChangeResourceRecordSets

    def served(body: Any, params: Any) -> Any:
        answer = write(body, params)
        for (name, type), record in world.zones[ZONE].items():
            values = [each["Value"].strip('"').replace('" "', "") for each in record["ResourceRecords"]]
            world.dns.dns[name, type] = values
        return answer

    monkeypatch.setattr(world, "ChangeResourceRecordSets", served)
    answer = stack.create(**wanted("mail1"), Wait={"Minutes": "20"})
    assert answer["Status"] == "SUCCESS", answer
    assert world.clock == 0
    assert world.v2.get_email_identity(EmailIdentity=DOMAIN)["VerifiedForSendingStatus"]


def test_the_same_again_writes_nothing(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**wanted("mail1"))
    before = len(world.calls)
    assert stack.update(**wanted("mail1"))["Status"] == "SUCCESS"
    assert not {WRITE, SIGN} & set(world.calls[before:])


def test_a_rotation_adds_signs_and_removes_in_this_order(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**wanted("mail1"))
    stack.update(**wanted("mail1", "mail2"))
    assert published(world) == {"mail1", "mail2"}
    stack.update(**wanted("mail2", "mail1"))
    assert published(world) == {"mail1", "mail2"}
    stack.update(**wanted("mail2"))
    assert published(world) == {"mail2"}
    before = len(world.calls)
    stack.update(**wanted("mail3"))
    assert [each for each in world.calls[before:] if each in (WRITE, SIGN)] == [WRITE, SIGN, WRITE]
    assert published(world) == {"mail3"}


def test_a_sender_is_revoked_though_the_key_is_lost(
    world: ProviderWorld,
    stack: Deployment,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "444455556666"},
        "Action": ["ses:SendEmail"],
        "Resource": PLACE.arn("ses", f"identity/{DOMAIN}"),
    }
    allowed = {"Version": "2012-10-17", "Statement": [statement]}
    assert stack.create(**wanted("mail1"), Policies={"Partner-1": allowed})["Status"] == "SUCCESS"
    world.secrets[SECRET] = None
    assert stack.update(**wanted("mail1"))["Status"] == "SUCCESS"
    assert world.v2.get_email_identity_policies(EmailIdentity=DOMAIN)["Policies"] == {}
    assert "the secret has no key for selector 'mail1'" in capsys.readouterr().out
    tell_of_undoing(monkeypatch)
    assert stack.update(**wanted("mail2"))["Status"] == "FAILED", "another key has to be there"


def test_the_undoing_of_a_rotation_publishes_and_signs_as_before(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**wanted("mail1"))
    before = dict(world.zones)
    stack.update_that_something_else_fails(**wanted("mail2"))
    assert world.zones == before
    assert world.v2.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Tokens"] == ["mail1"]


def test_records_move_with_the_zone(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**wanted("mail1"))
    stack.update(**wanted("mail1", zone={"HostedZoneId": OTHER_ZONE}))
    assert (published(world), published(world, OTHER_ZONE)) == (set(), {"mail1"})


@pytest.mark.parametrize("zone", [{"HostedZoneId": OTHER_ZONE}, None])
def test_records_that_are_kept_stay_in_a_zone_that_is_left(
    world: ProviderWorld, stack: Deployment, zone: dict[str, object] | None
) -> None:
    stack.create(**wanted("mail1", keep=True))
    by_hand: dict[str, object] = {"Identity": DOMAIN, "Dkim": {"Selector": "mail1", "SecretArn": SECRET}}
    answer = stack.update(**(by_hand if zone is None else wanted("mail1", zone=zone, keep=True)))
    assert answer["Status"] == "SUCCESS"
    assert published(world) == {"mail1"}
    assert published(world, OTHER_ZONE) == (set() if zone is None else {"mail1"})


@pytest.mark.parametrize("key", ["", KMS_KEY])
def test_a_role_that_is_not_there_yet_keeps_nothing_from_being_undone(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    tell_of_undoing(monkeypatch)
    late = ROLE.replace("records", "late")
    there = {"HostedZoneId": OTHER_ZONE, "AssumedRole": late, "ExternalId": "mail"}
    answer = stack.create(**wanted("mail1", zone=there, KmsKeyArn=key))
    assert "may not be assumed. Fix: deploy RecordsRole" in answer["Reason"]
    stack.create(**wanted("mail1"))
    answer = stack.update(**wanted("mail1", zone=there))
    assert "may not be assumed. Fix: deploy RecordsRole" in answer["Reason"]
    assert published(world) == {"mail1"}


def test_who_signs_with_another_kind_of_key_has_the_record_removed(
    world: ProviderWorld, stack: Deployment
) -> None:
    stack.create(**wanted("mail1"))
    stack.update(Identity=DOMAIN, Dkim={"Region": "us-east-1"})
    assert published(world) == set()


@pytest.mark.parametrize(("keep", "left"), [(True, {"mail1", "mail2"}), (False, set())])
def test_records_outlive_their_stack_as_asked(
    world: ProviderWorld, stack: Deployment, keep: bool, left: set[str]
) -> None:
    stack.create(**wanted("mail1", "mail2", keep=keep))
    assert stack.delete()["Status"] == "SUCCESS"
    assert stack.delete()["Status"] == "SUCCESS"
    assert published(world) == left
    assert world.zones[ZONE][DOMAIN, "TXT"] == THEIRS


@pytest.mark.parametrize(("key", "left"), [("", {"mail1"}), (KMS_KEY, set())])
def test_a_deployment_that_fails_takes_back_the_records_of_keys_that_nobody_will_have_again(
    world: ProviderWorld,
    stack: Deployment,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    left: set[str],
) -> None:
    undone(monkeypatch, True)
    answer = stack.create(**wanted("mail1", keep=True, KmsKeyArn=key), Wait={"Minutes": "1"})
    assert "is not verified" in answer["Reason"]
    assert published(world) == left


def test_a_generated_key_is_published(world: ProviderWorld, stack: Deployment) -> None:
    world.secrets[SECRET] = None
    stack.create(**wanted("mail1", KmsKeyArn=KMS_KEY))
    assert published(world) == {"mail1"}
    assert stack.delete()["Status"] == "SUCCESS"
    assert published(world) == set()


def test_another_value_of_somebody_else_is_refused_and_left(world: ProviderWorld, stack: Deployment) -> None:
    put(world, "mail1", '"p=theirs"')
    answer = stack.create(**wanted("mail1"))
    assert f"TXT record {name_of('mail1')} exists with another value" in answer["Reason"]
    assert value(world, "mail1") == '"p=theirs"'
    assert SIGN not in world.calls


def test_another_value_of_somebody_else_is_adopted_on_request(world: ProviderWorld, stack: Deployment) -> None:
    put(world, "mail1", '"p=theirs"')
    answer = stack.create(**wanted("mail1", zone={"Existing": "adopt"}))
    assert answer["Status"] == "SUCCESS"
    assert value(world, "mail1") == answer["Data"]["DkimRecord0"]


def test_what_was_written_before_is_ours_whatever_its_value_is_now(
    world: ProviderWorld, stack: Deployment
) -> None:
    stack.create(**wanted("mail1"))
    put(world, "mail1", '"p="')
    assert stack.update(**wanted("mail1", "mail2"))["Status"] == "SUCCESS"
    assert value(world, "mail1") != '"p="'


def test_what_somebody_has_changed_is_not_removed(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**wanted("mail1"))
    put(world, "mail1", '"p=changed"')
    assert stack.delete()["Status"] == "SUCCESS"
    assert value(world, "mail1") == '"p=changed"'


@pytest.mark.parametrize("kept", [None, "{}", '{"mail1": "no key"}'])
def test_a_record_whose_key_is_gone_stays_and_holds_nothing_up(
    world: ProviderWorld, stack: Deployment, kept: str | None
) -> None:
    stack.create(**wanted("mail1"))
    world.secrets[SECRET] = kept
    assert stack.delete()["Status"] == "SUCCESS"
    assert published(world) == {"mail1"}


@pytest.mark.parametrize("code", ["AccessDeniedException", "DecryptionFailure", "InvalidRequestException"])
def test_a_secret_that_nobody_may_read_any_more_holds_nothing_up(
    world: ProviderWorld, stack: Deployment, code: str
) -> None:
    stack.create(**wanted("mail1"))
    reading = len(world.calls) + 1
    world.failures = {reading: code}
    assert stack.delete()["Status"] == "SUCCESS"
    assert world.calls[reading] == "GetSecretValue"


def test_the_records_go_though_the_identity_has_gone_before(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**wanted("mail1"))
    world.v2.delete_email_identity(EmailIdentity=DOMAIN)
    assert stack.delete()["Status"] == "SUCCESS"
    assert published(world) == set()


def test_another_accounts_zone_is_written_by_its_role(world: ProviderWorld, stack: Deployment) -> None:
    there = {"AssumedRole": ROLE, "ExternalId": "mail"}
    assert stack.create(**wanted("mail1", zone=there))["Status"] == "SUCCESS"
    assert published(world) == {"mail1"}
    assert stack.delete()["Status"] == "SUCCESS"
    assert published(world) == set()
    assert set(world.sessions) == {ROLE}


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "Throttling", LOST])
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(10))
@pytest.mark.parametrize("twice", [True, False])
def test_whichever_call_fails_no_record_is_left_or_lost(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str, twice: bool
) -> None:
    before = dict(world.zones)

    def fail_if(current: str) -> None:
        first = len(world.calls) + call
        world.failures = {first: failure, first + twice: failure} if current == step else {}

    fail_if("create")
    if stack.create(**wanted("mail1"))["Status"] == "FAILED":
        assert world.zones == before
        return
    fail_if("update")
    updated = stack.update(**wanted("mail2", "mail3"))["Status"] == "SUCCESS"
    assert published(world) == ({"mail2", "mail3"} if updated else {"mail1"})
    fail_if("delete")
    for _ in range(4):
        if stack.delete()["Status"] == "SUCCESS":
            break
    assert world.zones == before
