"""Imports that a deployment waits for, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import clients
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from botocore.model import OperationModel

from tests.lambdas.provider_world import LOST, PLACE, Deployment, Parsed, ProviderWorld, connected, ok, refusal
from tests.lambdas.undoing import FAILURES, STEPS, tell_of_undoing

OLD = b"a@b.c,BOUNCE\nd@e.f,COMPLAINT\n"
NEW = b"g@h.i,BOUNCE\n"
COMMON = {"DataFormat": "CSV", "Action": "PUT", "FailuresAllowed": "0", "Minutes": "50"}


def staged(name: str, **more: str) -> dict[str, str]:
    """The properties of a file beside the app."""
    source = {"SourceBucket": "assets", "SourceKey": name}
    return {"Bucket": "staging", "Key": f"imports/{name}", **source, **COMMON, **more}


STORED = {"Bucket": "lists", "Key": "old.csv", **COMMON}
FIRST, SECOND = staged("old.csv"), staged("new.csv")


class FakeS3:
    """S3 as the function uses it, with failures to order; SES reads the same objects."""

    def __init__(self, world: ProviderWorld) -> None:
        self.world = world
        self.client: Any = boto3.client("s3", region_name=PLACE.region)
        hook: Any = self.answer
        self.client.meta.events.register("before-call.s3", hook)

    def answer(
        self, *, model: OperationModel, params: Parsed, context: Parsed, **_: object
    ) -> tuple[AWSResponse, Parsed]:
        refused = self.world.fail_before(model.name)
        if refused is not None:
            return refused
        answer = getattr(self, model.name)(params)
        if self.world.failures.get(len(self.world.calls) - 1) == LOST:
            raise ReadTimeoutError(endpoint_url="https://s3.aws.example")
        return answer if isinstance(answer, tuple) else ok({})

    def CopyObject(self, params: Parsed) -> Any:
        source = str(params["headers"]["x-amz-copy-source"])
        if source not in self.world.dns.objects:
            return refusal("NoSuchKey")
        self.world.dns.objects[self._name(params)] = self.world.dns.objects[source]
        return None

    def DeleteObject(self, params: Parsed) -> Any:
        if "no bucket" in self.world.dns.refused:
            return refusal("NoSuchBucket")
        self.world.dns.objects.pop(self._name(params), None)
        return None

    def _name(self, params: Parsed) -> str:
        bucket = params.get("context", {}).get("s3_redirect", {}).get("bucket", "")
        path = str(params["url_path"]).strip("/")
        return path if not bucket or path.startswith(f"{bucket}/") else f"{bucket}/{path}"


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    tell_of_undoing(monkeypatch)
    world, deploy = connected(monkeypatch)
    fake = FakeS3(world)
    monkeypatch.setattr(clients, "s3", lambda: fake.client)

    def sleep(seconds: float) -> None:
        world.sleep(seconds)
        world.dns.pass_hours(seconds / 3600)

    monkeypatch.setattr("time.sleep", sleep)
    world.dns.objects |= {"assets/old.csv": OLD, "assets/new.csv": NEW, "lists/old.csv": OLD}
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> Deployment:
    return connection[1]("Custom::SesImport")


def suppressed(world: ProviderWorld) -> list[str]:
    listed = world.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    return sorted(each["EmailAddress"] for each in listed)


def jobs(world: ProviderWorld) -> int:
    return len(world.v2.list_import_jobs()["ImportJobs"])


def copies(world: ProviderWorld) -> list[str]:
    return [name for name in world.dns.objects if name.startswith("staging")]


def test_a_file_beside_the_app_is_copied_imported_and_cleaned_up(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**FIRST)
    assert (answer["Status"], answer["Data"]) == ("SUCCESS", {"Processed": "2", "Failed": "0"})
    assert suppressed(world) == ["a@b.c", "d@e.f"]
    assert copies(world) == []
    assert stack.update(**SECOND)["Data"] == {"Processed": "1", "Failed": "0"}
    assert suppressed(world) == ["a@b.c", "d@e.f", "g@h.i"]
    for _ in range(2):
        assert stack.delete()["Status"] == "SUCCESS"
    assert suppressed(world) == ["a@b.c", "d@e.f", "g@h.i"]


def test_an_object_of_others_is_left_where_it_is(world: ProviderWorld, stack: Deployment) -> None:
    assert stack.create(**STORED)["Status"] == "SUCCESS"
    assert stack.delete()["Status"] == "SUCCESS"
    assert "lists/old.csv" in world.dns.objects
    assert not {"CopyObject", "DeleteObject"} & set(world.calls)


def test_contacts_go_into_their_list(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.create_contact_list(ContactListName="people")
    world.dns.objects["lists/old.csv"] = b"emailAddress\na@b.c\n"
    assert stack.create(**STORED, ContactListName="people")["Status"] == "SUCCESS"
    assert [each["EmailAddress"] for each in world.v2.list_contacts(ContactListName="people")["Contacts"]] == [
        "a@b.c"
    ]
    # Who has unsubscribed since stays so while the file is the same.
    world.v2.update_contact(ContactListName="people", EmailAddress="a@b.c", UnsubscribeAll=True)
    stack.update(**{**STORED, "ContactListName": "people", "FailuresAllowed": "9"})
    assert world.v2.get_contact(ContactListName="people", EmailAddress="a@b.c")["UnsubscribeAll"] is True
    assert jobs(world) == 1


def test_addresses_are_taken_off(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.put_suppressed_destination(EmailAddress="a@b.c", Reason="BOUNCE")
    stack.create(**{**FIRST, "Action": "DELETE"})
    assert suppressed(world) == []


def test_records_that_ses_refuses_fail_the_deployment(world: ProviderWorld, stack: Deployment) -> None:
    world.dns.objects["assets/old.csv"] = OLD + b"nobody\n"
    answer = stack.create(**FIRST)
    assert (
        "SES refused 1 of 3 records and has imported the others. Fix: 'aws sesv2 get-import-job"
        in answer["Reason"]
    )
    assert "nobody" not in answer["Reason"]
    assert suppressed(world) == ["a@b.c", "d@e.f"]
    assert copies(world) == []
    assert stack.create(**{**FIRST, "FailuresAllowed": "1"})["Data"] == {"Processed": "3", "Failed": "1"}


def test_a_file_that_ses_cannot_read_fails_with_its_reason(world: ProviderWorld, stack: Deployment) -> None:
    world.dns.refused["lists"] = "the policy does not let SES in"
    answer = stack.create(**STORED)
    assert "is FAILED: the policy does not let SES in. Fix: see that the object" in answer["Reason"]
    del world.dns.refused["lists"]
    assert stack.create(**STORED)["Status"] == "SUCCESS"


def test_an_import_that_takes_long_is_waited_for_over_several_invocations(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ses_constructs.local.ses.api.v2 import import_jobs

    monkeypatch.setattr(import_jobs, "SECONDS_TO_COMPLETE", 40 * 60)
    assert stack.create(**FIRST)["Status"] == "SUCCESS"
    assert world.calls.count("Invoke") == 2
    assert jobs(world) == 1
    monkeypatch.setattr(import_jobs, "SECONDS_TO_COMPLETE", 60 * 60)
    answer = stack.update(**SECOND)
    assert "is not done after 50 minutes. Fix: split the file" in answer["Reason"]


def test_an_update_that_something_else_fails_imports_nothing_again(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    import stacks

    stack.create(**FIRST)
    world.v2.delete_suppressed_destination(EmailAddress="a@b.c")
    monkeypatch.setattr(stacks, "is_rolling_back", lambda _stack: True)
    stack.update_that_something_else_fails(**SECOND)
    assert suppressed(world) == ["d@e.f"]


def test_a_job_that_ses_has_forgotten_keeps_nothing_from_going_on(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FIRST)
    world.ses._store.at(PLACE).kept("ImportJob").clear()
    assert stack.update(**{**FIRST, "Minutes": "30"})["Data"] == {"Processed": "0", "Failed": "0"}


def test_a_bucket_that_is_gone_keeps_nothing_from_being_deleted(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FIRST)
    world.dns.refused["no bucket"] = ""
    assert stack.delete()["Status"] == "SUCCESS"


def test_the_sandbox_is_told(world: ProviderWorld, stack: Deployment) -> None:
    world.ses._store.at(PLACE).account.production_access = False
    assert "CreateImportJob failed with BadRequestException" in stack.create(**FIRST)["Reason"]
    assert copies(world) == []


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("call", range(8))
@pytest.mark.parametrize("step", STEPS)
def test_whichever_call_fails_it_is_undone_and_a_second_try_does_it(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str
) -> None:
    def again_if_it_fails(current: str, act: Callable[[], dict[str, Any]]) -> None:
        world.failures = {len(world.calls) + call: failure} if step == current else {}
        if act()["Status"] == "FAILED":
            assert copies(world) == [] or current == "delete"
            assert act()["Status"] == "SUCCESS"

    again_if_it_fails("create", lambda: stack.create(**FIRST))
    assert suppressed(world) == ["a@b.c", "d@e.f"]
    again_if_it_fails("update", lambda: stack.update(**SECOND))
    assert suppressed(world) == ["a@b.c", "d@e.f", "g@h.i"]
    again_if_it_fails("delete", stack.delete)
    assert copies(world) == []
