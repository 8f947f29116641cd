"""Ingress points that ask who delivers: a password, or a certificate, right or wrong, over SMTP."""

from __future__ import annotations

import base64
import json
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator
from ses_constructs.mail_manager import (
    CertificateAttribute,
    DropAction,
    IngressAccess,
    IngressPoint,
    Mail,
    RuleSet,
    Traffic,
    TrafficPolicy,
)
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.guarded_secret import (
    Change,
    GuardedSecret,
    Heal,
    for_another_account,
    for_another_kind,
    gone,
)
from tests.end_to_end.internet import deliver
from tests.local.inbound_smtp.authority import Authority

STACK, TEAM = "Locks", "team@shop.example"


@dataclass
class People:
    """Two authorities that we trust and one that we do not, and certificates of theirs."""

    folder: Path

    def __post_init__(self) -> None:
        self.ours, self.friends, self.theirs = (Authority(name) for name in ("ours", "friends", "theirs"))
        self.certificates = {
            name: authority.client(self.folder, name)
            for name, authority in (
                ("partner", self.ours),
                ("lost", self.ours),
                ("friend", self.friends),
                ("stranger", self.theirs),
            )
        }
        self.revoked = self.ours.revoked(self.certificates["lost"][0])

    def impostor(self) -> tuple[Path, Path]:
        """A certificate with the name of the partner by an authority that we do not trust."""
        folder = self.folder / "impostor"
        folder.mkdir(exist_ok=True)
        return self.theirs.client(folder, "partner")


class Locks(cdk.Stack):
    """One ingress point with a password, one with certificates."""

    def __init__(self, scope: cdk.App, people: People) -> None:
        super().__init__(scope, STACK)
        policy = TrafficPolicy(self, "Policy")
        policy.allow(Traffic.recipient.ends_with("@shop.example"))
        rules = RuleSet(self, "Rules")
        name = Mail.client_certificate(CertificateAttribute.COMMON_NAME)
        host = Mail.client_certificate(CertificateAttribute.DNS_NAME)
        rules.add_rule("Partner", when=[name.equals("partner")], actions=[DropAction()])
        rules.add_rule("Friend", when=[host.ends_with("friend.example.net")], actions=[DropAction()])
        rules.add_rule("Anybody", actions=[DropAction()])
        point = IngressPoint(
            self, "Password", access=IngressAccess.password(), traffic_policy=policy, rule_set=rules
        )
        reader = iam.Role(self, "Reader", assumed_by=iam.AccountRootPrincipal())
        point.grant_read_password(reader)
        access = IngressAccess.mutual_tls(
            ca_certificates=people.ours.pem + people.friends.pem, revocation_list=people.revoked
        )
        mutual = IngressPoint(self, "Mutual", access=access, traffic_policy=policy, rule_set=rules)
        assert point.secret is not None
        assert point.secret.encryption_key is not None
        for id, value in (
            ("Id", point.ingress_point_id),
            ("Secret", point.secret.secret_arn),
            ("Key", point.secret.encryption_key.key_arn),
            ("ReaderArn", reader.role_arn),
            ("MutualId", mutual.ingress_point_id),
        ):
            cdk.CfnOutput(self, f"The{id}", value=value)


class House:
    """The deployed ingress points."""

    def __init__(self, emulator: Emulator, people: People, outputs: dict[str, str]) -> None:
        self.emulator, self.people, self.outputs = emulator, people, outputs
        self.point = outputs["TheId"]
        self.secret = GuardedSecret(emulator, outputs["TheSecret"], outputs["TheKey"])

    def client(self, service: str) -> Any:
        return self.emulator.client(service)

    def password(self) -> str:
        """The password that the secret holds."""
        ((key, value),) = self.secret.content().items()
        assert key == "password"
        return value

    def reply(self, user: str, password: str) -> int:
        """The code that a login gets; one that is good brings a message."""
        before = len(self.emulator.processed(self.point))
        address, code = self.emulator.ingress_smtp(self.point), 235
        try:
            deliver(self.emulator, address, TEAM, login=(user, password))
        except smtplib.SMTPAuthenticationError as error:
            code = error.smtp_code
        assert len(self.emulator.processed(self.point)) - before == (code == 235)
        return code

    def let_in(self, certificate: tuple[Path, Path] | None) -> list[str]:
        """Which rule saw the message; none when it did not come in."""
        point = self.outputs["TheMutualId"]
        before = len(self.emulator.processed(point))
        try:
            deliver(self.emulator, self.emulator.ingress_smtp(point), TEAM, certificate=certificate)
        except (OSError, smtplib.SMTPException):
            assert len(self.emulator.processed(point)) == before
            return []
        (came,) = self.emulator.processed(point)[before:]
        found: Any = came["matched"]
        return [str(name) for name in found]


@pytest.fixture(scope="module")
def house(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> House:
    strict_emulator.reset()
    folder = tmp_path_factory.mktemp("locks")
    people = People(folder)

    def build(app: cdk.App) -> None:
        Locks(app, people)

    return House(strict_emulator, people, Assembly(strict_emulator, folder / "cdk.out").deploy(build)[STACK])


def test_the_id_and_the_password_open_the_door(house: House) -> None:
    assert len(house.password()) == 40
    assert house.reply(house.point, house.password()) == 235


@pytest.mark.parametrize("mechanism", ["LOGIN", "PLAIN"])
def test_both_ways_to_log_in_are_offered_and_checked(house: House, mechanism: str) -> None:
    address, password = house.emulator.ingress_smtp(house.point), house.password()
    for user, given, code in (
        (house.point, password, 235),
        (house.point, "guessed", 535),
        ("shop", password, 535),
    ):
        with smtplib.SMTP(address.host, address.port, timeout=10) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(house.emulator.smtp_certificate)))
            client.ehlo()
            assert mechanism in client.esmtp_features["auth"].split()
            if mechanism == "PLAIN":
                token = base64.b64encode(f"\0{user}\0{given}".encode()).decode()
                assert client.docmd("AUTH", f"PLAIN {token}")[0] == code
                continue
            assert client.docmd("AUTH", "LOGIN") == (334, b"VXNlcm5hbWU6")
            assert client.docmd(base64.b64encode(user.encode()).decode()) == (334, b"UGFzc3dvcmQ6")
            assert client.docmd(base64.b64encode(given.encode()).decode())[0] == code


