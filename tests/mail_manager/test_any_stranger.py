"""Random policies and rules: whatever a stranger gets past on the emulator, the judge of open relays knew of."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address

from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.facts.delivery_sources import Sources
from ses_constructs.facts.open_relays import Statement, let_in
from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.ingress import rule_conditions, traffic_policies
from ses_constructs.local.ses.ingress.arrival import Arrival
from ses_constructs.local.ses.state import PlaceState, Store
from ses_constructs.local.world import Place
from ses_constructs.mail_manager import (
    CertificateAttribute,
    DropAction,
    Mail,
    Rule,
    RuleCondition,
    TlsVersion,
    Traffic,
    TrafficCondition,
)
from tests.local.ses.aws import FakeWorld
from tests.mail_manager.schema_judge import rendered
from tests.mail_manager.test_any_rule import things

NUMBER = settings(max_examples=400, deadline=None)
STRANGER = "anybody@stranger.co.uk"
"""Of a domain that no condition here names."""
RANGES = ["0.0.0.0/1", "64.0.0.0/8", "192.0.2.0/24", "198.51.100.7", "0.0.0.0/0"]
RANGES6 = ["2000::/3", "2001:db8::/32", "::/0", "2001:db8::7"]
IPS = st.one_of(
    st.sampled_from(["192.0.2.9", "198.51.100.7", "64.1.2.3", "2001:db8::7", "2001:db9::1", "203.0.113.5"]),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
)


@cache
def traffic() -> list[TrafficCondition]:
    """Every way to compare what the judge looks at, and some that it does not."""
    named, listed = Traffic.recipient, things().addresses
    return [
        *(named.ends_with(end) for end in ("@shop.example", ".co.uk", "@", "k")),
        *(named.equals("a@shop.example"), named.not_equals("a@shop.example")),
        *(named.contains("@"), named.starts_with("any"), named.is_in(listed), named.is_not_in(listed)),
        *(compare(one) for one in RANGES for compare in (Traffic.sender_ip.within, Traffic.sender_ip.outside)),
        *(
            compare(one)
            for one in RANGES6
            for compare in (Traffic.sender_ipv6.within, Traffic.sender_ipv6.outside)
        ),
        Traffic.tls.at_least(TlsVersion.TLS_1_2),
        Traffic.tls.equals(TlsVersion.TLS_1_2),
    ]


@cache
def mail() -> list[RuleCondition]:
    """As :func:`traffic`, of rules."""
    named, listed = Mail.recipient, things().addresses
    certificate = Mail.client_certificate(CertificateAttribute.COMMON_NAME)
    return [
        *(named.ends_with(end) for end in ("@shop.example", ".co.uk", "@", "k")),
        *(named.equals("a@shop.example"), named.not_equals("a@shop.example")),
        *(named.contains("@"), named.starts_with("any"), named.is_in(listed), named.is_not_in(listed)),
        *(compare(one) for one in RANGES + RANGES6 for compare in (Mail.source_ip.within, Mail.source_ip.outside)),
        *(certificate.equals("mta"), certificate.not_equals("mta"), certificate.contains("m")),
        *(Mail.tls.is_true(), Mail.tls.is_false(), Mail.subject.contains("x"), Mail.from_.is_in(listed)),
    ]


def is_among(sources: Sources, ip: str) -> bool:
    number, six = int(ip_address(ip)), ip_address(ip).version == 6
    return any(first <= number <= last for first, last in (sources.ipv6 if six else sources.ipv4))


def state() -> PlaceState:
    return Store(FakeWorld()).at(Place("123456789012", "eu-west-1"))


@NUMBER
@given(
    statements=st.lists(
        st.tuples(st.booleans(), st.lists(st.sampled_from(traffic()), min_size=1, max_size=3)),
        max_size=4,
    ),
    allows_by_default=st.booleans(),
    ip=IPS,
)
def test_a_stranger_whom_a_policy_lets_in_is_known_to_the_judge(
    statements: list[tuple[bool, list[TrafficCondition]]], allows_by_default: bool, ip: str
) -> None:
    policy = {
        "DefaultAction": "ALLOW" if allows_by_default else "DENY",
        "PolicyStatements": [
            {"Action": "ALLOW" if allows else "DENY", "Conditions": [rendered(one.rendered) for one in conditions]}
            for allows, conditions in statements
        ],
    }
    judged = [Statement(allows, tuple(one.comparison for one in conditions)) for allows, conditions in statements]
    if traffic_policies.lets_in(state(), policy, STRANGER, Connection(source_ip=ip, tls_version="TLSv1.3")):
        assert is_among(let_in(judged, allows_by_default=allows_by_default), ip)


@NUMBER
@given(
    when=st.lists(st.sampled_from(mail()), max_size=3),
    unless=st.lists(st.sampled_from(mail()), max_size=3),
    ip=IPS,
)
def test_a_stranger_whom_a_rule_is_for_or_not_is_known_to_the_judge(
    when: list[RuleCondition], unless: list[RuleCondition], ip: str
) -> None:
    rule = Rule(name="R", actions=(DropAction(),), when=tuple(when), unless=tuple(unless))
    written = {
        "Conditions": [rendered(one.rendered) for one in when],
        "Unless": [rendered(one.rendered) for one in unless],
    }
    point = {"IngressPointId": "inp-1", "ARecord": "in.example"}
    connection = Connection(source_ip=ip, tls_version="TLSv1.3")
    arrival = Arrival(
        point, "m-1", datetime(2026, 11, 1, tzinfo=UTC), "a@b.example", b"Subject: x\r\n\r\n", connection
    )
    if rule_conditions.applies(state(), written, arrival, STRANGER, ()):
        assert is_among(rule.passage.reach(), ip)
    else:
        assert is_among(rule.passage.past(), ip)
