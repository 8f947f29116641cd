"""Who may search, export and change what Mail Manager keeps: all of it by grants, and each permission needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.mail_manager import (
    AddressList,
    Archive,
    ArchiveAction,
    IngressAccess,
    IngressPoint,
    RuleSet,
    Traffic,
    TrafficPolicy,
)
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.fewer_permissions import permissions_of, without
from tests.end_to_end.internet import RAW, deliver

STACK, THERE = "Keepers", "there@shop.example"
Calls = dict[str, Callable[[], object]]


class Keepers(cdk.Stack):
    """Two archives and two lists, and roles that may do something with the first of each."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, STACK)
        gone = cdk.RemovalPolicy.DESTROY
        kept, other = (Archive(self, id, removal_policy=gone) for id in ("Kept", "Other"))
        staff, others = (AddressList(self, id, removal_policy=gone) for id in ("Staff", "Others"))
        bucket = s3.Bucket(self, "Exports")
        roles = {
            name: iam.Role(self, name, assumed_by=iam.AccountRootPrincipal())
            for name in ("Searcher", "Exporter", "Reader", "Changer")
        }
        kept.grant_search(roles["Searcher"])
        kept.grant_export(roles["Exporter"], bucket)
        staff.grant_read(roles["Reader"])
        staff.grant_change(roles["Changer"])
        policy, rules = TrafficPolicy(self, "Policy"), RuleSet(self, "Rules")
        policy.allow(Traffic.recipient.ends_with("@shop.example"))
        rules.add_rule("Keep", actions=[ArchiveAction(archive=kept), ArchiveAction(archive=other)])
        point = IngressPoint(self, "Point", access=IngressAccess.open(), traffic_policy=policy, rule_set=rules)
        outputs = {
            "ThePoint": point.ingress_point_id,
            "TheArchive": kept.attr_archive_id,
            "TheOtherArchive": other.attr_archive_id,
            "TheList": staff.attr_address_list_id,
            "TheOtherList": others.attr_address_list_id,
            "TheBucket": bucket.bucket_name,
            **{f"The{name}": role.role_name for name, role in roles.items()},
        }
        for id, value in outputs.items():
            cdk.CfnOutput(self, id, value=value)


class Keeper:
    """The deployed archives and lists, with a message in each archive."""

    def __init__(self, emulator: Emulator, outputs: dict[str, str]) -> None:
        self.emulator, self.outputs, self.account = emulator, outputs, Account(emulator)
        self.root: Any = emulator.client("mailmanager")
        deliver(emulator, emulator.ingress_smtp(outputs["ThePoint"]), "team@shop.example")
        now = datetime.now(UTC)
        self.around = {"FromTimestamp": now - timedelta(hours=1), "ToTimestamp": now + timedelta(hours=1)}

    def as_role(self, name: str) -> Any:
        """Mail Manager in the name of a role."""
        arn = f"arn:aws:iam::{self.emulator.account}:role/{self.outputs[f'The{name}']}"
        return self.emulator.session_as(arn).client("mailmanager", endpoint_url=self.emulator.endpoint)

    def search(self, manager: Any, archive: str = "TheArchive") -> str:
        begun = manager.start_archive_search(ArchiveId=self.outputs[archive], MaxResults=10, **self.around)
        return str(begun["SearchId"])

    def found(self, manager: Any, search: str) -> list[Any]:
        """What a search has found, once it is over."""

        def over() -> bool:
            return bool(manager.get_archive_search(SearchId=search)["Status"]["State"] == "COMPLETED")

        wait_for("the search to end", over, patience=15)
        rows: list[Any] = manager.get_archive_search_results(SearchId=search)["Rows"]
        return rows

    def export(self, manager: Any, archive: str = "TheArchive") -> str:
        location = {"S3": {"S3Location": f"s3://{self.outputs['TheBucket']}/mail"}}
        begun = manager.start_archive_export(
            ArchiveId=self.outputs[archive],
            MaxResults=10,
            ExportDestinationConfiguration=location,
            **self.around,
        )
        return str(begun["ExportId"])

    def state_of(self, manager: Any, export: str) -> str:
        """How an export ended."""

        def state() -> str:
            found = str(manager.get_archive_export(ExportId=export)["Status"]["State"])
            return found if found in ("COMPLETED", "FAILED") else ""

        return wait_for("the export to end", state, patience=15)

    def refused(self, call: Callable[[], object]) -> bool:
        """Whether a call is refused for want of a permission; another error is one."""
        try:
            call()
        except ClientError as error:
            assert "AccessDenied" in error.response["Error"]["Code"]
            return True
        return False

    def check_each(self, role: str, calls: Calls, whole: Callable[[], object] | None = None) -> int:
        """Takes away each permission of a role: its own call, or the whole, is refused. Returns their number."""
        permissions = permissions_of(self.account, self.outputs[f"The{role}"])
        for permission in permissions:
            call = calls.get(permission.action, whole)
            assert call is not None, permission
            assert not self.refused(call), f"{permission} is enough"
            with without(self.account, permission):
                assert self.refused(call), permission
        assert set(calls) <= {permission.action for permission in permissions}
        return len(permissions)