def test_a_wrong_password_or_user_does_not(house: House) -> None:
    right = house.password()
    wrong = [
        (house.point, "guessed"),
        (house.point, ""),
        (house.point, right[:-1]),
        (house.point, right.swapcase()),
        ("shop", right),
        (house.point.upper(), right),
        (house.outputs["TheMutualId"], right),
        (right, house.point),
    ]
    assert [house.reply(*login) for login in wrong] == [535] * len(wrong)


def test_nobody_delivers_without_a_login(house: House) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        deliver(house.emulator, house.emulator.ingress_smtp(house.point), TEAM)
    assert refused.value.smtp_code == 530


def test_nobody_logs_in_before_tls(house: House) -> None:
    address = house.emulator.ingress_smtp(house.point)
    with smtplib.SMTP(address.host, address.port, timeout=10) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        assert client.docmd("AUTH", "LOGIN")[0] in (530, 538)


def test_the_password_before_is_good_and_the_one_before_that_is_not(house: House) -> None:
    first, second, third = house.password(), "s" * 40, "t" * 40
    house.secret.put({"password": second})
    assert [house.reply(house.point, each) for each in (first, second, third)] == [235, 235, 535]
    house.secret.put({"password": third})
    assert [house.reply(house.point, each) for each in (first, second, third)] == [535, 235, 235]


@pytest.mark.parametrize("change", [gone, for_another_kind, for_another_account])
@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (GuardedSecret.change_policy, "does not let ses.amazonaws.com secretsmanager:GetSecretValue"),
        (GuardedSecret.change_key_policy, "does not let ses.amazonaws.com kms:Decrypt"),
    ],
)
def test_a_secret_that_ses_may_not_read_opens_nothing_and_that_is_heard(
    house: House,
    policy: Callable[[GuardedSecret, Change], Heal],
    reason: str,
    change: Change,
) -> None:
    heal = policy(house.secret, change)
    try:
        assert house.reply(house.point, house.password()) == 535
        heard = house.emulator.undelivered()[-1]
        assert heard["what"] == f"login with secret {house.outputs['TheSecret']}"
        assert reason in heard["reason"]
    finally:
        heal()
    assert house.reply(house.point, house.password()) == 235


def test_whoever_was_given_leave_reads_the_password_and_nothing_more(house: House) -> None:
    session = house.emulator.session_as(house.outputs["TheReaderArn"])
    secrets = session.client("secretsmanager", endpoint_url=house.emulator.endpoint)
    id = house.outputs["TheSecret"]
    text = secrets.get_secret_value(SecretId=id)["SecretString"]
    assert house.reply(house.point, json.loads(text)["password"]) == 235
    with pytest.raises(ClientError, match="AccessDenied"):
        secrets.put_secret_value(SecretId=id, SecretString="{}")


def test_a_certificate_of_each_trusted_authority_opens_the_door(house: House) -> None:
    found = house.people.certificates
    assert house.let_in(found["partner"]) == ["Partner"]
    assert house.let_in(found["friend"]) == ["Friend"]


def test_without_a_right_certificate_nobody_comes_in(house: House) -> None:
    found = house.people.certificates
    assert house.let_in(None) == []
    assert house.let_in(found["stranger"]) == []
    assert house.let_in(house.people.impostor()) == []


def test_a_certificate_that_was_taken_back_opens_nothing(house: House) -> None:
    assert house.let_in(house.people.certificates["lost"]) == []


def test_a_certificate_does_not_help_without_tls(house: House) -> None:
    address = house.emulator.ingress_smtp(house.outputs["TheMutualId"])
    with smtplib.SMTP(address.host, address.port, timeout=10) as client:
        client.ehlo()
        assert client.mail("you@example.net")[0] == 530


def test_a_certificate_is_taken_back_while_the_door_is_open(house: House) -> None:
    manager, point, people = house.client("mailmanager"), house.outputs["TheMutualId"], house.people
    shown = manager.get_ingress_point(IngressPointId=point, IncludeTrustStoreContents="INCLUDE")
    store = shown["IngressPointAuthConfiguration"]["TlsAuthConfiguration"]["TrustStore"]

    def put(**change: str) -> None:
        configuration = {"TlsAuthConfiguration": {"TrustStore": {**store, **change}}}
        manager.update_ingress_point(IngressPointId=point, IngressPointConfiguration=configuration)

    put(CrlContent=people.ours.revoked(people.certificates["partner"][0]))
    assert house.let_in(people.certificates["partner"]) == []
    assert house.let_in(people.certificates["lost"]) == ["Anybody"]
    expired = datetime.now(UTC) - timedelta(hours=1)
    put(CrlContent=people.ours.revoked(people.certificates["lost"][0], until=expired))
    assert house.let_in(people.certificates["partner"]) == [], "an expired list is as good as none of them"
    assert house.let_in(people.certificates["friend"]) == ["Friend"]
    put()
    assert house.let_in(people.certificates["partner"]) == ["Partner"]
