"""Traffic policies deployed: which connections over SMTP, with which recipients, come in at the door."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aws_cdk as cdk
import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.mail_manager import (
    Addon,
    AddonInstance,
    AddonSubscription,
    AddressList,
    DropAction,
    IngressAccess,
    IngressPoint,
    RuleSet,
    TlsPolicy,
    TlsVersion,
    Traffic,
    TrafficPolicy,
)
from tests.end_to_end.assembly import Assembly

STACK, SENDER, OURS = "Doors", "somebody@elsewhere.example", "@shop.example"
ALLOWED, DENIED, FAR, LISTED = "127.0.0.1", "127.0.0.66", "127.1.0.1", "127.0.0.2"
"""Addresses of this machine that a client really comes from; the last one is on every block list."""
SIZE = 2000


class Doors(cdk.Stack):
    """One ingress point for each policy."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, STACK)
        self._rules = RuleSet(self, "Rules")
        self._rules.add_rule("Taken", actions=[DropAction()])
        ours = Traffic.recipient.ends_with(OURS)
        near = Traffic.sender_ip.within("127.0.0.0/16")

        first = self._door("DenyFirst")
        first.deny(Traffic.sender_ip.within(f"{DENIED}/32"))
        first.deny(Traffic.recipient.equals(f"closed{OURS}"))
        first.allow(near, ours)
        first.allow(Traffic.sender_ipv6.within("2001:db8::/32"), ours)
        last = self._door("DenyLast")
        last.allow(Traffic.sender_ipv6.within("2001:db8::/32"), ours)
        last.allow(near, ours)
        last.deny(Traffic.recipient.equals(f"closed{OURS}"))
        last.deny(Traffic.sender_ip.within(f"{DENIED}/32"))

        outside = self._door("Outside")
        outside.allow(ours, Traffic.sender_ip.outside("127.0.0.64/26", "127.1.0.0/16"))
        usual = self._door("Usual", allow_by_default=True)
        usual.deny(Traffic.recipient.starts_with("closed"), near)
        self._add_tls_doors()
        self._add_list_doors()
        small = self._door("Small", max_message_size=cdk.Size.bytes(SIZE))
        small.allow(ours)
        self._door("Shut")

    def _add_tls_doors(self) -> None:
        ours = Traffic.recipient.ends_with(OURS)
        plain = self._door("Plain", tls_policy=TlsPolicy.OPTIONAL)
        plain.allow(ours)
        some = self._door("SomeTls", tls_policy=TlsPolicy.OPTIONAL)
        some.allow(ours, Traffic.tls.at_least(TlsVersion.TLS_1_2))
        newest = self._door("NewestTls")
        newest.allow(ours, Traffic.tls.at_least(TlsVersion.TLS_1_3))
        older = self._door("OlderTls")
        older.allow(ours)
        older.deny(Traffic.tls.equals(TlsVersion.TLS_1_3), Traffic.recipient.contains("legacy"))

    def _add_list_doors(self) -> None:
        known = AddressList(self, "Known", removal_policy=cdk.RemovalPolicy.DESTROY)
        self._door("Members").allow(Traffic.recipient.is_in(known))
        others = self._door("Others")
        others.allow(Traffic.recipient.is_not_in(known), Traffic.recipient.ends_with(OURS))
        subscription = AddonSubscription(self, "Subscription", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST)
        spamhaus = AddonInstance(self, "Spamhaus", subscription=subscription)
        clean = self._door("Clean")
        clean.allow(Traffic.recipient.ends_with(OURS))
        clean.deny(Traffic.analysis_flag(spamhaus, "isListed").is_true())
        cdk.CfnOutput(self, "List", value=known.attr_address_list_id)

    def _door(
        self,
        name: str,
        *,
        allow_by_default: bool = False,
        max_message_size: cdk.Size | None = None,
        tls_policy: TlsPolicy | None = None,
    ) -> TrafficPolicy:
        policy = TrafficPolicy(
            self, f"{name}Policy", allow_by_default=allow_by_default, max_message_size=max_message_size
        )
        point = IngressPoint(
            self,
            f"{name}Point",
            access=IngressAccess.open(),
            traffic_policy=policy,
            rule_set=self._rules,
            tls_policy=tls_policy,
        )
        cdk.CfnOutput(self, name, value=point.ingress_point_id)
        return policy


class Street:
    """The deployed doors."""

    def __init__(self, emulator: Emulator, outputs: dict[str, str]) -> None:
        self.emulator = emulator
        self.outputs = outputs

    @contextmanager
    def connected(
        self, door: str, *, source: str = ALLOWED, tls: ssl.TLSVersion | None = ssl.TLSVersion.TLSv1_3
    ) -> Iterator[smtplib.SMTP]:
        """A mail server at a door; addresses of IPv6 are told by a proxy, others are really its own."""
        address = self.emulator.ingress_smtp(self.outputs[door])
        own, told = (ALLOWED, source) if ":" in source else (source, "")
        with smtplib.SMTP(address.host, address.port, timeout=10, source_address=(own, 0)) as client:
            if tls is not None:
                context = ssl.create_default_context(cafile=str(self.emulator.smtp_certificate))
                context.minimum_version = context.maximum_version = tls
                client.starttls(context=context)
            client.ehlo()
            if told:
                assert client.docmd("XCLIENT", f"ADDR=IPV6:{told}")[0] == 220
                client.ehlo()
            yield client

    def let_in(
        self,
        door: str,
        *names: str,
        source: str = ALLOWED,
        tls: ssl.TLSVersion | None = ssl.TLSVersion.TLSv1_3,
    ) -> list[str]:
        """Those of the recipients for whom the rules have run."""
        before = len(self.emulator.processed(self.outputs[door]))
        recipients = [name if "@" in name else name + OURS for name in names]
        with self.connected(door, source=source, tls=tls) as client:
            try:
                refused = client.sendmail(SENDER, recipients, "Subject: x\r\n\r\nHello\r\n")
            except smtplib.SMTPRecipientsRefused as error:
                refused = error.recipients
        assert {code for code, _ in refused.values()} <= {550}
        came = self.emulator.processed(self.outputs[door])[before:]
        assert [each["matched"] for each in came] == [["Taken"]] * (len(refused) < len(names))
        return [name for name, recipient in zip(names, recipients, strict=True) if recipient not in refused]


