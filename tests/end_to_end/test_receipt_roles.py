"""Receipt actions that act as roles: what they reach, and that each permission of theirs is needed."""

from __future__ import annotations

import itertools

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import (
    BucketWriter,
    ClientSideEncryption,
    ConnectAction,
    IpAllowOnly,
    ReceiptRuleSet,
    ReceivingAlarms,
    Recipient,
    S3Action,
    WorkMailAction,
)
from tests.end_to_end.account import Account, Record
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.fewer_permissions import permissions_of, role_named, without

DOMAIN, ZONE = "roles.example", "ZROLES"
PLACE = "us-east-1:000000000000"
INSTANCE = f"arn:aws:connect:{PLACE}:instance/11111111-2222-3333-4444-555555555555"
ORGANIZATION = f"arn:aws:workmail:{PLACE}:organization/m-68755160c4cb4e29a2b2f8fb58f359d7"
FRIEND, STRANGER = "192.0.2.7", "198.51.100.1"


class Roles(cdk.Stack):
    """A rule for each action that acts as a role, or hands mail to another service."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, "Roles")
        DomainIdentity(self, "Domain", domain=DOMAIN, dns=Dns.in_zone_with_id(ZONE, zone_name=DOMAIN))
        IpAllowOnly(self, "Friends", networks=["192.0.2.0/24"])
        bucket = s3.Bucket(self, "Mail", encryption_key=kms.Key(self, "AtRest"), enforce_ssl=True)
        topic = sns.Topic(self, "Told", enforce_ssl=True, master_key=kms.Key(self, "InTopic"))
        self.rules = ReceiptRuleSet(self, "Rules")
        own = BucketWriter.own_role()
        self._add("s3", S3Action(bucket=bucket, prefix="s3/", topic=topic, writer=own))
        secret = ClientSideEncryption.with_key(kms.Key(self, "OfMail"))
        self._add("sealed", S3Action(bucket=bucket, prefix="sealed/", writer=own, encryption=secret))
        self._add("service", S3Action(bucket=bucket, prefix="service/", encryption=secret))
        self._add("connect", ConnectAction(instance_arn=INSTANCE))
        self._add("workmail", WorkMailAction(organization_arn=ORGANIZATION, topic=topic))
        ReceivingAlarms(self, "Alarms", operators=sns.Topic(self, "Operators", enforce_ssl=True), of=self.rules)

    def _add(self, id: str, action: S3Action | ConnectAction | WorkMailAction) -> None:
        recipients = [Recipient.address(f"{id}@{DOMAIN}")]
        self.rules.add_rule(id, recipients=recipients, actions=[action], receipt_rule_name=id)


@pytest.fixture(scope="module")
def account(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Account:
    quick_emulator.reset()
    quick_emulator.own_zone(DOMAIN, zone_id=ZONE)
    Assembly(quick_emulator, tmp_path_factory.mktemp("roles") / "cdk.out").deploy(Roles)
    account = Account(quick_emulator)
    account.wait_until_verified(DOMAIN)
    return account


_numbers = itertools.count(1)


def receive(account: Account, name: str, *, source_ip: str = FRIEND) -> Record:
    message = f"From: a@mail.test\r\nSubject: Number {next(_numbers)}\r\n\r\nHello.\r\n".encode()
    return account.emulator.receive(
        source="a@mail.test", recipients=[f"{name}@{DOMAIN}"], message=message, source_ip=source_ip
    )


def saved(account: Account, result: Record) -> Record:
    """The object of a message as S3 gives it."""
    bucket = account.physical_id("Roles", "AWS::S3::Bucket", "Mail")
    (key,) = [key for key in account.objects(bucket) if key.endswith(result["message_id"])]
    found: Record = dict(account.emulator.client("s3").get_object(Bucket=bucket, Key=key))
    return found | {"Key": key, "Content": found["Body"].read()}


def test_a_role_writes_and_tells(account: Account) -> None:
    queue = account.listen(account.physical_id("Roles", "AWS::SNS::Topic", "Told"))
    result = receive(account, "s3")
    assert result["failures"] == []
    assert b"\r\n\r\nHello." in saved(account, result)["Content"]
    notice = wait_for("the notice", lambda: next(iter(account.taken(queue)), None), patience=15)
    assert notice["receipt"]["action"]["objectKey"] == saved(account, result)["Key"]


@pytest.mark.parametrize("name", ["sealed", "service"])
def test_a_message_that_ses_encrypts_is_ciphertext_to_whoever_reads_it(account: Account, name: str) -> None:
    result = receive(account, name)
    assert result["failures"] == []
    found = saved(account, result)
    assert b"Hello" not in found["Content"]
    assert {"x-amz-key-v2", "x-amz-iv"} <= found["Metadata"].keys()


@pytest.mark.parametrize(("name", "target"), [("connect", INSTANCE), ("workmail", ORGANIZATION)])
def test_another_service_gets_the_message(account: Account, name: str, target: str) -> None:
    result = receive(account, name)
    assert result["failures"] == []
    given = [each for each in account.emulator.handed_over() if each["target"] == target]
    assert given[-1]["recipients"] == [f"{name}@{DOMAIN}"]
    assert ("ConnectRole" in str(given[-1]["role_arn"])) is (name == "connect")


def test_only_the_named_ones_come_in(account: Account) -> None:
    refused = receive(account, "s3", source_ip=STRANGER)
    assert (refused["accepted"], str(refused["reply"])[:3]) == (False, "550")


@pytest.mark.parametrize(
    ("name", "role", "count"), [("s3", "S3Role", 2), ("sealed", "S3Role", 2), ("connect", "ConnectRole", 1)]
)
def test_each_permission_of_a_role_is_needed(account: Account, name: str, role: str, count: int) -> None:
    """But those for keys at rest, which the emulated S3 does not use: bucket and topic share a statement."""
    at_rest = account.physical_id("Roles", "AWS::KMS::Key", "AtRest")
    found = permissions_of(account, role_named(account, name, role))
    judged = [permission for permission in found if at_rest not in permission.resource]
    assert len(judged) == count
    for permission in judged:
        with without(account, permission):
            assert receive(account, name)["failures"] != [], permission
    assert receive(account, name)["failures"] == []


def test_operators_hear_of_what_fails_and_of_what_is_lost(account: Account) -> None:
    fired: set[str] = set()

    def both() -> bool:
        names = account.alarms_in("ALARM")
        fired.update(alarm for name in names for alarm in ("Failing", "Losing") if alarm in name)
        return fired == {"Failing", "Losing"}

    (permission,) = permissions_of(account, role_named(account, "connect", "ConnectRole"))
    with without(account, permission):
        assert receive(account, "connect")["failures"] != []
        wait_for("both alarms", both, patience=60)
    assert account.metric_sum("PublishExpired", {"RuleName": "connect"}) >= 1
