"""Relays deployed: a mail server of somebody else gets the message over SMTP, or it is heard why it does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from ses_constructs.local.emulator import Emulator
from ses_constructs.mail_manager import (
    ActionFailurePolicy,
    AddHeaderAction,
    Archive,
    ArchiveAction,
    EnvelopeSender,
    IngressAccess,
    IngressPoint,
    Mail,
    Relay,
    RelayAction,
    RuleSet,
    Traffic,
    TrafficPolicy,
)
from tests.end_to_end.account import Record
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.guarded_secret import (
    GuardedSecret,
    Heal,
    for_another_account,
    for_another_kind,
    gone,
    without,
)
from tests.end_to_end.internet import deliver
from tests.end_to_end.mail_server import HOST, MailServer

STACK, SENDER = "Relays", "somebody@elsewhere.example"
PARTNER, LEGACY, STRICT = "office@partner.example", "office@legacy.example", "office@strict.partner.example"


class Relays(cdk.Stack):
    """One relay that logs in and one that does not; what could not be relayed is archived, but for one domain."""

    def __init__(self, scope: cdk.App, *, partner_port: int, legacy_port: int) -> None:
        super().__init__(scope, STACK)
        login = secretsmanager.Secret(
            self,
            "Login",
            encryption_key=kms.Key(self, "Key"),
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template='{"username": "shop"}',
                generate_string_key="password",
            ),
        )
        partner = Relay(
            self, "Partner", server_name="mx.partner.example", server_port=partner_port, credentials=login
        )
        legacy = Relay(self, "Legacy", server_name="mx.legacy.example", server_port=legacy_port)
        archive = Archive(self, "Archive", removal_policy=cdk.RemovalPolicy.DESTROY)
        rules = RuleSet(self, "Rules")
        rules.add_rule(
            "Partner",
            when=[Mail.recipient.ends_with("@partner.example")],
            actions=[AddHeaderAction(name="X-By", value="gateway"), RelayAction(relay=partner)],
        )
        rules.add_rule(
            "Strict",
            when=[Mail.recipient.ends_with("@strict.partner.example")],
            actions=[RelayAction(relay=partner, on_failure=ActionFailurePolicy.DROP)],
        )
        rules.add_rule(
            "Legacy",
            when=[Mail.recipient.ends_with("@legacy.example")],
            actions=[RelayAction(relay=legacy, envelope_sender=EnvelopeSender.REPLACE)],
        )
        rules.add_rule("Rest", actions=[ArchiveAction(archive=archive)])
        policy = TrafficPolicy(self, "Policy")
        policy.allow(Traffic.recipient.ends_with("partner.example", "@legacy.example"))
        point = IngressPoint(self, "Point", access=IngressAccess.open(), traffic_policy=policy, rule_set=rules)
        for name, value in (
            ("Id", point.ingress_point_id),
            ("Login", login.secret_arn),
            ("Key", login.encryption_key.key_arn if login.encryption_key is not None else ""),
        ):
            cdk.CfnOutput(self, f"The{name}", value=value)


@dataclass
class Post:
    """The deployed gateway between the two mail servers."""

    emulator: Emulator
    partner: MailServer
    legacy: MailServer
    outputs: dict[str, str]

    def __post_init__(self) -> None:
        self.login = GuardedSecret(self.emulator, self.outputs["TheLogin"], self.outputs["TheKey"])

    def client(self, service: str) -> Any:
        return self.emulator.client(service)

    def take(self, recipient: str) -> Record:
        """Brings a message over SMTP, and says what became of it."""
        point = self.outputs["TheId"]
        raw = f"From: {SENDER}\r\nTo: {recipient}\r\nSubject: Order\r\n\r\n.Two chairs\r\n".encode()
        assert (
            deliver(self.emulator, self.emulator.ingress_smtp(point), recipient, message=raw, sender=SENDER) == {}
        )
        return self.emulator.processed(point)[-1]


@pytest.fixture(scope="module")
def post(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    strict_emulator.reset()
    folder = tmp_path_factory.mktemp("relays")
    with ExitStack() as servers:
        partner = servers.enter_context(MailServer(folder, logins={}))
        legacy = servers.enter_context(MailServer(folder))
        for zone in ("partner.example", "legacy.example"):
            own_host(strict_emulator, zone)

        def build(app: cdk.App) -> None:
            Relays(app, partner_port=partner.port, legacy_port=legacy.port)

        outputs = Assembly(strict_emulator, folder / "cdk.out").deploy(build)[STACK]
        made = Post(strict_emulator, partner, legacy, outputs)
        made.client("sesv2").create_email_identity(EmailIdentity=LEGACY)
        strict_emulator.confirm_address(LEGACY)
        login = made.login.content()
        partner.logins = {login["username"]: login["password"]}
        yield made


def own_host(emulator: Emulator, zone: str) -> None:
    """Lets a mail server of this machine answer for a domain of somebody else."""
    emulator.own_zone(zone, zone_id=f"Z{zone.partition('.')[0].upper()}")
    record: Any = {"Name": f"mx.{zone}", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": HOST}]}
    batch: Any = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    emulator.client("route53").change_resource_record_sets(
        HostedZoneId=f"Z{zone.partition('.')[0].upper()}", ChangeBatch=batch
    )


def test_a_relay_with_a_login_hands_the_message_over(post: Post) -> None:
    result = post.take(PARTNER)
    kept = post.partner.kept[-1]
    assert (result["matched"], result["failures"]) == (["Partner", "Rest"], [])
    assert (kept.user, kept.tls) == ("shop", "TLSv1.3")
    assert (kept.sender, kept.recipients) == (SENDER, [PARTNER])
    assert b"X-By: gateway\r\n" in kept.content.partition(b"\r\n\r\n")[0]
    assert kept.content.endswith(b"Subject: Order\r\n\r\n.Two chairs\r\n")


def test_a_relay_without_a_login_hands_the_message_over_under_another_sender(post: Post) -> None:
    assert post.take(LEGACY)["failures"] == []
    (kept,) = post.legacy.kept
    assert (kept.user, kept.tls, kept.recipients) == ("", "", [LEGACY])
    assert kept.sender.endswith("@us-east-1.amazonses.com")
    assert kept.content.endswith(b"Subject: Order\r\n\r\n.Two chairs\r\n")


def test_a_relay_without_a_login_is_for_verified_identities_alone(post: Post) -> None:
    before, stranger = len(post.legacy.kept), "boss@legacy.example"
    result = post.take(stranger)
    (failure,) = result["failures"]
    assert failure == f"Relay of rule Legacy: {post.emulator.undelivered()[-1]['reason']}"
    assert stranger in failure
    assert (len(post.legacy.kept), result["matched"]) == (before, ["Legacy", "Rest"])


def hung_up(post: Post) -> Heal:
    post.partner.hang_up()
    return post.partner.listen


def turned_away(post: Post) -> Heal:
    post.partner.refused.update({PARTNER, STRICT})
    return post.partner.refused.clear


FAULTS: list[tuple[str, Callable[[Post], Heal], str]] = [
    *(
        (f"secret {name}", lambda post, change=change: post.login.change_policy(change), "policy of secret")
        for name, change in (("gone", gone), ("other kind", for_another_kind), ("others", for_another_account))
    ),
    *(
        (f"key {name}", lambda post, change=change: post.login.change_key_policy(change), "policy of KMS key")
        for name, change in (("gone", gone), ("other kind", for_another_kind), ("others", for_another_account))
    ),
    *(
        (
            action,
            lambda post, action=action: post.login.change_policy(without(action)),
            f"let ses.amazonaws.com {action}",
        )
        for action in ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")
    ),
    *(
        (
            action,
            lambda post, action=action: post.login.change_key_policy(without(action)),
            f"ses.amazonaws.com {action}",
        )
        for action in ("kms:Decrypt", "kms:DescribeKey")
    ),
    ("wrong password", lambda post: post.login.put({"username": "shop", "password": "guessed"}), "535"),
    ("wrong user", lambda post: post.login.put({**post.login.content(), "username": "them"}), "535"),
    ("no password", lambda post: post.login.put({"username": "shop"}), "no keys username and password"),
    ("nobody listens", hung_up, "refused"),
    ("recipient turned away", turned_away, "nobody here"),
]


@pytest.mark.parametrize(("fault", "reason"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS])
def test_what_is_refused_is_heard_and_goes_on_as_the_action_says(
    post: Post, fault: Callable[[Post], Heal], reason: str
) -> None:
    before = len(post.partner.kept)
    heal = fault(post)
    try:
        for recipient, rule, goes_on in ((PARTNER, "Partner", True), (STRICT, "Strict", False)):
            result = post.take(recipient)
            (failure,) = result["failures"]
            assert failure.startswith(f"Relay of rule {rule}: ")
            assert reason in failure
            heard = post.emulator.undelivered()[-1]
            assert heard["what"] == f"Relay of rule {rule} for {result['message_id']}"
            assert f"{rule}: {heard['reason']}" in failure
            assert ("Rest" in result["matched"]) is goes_on
    finally:
        heal()
    assert len(post.partner.kept) == before
    assert (post.take(PARTNER)["failures"], len(post.partner.kept)) == ([], before + 1)


def test_a_relay_without_a_login_needs_no_secret(post: Post) -> None:
    heal = post.login.change_policy(gone)
    try:
        assert post.take(LEGACY)["failures"] == []
    finally:
        heal()


def test_the_password_is_in_the_secret_alone(post: Post) -> None:
    heal = post.login.put({**post.login.content(), "username": "them"})
    failures = post.take(PARTNER)["failures"]
    heal()
    manager, cloudformation = post.client("mailmanager"), post.client("cloudformation")
    relays = [manager.get_relay(RelayId=one["RelayId"]) for one in manager.list_relays()["Relays"]]
    assert sorted((one["ServerName"], one["ServerPort"]) for one in relays) == [
        ("mx.legacy.example", post.legacy.port),
        ("mx.partner.example", post.partner.port),
    ]
    told = [failures, relays, post.emulator.undelivered(), cloudformation.get_template(StackName=STACK)]
    told += [cloudformation.describe_stack_events(StackName=STACK), post.emulator.log.read_text()]
    assert post.login.content()["password"] not in json.dumps(told, default=str)
