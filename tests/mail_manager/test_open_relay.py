"""An open relay cannot be built without saying so."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Annotations, Match

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.mail_manager import (
    CertificateAttribute,
    DropAction,
    IngressAccess,
    IngressNetwork,
    IngressPoint,
    Mail,
    Relay,
    RelayAction,
    RuleSet,
    SendAction,
    TlsVersion,
    Traffic,
    TrafficPolicy,
)
from tests.mail_manager.test_ingress_access import CERTIFICATE


class Parts:
    """An ingress point's parts, and actions that send mail outward."""

    def __init__(self, stack: cdk.Stack) -> None:
        self.stack = stack
        self.rules = RuleSet(stack, "Rules")
        self.relay = RelayAction(relay=Relay.from_relay_id(stack, "Relay", "r-1"))
        identity = ses.EmailIdentity.from_email_identity_name(stack, "Identity", "shop.example")
        self.send = SendAction(identities=[identity])

    def ingress(self, policy: TrafficPolicy, *, access: IngressAccess, open_relay: bool = False) -> IngressPoint:
        return IngressPoint(
            self.stack,
            "Ingress",
            traffic_policy=policy,
            rule_set=self.rules,
            access=access,
            open_relay=open_relay,
        )


@pytest.fixture
def parts(stack: cdk.Stack) -> Parts:
    return Parts(stack)


def test_a_policy_that_lets_in_everything_and_a_rule_that_passes_it_on_are_refused(parts: Parts) -> None:
    parts.rules.add_rule("Out", actions=[parts.relay])
    with pytest.raises(ConflictingSettingsError, match="rule Out passes it on: an open relay") as caught:
        parts.ingress(TrafficPolicy(parts.stack, "Policy", allow_by_default=True), access=IngressAccess.open())
    assert caught.value.at == "Mail/Ingress"
    assert "open_relay=True" in caught.value.fix


def test_it_does_not_matter_which_comes_last(parts: Parts) -> None:
    policy = TrafficPolicy(parts.stack, "Policy")
    parts.ingress(policy, access=IngressAccess.open())
    parts.rules.add_rule("Out", actions=[parts.send])
    policy.allow(Traffic.recipient.ends_with("@shop.example"))
    with pytest.raises(ConflictingSettingsError, match="an open relay"):
        policy.allow(Traffic.tls.at_least(TlsVersion.TLS_1_2))


def test_a_rule_that_is_added_later_is_looked_at_too(parts: Parts) -> None:
    parts.ingress(TrafficPolicy(parts.stack, "Policy", allow_by_default=True), access=IngressAccess.open())
    parts.rules.add_rule("Ours", when=[Mail.recipient.ends_with("@shop.example")], actions=[parts.relay])
    parts.rules.add_rule("Junk", actions=[DropAction()])
    with pytest.raises(ConflictingSettingsError, match="rule Out passes it on"):
        parts.rules.add_rule("Out", when=[Mail.subject.contains("x")], actions=[parts.send])


def test_who_says_so_gets_one(parts: Parts) -> None:
    parts.rules.add_rule("Out", actions=[parts.relay])
    policy = TrafficPolicy(parts.stack, "Policy", allow_by_default=True)
    parts.ingress(policy, access=IngressAccess.open(), open_relay=True)


@pytest.mark.parametrize(
    "access",
    [IngressAccess.password(), IngressAccess.mutual_tls(ca_certificates=CERTIFICATE)],
    ids=["auth", "mtls"],
)
def test_who_asks_who_delivers_is_no_open_relay(parts: Parts, access: IngressAccess) -> None:
    parts.rules.add_rule("Out", actions=[parts.relay])
    parts.ingress(TrafficPolicy(parts.stack, "Policy", allow_by_default=True), access=access)


def test_nor_is_what_only_a_vpc_reaches(parts: Parts) -> None:
    parts.rules.add_rule("Out", actions=[parts.relay])
    IngressPoint(
        parts.stack,
        "Ingress",
        traffic_policy=TrafficPolicy(parts.stack, "Policy", allow_by_default=True),
        rule_set=parts.rules,
        access=IngressAccess.open(),
        network=IngressNetwork.private_with_id("vpce-0123456789abcdef0"),
    )


def test_a_rule_that_asks_for_a_certificate_where_there_is_none_is_warned_of(parts: Parts) -> None:
    parts.ingress(TrafficPolicy(parts.stack, "Policy"), access=IngressAccess.password())
    name = Mail.client_certificate(CertificateAttribute.COMMON_NAME)
    parts.rules.add_rule("Partner", when=[name.equals("mta.partner.example")], actions=[parts.relay])
    warnings = Annotations.from_stack(parts.stack)
    warnings.has_warning("/Mail/Ingress", Match.string_like_regexp("rule Partner asks for the certificate"))