@pytest.fixture(scope="module")
def keeper(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    strict_emulator.reset()
    folder: Path = tmp_path_factory.mktemp("keepers")
    return Keeper(strict_emulator, Assembly(strict_emulator, folder / "cdk.out").deploy(Keepers)[STACK])


def test_whoever_may_search_needs_each_of_the_permissions(keeper: Keeper) -> None:
    manager = keeper.as_role("Searcher")
    search = keeper.search(manager)
    (row,) = keeper.found(manager, search)
    message, archive = row["ArchivedMessageId"], keeper.outputs["TheArchive"]
    assert manager.get_archive_message_content(ArchivedMessageId=message)["Body"]["Text"].startswith(
        "How are you?"
    )
    calls: Calls = {
        "ses:GetArchive": lambda: manager.get_archive(ArchiveId=archive),
        "ses:StartArchiveSearch": lambda: keeper.search(manager),
        "ses:StopArchiveSearch": lambda: manager.stop_archive_search(SearchId=search),
        "ses:GetArchiveSearch": lambda: manager.get_archive_search(SearchId=search),
        "ses:GetArchiveSearchResults": lambda: manager.get_archive_search_results(SearchId=search),
        "ses:GetArchiveMessage": lambda: manager.get_archive_message(ArchivedMessageId=message),
        "ses:GetArchiveMessageContent": lambda: manager.get_archive_message_content(ArchivedMessageId=message),
    }
    assert keeper.check_each("Searcher", calls) == len(calls)


def test_whoever_may_search_one_archive_may_do_nothing_else(keeper: Keeper) -> None:
    manager = keeper.as_role("Searcher")
    theirs = keeper.search(keeper.root, "TheOtherArchive")
    (row,) = keeper.found(keeper.root, theirs)
    forbidden: list[Callable[[], object]] = [
        lambda: keeper.search(manager, "TheOtherArchive"),
        lambda: manager.get_archive_search_results(SearchId=theirs),
        lambda: manager.get_archive_message(ArchivedMessageId=row["ArchivedMessageId"]),
        lambda: keeper.export(manager),
        lambda: manager.delete_archive(ArchiveId=keeper.outputs["TheArchive"]),
        lambda: manager.update_archive(ArchiveId=keeper.outputs["TheArchive"], ArchiveName="mine"),
        manager.list_archives,
    ]
    assert [keeper.refused(call) for call in forbidden] == [True] * len(forbidden)


def test_whoever_may_export_needs_each_of_the_permissions(keeper: Keeper) -> None:
    manager = keeper.as_role("Exporter")
    export = keeper.export(manager)
    assert keeper.state_of(manager, export) == "COMPLETED"
    saved = keeper.account.objects(keeper.outputs["TheBucket"])
    (body,) = (body for name, body in saved.items() if name.startswith(f"mail/{export}/"))
    assert body.endswith(RAW)
    calls: Calls = {
        "ses:GetArchiveExport": lambda: manager.get_archive_export(ExportId=export),
        "ses:StopArchiveExport": lambda: manager.stop_archive_export(ExportId=export),
    }
    assert keeper.check_each("Exporter", calls, whole=lambda: keeper.export(manager)) == 9
    assert keeper.refused(lambda: keeper.export(manager, "TheOtherArchive"))
    assert keeper.refused(lambda: keeper.search(manager))


def test_a_bucket_that_does_not_let_ses_in_gets_no_export(keeper: Keeper) -> None:
    bucket, client = keeper.outputs["TheBucket"], keeper.emulator.client("s3")
    policy = client.get_bucket_policy(Bucket=bucket)["Policy"]
    document = json.loads(policy)
    others = [one for one in document["Statement"] if "ses.amazonaws.com" not in json.dumps(one["Principal"])]
    assert len(document["Statement"]) - len(others) == 2
    client.delete_bucket_policy(Bucket=bucket)
    manager = keeper.as_role("Exporter")
    export = keeper.export(manager)
    assert keeper.state_of(manager, export) == "FAILED"
    assert (
        "does not let ses.amazonaws.com" in manager.get_archive_export(ExportId=export)["Status"]["ErrorMessage"]
    )
    client.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert keeper.state_of(manager, keeper.export(manager)) == "COMPLETED"


def reading(manager: Any, id: str) -> Calls:
    """How one looks into a list; a member is there."""
    there = {"AddressListId": id, "Address": THERE}
    return {
        "ses:GetAddressList": lambda: manager.get_address_list(AddressListId=id),
        "ses:GetMemberOfAddressList": lambda: manager.get_member_of_address_list(**there),
        "ses:ListMembersOfAddressList": lambda: manager.list_members_of_address_list(AddressListId=id),
    }


def changing(keeper: Keeper, manager: Any, id: str) -> Calls:
    """How one changes a list; each may be repeated."""
    there, gone = ({"AddressListId": id, "Address": address} for address in (THERE, "gone@shop.example"))

    def deregister() -> None:
        keeper.root.register_member_to_address_list(**gone)
        manager.deregister_member_from_address_list(**gone)

    keeper.root.register_member_to_address_list(**there)
    return {
        "ses:RegisterMemberToAddressList": lambda: manager.register_member_to_address_list(**there),
        "ses:DeregisterMemberFromAddressList": deregister,
    }


def test_whoever_may_read_or_change_a_list_needs_each_of_the_permissions(keeper: Keeper) -> None:
    changer, reader = keeper.as_role("Changer"), keeper.as_role("Reader")
    id = keeper.outputs["TheList"]
    assert keeper.check_each("Changer", {**changing(keeper, changer, id), **reading(changer, id)}) == 5
    assert keeper.check_each("Reader", reading(reader, id)) == 3


def test_whoever_may_use_one_list_may_do_nothing_else(keeper: Keeper) -> None:
    reader, changer = keeper.as_role("Reader"), keeper.as_role("Changer")
    id, other = keeper.outputs["TheList"], keeper.outputs["TheOtherList"]
    forbidden: list[Callable[[], object]] = [
        *changing(keeper, reader, id).values(),
        *changing(keeper, changer, other).values(),
        *reading(changer, other).values(),
        lambda: changer.delete_address_list(AddressListId=id),
    ]
    assert [keeper.refused(call) for call in forbidden] == [True] * 8
