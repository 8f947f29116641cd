"""Records in a zone of another account, or in place of others, whatever fails on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.lambdas.provider_world import LOST, Deployment, ProviderWorld, connected

ZONE, ROLE = "Z1", "arn:aws:iam::999988887777:role/records"
Deploy = Callable[[str], Deployment]


def record(name: str, value: str, type: str = "TXT") -> dict[str, Any]:
    return {"Name": f"{name}.", "Type": type, "TTL": "1800", "ResourceRecords": [value]}


DKIM = record("T1._domainkey.shop.example", "T1.dkim.amazonses.com", "CNAME")
DMARC = record("_dmarc.shop.example", '"v=DMARC1; p=none"')
HERE: dict[str, object] = {"HostedZoneId": ZONE, "Existing": "refuse", "Records": [DKIM, DMARC]}
ELSEWHERE = {**HERE, "AssumedRole": ROLE, "ExternalId": "mail"}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Deploy]:
    world, deploy = connected(monkeypatch)
    world.zones[ZONE] = {}
    world.roles[ROLE] = "mail"
    put(world, "shop.example", '"theirs"')
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Deploy]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Deploy]) -> Deployment:
    return connection[1]("Custom::SesDnsRecords")


def put(world: ProviderWorld, name: str, value: str, type: str = "TXT") -> None:
    found = {"Name": f"{name}.", "Type": type, "TTL": 300, "ResourceRecords": [{"Value": value}]}
    world.zones[ZONE][name, type] = found


def zone(world: ProviderWorld) -> dict[str, str]:
    return {
        f"{type} {name}": each["ResourceRecords"][0]["Value"] for (name, type), each in world.zones[ZONE].items()
    }


THEIRS = {"TXT shop.example": '"theirs"'}
OURS = {
    **THEIRS,
    "CNAME t1._domainkey.shop.example": "T1.dkim.amazonses.com",
    "TXT _dmarc.shop.example": '"v=DMARC1; p=none"',
}


@pytest.mark.parametrize("properties", [HERE, ELSEWHERE])
def test_records_come_and_go(world: ProviderWorld, stack: Deployment, properties: dict[str, object]) -> None:
    assert stack.create(**properties)["Status"] == "SUCCESS"
    assert zone(world) == OURS
    assert stack.delete()["Status"] == "SUCCESS"
    assert zone(world) == THEIRS
    assert set(world.sessions) == ({ROLE} if properties is ELSEWHERE else set())


def test_a_wrong_external_id_is_refused(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**HERE, AssumedRole=ROLE, ExternalId="guess")
    assert f"role {ROLE} may not be assumed. Fix: deploy RecordsRole" in answer["Reason"]
    assert zone(world) == THEIRS


@pytest.mark.parametrize(("call", "refused"), [(1, "ListResourceRecordSets"), (3, "ChangeResourceRecordSets")])
def test_what_the_role_may_not_write_is_named_with_the_cure(
    world: ProviderWorld, stack: Deployment, call: int, refused: str
) -> None:
    world.failures = {call: "AccessDenied"}
    answer = stack.create(**ELSEWHERE)
    assert world.calls[call] == refused
    assert f"role {ROLE} may not write t1._domainkey.shop.example" in answer["Reason"]
    assert "Fix: list the domain in RecordsRole" in answer["Reason"]
    assert world.clock == 0, "trying again would not help"
    assert zone(world) == THEIRS


@pytest.mark.parametrize(
    ("properties", "whose"), [(HERE, "in this account"), (ELSEWHERE, f"as seen by role {ROLE}")]
)
def test_a_zone_that_is_not_there_is_named_with_the_cure(
    world: ProviderWorld, stack: Deployment, properties: dict[str, object], whose: str
) -> None:
    del world.zones[ZONE]
    answer = stack.create(**properties)
    assert f"there is no hosted zone {ZONE} {whose}. Fix: give the id of the zone" in answer["Reason"]


def test_equal_records_of_others_outlive_a_creation_that_is_refused(
    world: ProviderWorld, stack: Deployment
) -> None:
    put(world, "_dmarc.shop.example", '"v=DMARC1; p=none"')
    put(world, "t1._domainkey.shop.example", "elsewhere.example", "CNAME")
    before = zone(world)
    assert stack.create(**HERE)["Status"] == "FAILED"
    assert zone(world) == before


def test_the_credentials_of_the_role_are_told_to_nobody(
    world: ProviderWorld, stack: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    stack.create(**ELSEWHERE)
    stack.delete()
    told = capsys.readouterr().out + json.dumps(stack.answers)
    assert "secret-of-the-role" not in told
    assert "ASIAOFTHEROLE" not in told


def test_a_record_of_somebody_else_is_refused_with_the_cure(world: ProviderWorld, stack: Deployment) -> None:
    put(world, "_dmarc.shop.example", '"v=DMARC1; p=reject"')
    before = zone(world)
    answer = stack.create(**HERE)
    assert 'TXT record _dmarc.shop.example exists with another value: "v=DMARC1; p=reject"' in answer["Reason"]
    assert "ExistingRecords.ADOPT" in answer["Reason"]
    assert zone(world) == before, "a batch is made as a whole or not at all"


def test_a_record_of_somebody_else_is_adopted(world: ProviderWorld, stack: Deployment) -> None:
    put(world, "_dmarc.shop.example", '"v=DMARC1; p=reject"')
    assert stack.create(**{**HERE, "Existing": "adopt"})["Status"] == "SUCCESS"
    assert zone(world) == OURS


def test_a_star_that_route_53_spells_otherwise_is_the_same_record(world: ProviderWorld, stack: Deployment) -> None:
    every = "*._report._dmarc.shop.example"
    put(world, every, '"theirs"')
    consent = {**HERE, "Records": [record(every, '"v=DMARC1"')]}
    assert "exists with another value" in stack.create(**consent)["Reason"]
    assert stack.create(**{**consent, "Existing": "adopt"})["Status"] == "SUCCESS"
    assert zone(world) == {**THEIRS, f"TXT {every}": '"v=DMARC1"'}
    assert stack.delete()["Status"] == "SUCCESS"
    assert zone(world) == THEIRS


def test_an_update_changes_what_differs_and_drops_what_is_gone(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**HERE)
    changed = record("_dmarc.shop.example", '"v=DMARC1; p=reject"')
    assert stack.update(**{**HERE, "Records": [changed]})["Status"] == "SUCCESS"
    assert zone(world) == {**THEIRS, "TXT _dmarc.shop.example": '"v=DMARC1; p=reject"'}


def test_an_update_without_a_difference_changes_nothing(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**HERE)
    before = len(world.calls)
    stack.update(**HERE)
    assert set(world.calls[before:]) == {"ListResourceRecordSets"}


def test_records_move_to_another_zone(world: ProviderWorld, stack: Deployment) -> None:
    world.zones["Z2"] = {}
    stack.create(**HERE)
    stack.update(**{**HERE, "HostedZoneId": "Z2"})
    assert zone(world) == THEIRS
    assert len(world.zones["Z2"]) == 2


def test_a_record_that_somebody_changed_outlives_the_stack(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**HERE)
    put(world, "_dmarc.shop.example", '"v=DMARC1; p=quarantine"')
    assert stack.delete()["Status"] == "SUCCESS"
    assert zone(world) == {**THEIRS, "TXT _dmarc.shop.example": '"v=DMARC1; p=quarantine"'}


def test_a_zone_that_is_gone_keeps_nothing_from_being_deleted(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**HERE)
    del world.zones[ZONE]
    assert stack.delete()["Status"] == "SUCCESS"


def test_a_rolled_back_update_is_as_if_it_had_not_been(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**HERE)
    more = record("bounce.shop.example", '"v=spf1 include:amazonses.com ~all"')
    stack.update_that_something_else_fails(**{**HERE, "Records": [DMARC, more]})
    assert zone(world) == OURS


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("failure", ["Throttling", "AccessDenied", LOST])
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(5))
def test_whichever_call_fails_only_what_others_own_is_left(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str, count: int
) -> None:
    def fail_if(current: str) -> None:
        first = len(world.calls) + call
        world.failures = dict.fromkeys(range(first, first + count), failure) if current == step else {}

    fail_if("create")
    if stack.create(**ELSEWHERE)["Status"] == "SUCCESS":
        fail_if("update")
        changed = record("_dmarc.shop.example", '"v=DMARC1; p=reject"')
        stack.update(**{**ELSEWHERE, "Records": [changed]})
        fail_if("delete")
        attempts = [stack.delete()["Status"] for _ in range(3)]
        assert "SUCCESS" in attempts
    assert zone(world) == THEIRS