@pytest.fixture(scope="module")
def street(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Street:
    strict_emulator.reset()
    outputs = Assembly(strict_emulator, tmp_path_factory.mktemp("doors") / "cdk.out").deploy(Doors)[STACK]
    return Street(strict_emulator, outputs)


@pytest.mark.parametrize("door", ["DenyFirst", "DenyLast"])
@pytest.mark.parametrize(
    ("source", "let_in"),
    [
        (ALLOWED, ["team"]),
        ("127.0.0.65", ["team"]),
        (DENIED, []),
        ("127.0.0.67", ["team"]),
        (FAR, []),
        ("2001:db8::25", ["team"]),
        ("2001:db9::25", []),
    ],
)
def test_what_is_denied_stays_out_wherever_its_statement_stands(
    street: Street, door: str, source: str, let_in: list[str]
) -> None:
    assert street.let_in(door, "team", "closed", "team@else.example", source=source) == let_in


def test_addresses_outside_of_ranges(street: Street) -> None:
    found = {source: street.let_in("Outside", "team", source=source) for source in (ALLOWED, DENIED, FAR)}
    assert found == {ALLOWED: ["team"], DENIED: [], FAR: []}
    assert street.let_in("Outside", "team", source="2001:db8::25") == [], "nothing is said of IPv6"


def test_a_policy_that_allows_by_default_keeps_out_what_it_names(street: Street) -> None:
    assert street.let_in("Usual", "team", "closed", "me@else.example") == ["team", "me@else.example"]
    assert street.let_in("Usual", "closed", source=FAR) == ["closed"], "both conditions must hold"


def test_a_policy_without_a_statement_lets_nobody_in(street: Street) -> None:
    assert street.let_in("Shut", "team") == []


OLD, NEW = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize(
    ("door", "tls", "let_in"),
    [
        ("Plain", None, ["team", "legacy"]),
        ("Plain", OLD, ["team", "legacy"]),
        ("SomeTls", None, []),
        ("SomeTls", OLD, ["team", "legacy"]),
        ("SomeTls", NEW, ["team", "legacy"]),
        ("NewestTls", OLD, []),
        ("NewestTls", NEW, ["team", "legacy"]),
        ("OlderTls", OLD, ["team", "legacy"]),
        ("OlderTls", NEW, ["team"]),
    ],
)
def test_versions_of_tls(street: Street, door: str, tls: ssl.TLSVersion | None, let_in: list[str]) -> None:
    assert street.let_in(door, "team", "legacy", tls=tls) == let_in


def test_tls_is_required_unless_somebody_says_that_it_is_not(street: Street) -> None:
    with street.connected("NewestTls", tls=None) as client:
        code, text = client.mail(SENDER)
    assert (code, b"STARTTLS" in text) == (530, True)


def test_members_of_an_address_list(street: Street) -> None:
    manager = street.emulator.client("mailmanager")
    for member in (f"staff{OURS}", f"team-*{OURS}"):
        manager.register_member_to_address_list(AddressListId=street.outputs["List"], Address=member)
    names = ("staff", "team-a", "STAFF", "nobody", "staff@else.example")
    assert street.let_in("Members", *names) == ["staff", "team-a", "STAFF"]
    assert street.let_in("Others", *names) == ["nobody"]
    manager.deregister_member_from_address_list(AddressListId=street.outputs["List"], Address=f"staff{OURS}")
    assert street.let_in("Members", *names) == ["team-a"]


def test_whom_a_block_list_names_stays_out(street: Street) -> None:
    assert street.let_in("Clean", "team", source=ALLOWED) == ["team"]
    assert street.let_in("Clean", "team", source=LISTED) == []


@pytest.mark.parametrize(("more", "code"), [(0, 250), (1, 552)])
def test_a_message_may_have_so_many_bytes_and_not_one_more(street: Street, more: int, code: int) -> None:
    lines = b"Subject: x\r\n\r\n" + b"x" * 98 + b"\r\n"
    message = lines + b"x" * (SIZE - 1000 - len(lines) - 2) + b"\r\n" + b"x" * (998 + more) + b"\r\n"
    with street.connected("Small") as client:
        client.mail(SENDER)
        assert client.rcpt(f"team{OURS}")[0] == 250
        found, _ = client.data(message)
    assert found == code


def test_a_closed_door_takes_nothing(street: Street) -> None:
    manager, point = street.emulator.client("mailmanager"), street.outputs["Plain"]
    manager.update_ingress_point(IngressPointId=point, StatusToUpdate="CLOSED")
    with street.connected("Plain") as client:
        client.mail(SENDER)
        assert client.rcpt(f"team{OURS}")[0] == 421
    manager.update_ingress_point(IngressPointId=point, StatusToUpdate="ACTIVE")
    assert street.let_in("Plain", "team") == ["team"]
