"""An open relay cannot be built without saying so."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Annotations, Match
from aws_cdk.interfaces import aws_ses as refs

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.mail_manager import (
    AddonInstance,
    AddressList,
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
    Verdict,
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
    parts.rules.add_rule("Junk", when=[Mail.spf.equals(Verdict.FAIL)], actions=[DropAction()])
    with pytest.raises(ConflictingSettingsError, match="rule Out passes it on"):
        parts.rules.add_rule("Out", when=[Mail.subject.contains("x")], actions=[parts.send])


def test_what_only_looks_narrow_is_refused(parts: Parts) -> None:
    policy = TrafficPolicy(parts.stack, "Policy")
    policy.allow(Traffic.recipient.contains("@"))
    parts.ingress(policy, access=IngressAccess.open())
    with pytest.raises(ConflictingSettingsError, match="an open relay"):
        parts.rules.add_rule("Out", when=[Mail.recipient.ends_with(".com")], actions=[parts.relay])


@pytest.mark.parametrize("end", [".co.uk", "@com.au"])
def test_a_registry_is_no_domain_of_yours(parts: Parts, end: str) -> None:
    policy = TrafficPolicy(parts.stack, "Policy")
    policy.allow(Traffic.recipient.ends_with(end))
    parts.ingress(policy, access=IngressAccess.open())
    with pytest.raises(ConflictingSettingsError, match="an open relay"):
        parts.rules.add_rule("Out", actions=[parts.relay])


def test_statements_that_let_in_everybody_together_are_refused(parts: Parts) -> None:
    parts.rules.add_rule("Out", actions=[parts.relay])
    policy = TrafficPolicy(parts.stack, "Policy")
    policy.allow(Traffic.sender_ip.within("64.0.0.0/8"))
    parts.ingress(policy, access=IngressAccess.open())
    with pytest.raises(ConflictingSettingsError, match="an open relay"):
        policy.allow(Traffic.sender_ip.within("65.0.0.0/8"))


def test_rules_that_pass_everything_on_together_are_refused(parts: Parts) -> None:
    parts.ingress(TrafficPolicy(parts.stack, "Policy", allow_by_default=True), access=IngressAccess.open())
    parts.rules.add_rule("Low", when=[Mail.source_ip.within("64.0.0.0/8")], actions=[parts.relay])
    parts.rules.add_rule("Office", when=[Mail.source_ip.within("192.0.2.0/24")], actions=[parts.relay])
    with pytest.raises(ConflictingSettingsError, match="rules Low and Office and High together pass it on"):
        parts.rules.add_rule("High", when=[Mail.source_ip.within("65.0.0.0/8")], actions=[parts.send])


def test_what_is_denied_or_dropped_before_is_not_passed_on(parts: Parts) -> None:
    policy = TrafficPolicy(parts.stack, "Policy", allow_by_default=True)
    policy.deny(Traffic.recipient.is_not_in(AddressList.from_address_list_id(parts.stack, "Staff", "al-1")))
    parts.ingress(policy, access=IngressAccess.open())
    parts.rules.add_rule("Out", actions=[parts.relay])
    other = RuleSet(parts.stack, "Other")
    other.add_rule("Gate", unless=[Mail.recipient.ends_with("@shop.example")], actions=[DropAction()])
    other.add_rule("Out", actions=[parts.relay])
    wide = TrafficPolicy(parts.stack, "Wide", allow_by_default=True)
    access = IngressAccess.open()
    IngressPoint(parts.stack, "Second", traffic_policy=wide, rule_set=other, access=access)


def test_ipv6_counts_where_it_is_spoken(parts: Parts) -> None:
    policy = TrafficPolicy(parts.stack, "Policy")
    policy.allow(Traffic.sender_ipv6.within("2000::/3"))
    parts.rules.add_rule("Out", actions=[parts.relay])
    parts.ingress(policy, access=IngressAccess.open())
    with pytest.raises(ConflictingSettingsError, match="an open relay"):
        IngressPoint(
            parts.stack,
            "Dual",
            traffic_policy=policy,
            rule_set=parts.rules,
            access=IngressAccess.open(),
            network=IngressNetwork.dual_stack(),
        )


def _of_any_kind(
    stack: cdk.Stack,
    policy: refs.IMailManagerTrafficPolicyRef,
    rules: refs.IMailManagerRuleSetRef,
    *,
    open_relay: bool = False,
) -> list[str]:
    access = IngressAccess.open()
    IngressPoint(stack, "Ingress", traffic_policy=policy, rule_set=rules, access=access, open_relay=open_relay)
    found = Annotations.from_stack(stack).find_warning(
        "/Mail/Ingress", Match.string_like_regexp("cannot be judged")
    )
    return [str(one.entry.data) for one in found]


def _plain_policy(stack: cdk.Stack) -> ses.CfnMailManagerTrafficPolicy:
    return ses.CfnMailManagerTrafficPolicy(stack, "Plain", default_action="ALLOW", policy_statements=[])


def test_a_plain_policy_before_a_rule_that_passes_everything_on_is_warned_of(parts: Parts) -> None:
    parts.rules.add_rule("Out", actions=[parts.relay])
    (said,) = _of_any_kind(parts.stack, _plain_policy(parts.stack), parts.rules)
    assert "rule Out passes everything on" in said
    assert "ses-constructs:unjudged-relay" in said


def test_an_imported_rule_set_behind_an_open_policy_is_warned_of(parts: Parts) -> None:
    policy = TrafficPolicy(parts.stack, "Policy", allow_by_default=True)
    (said,) = _of_any_kind(parts.stack, policy, RuleSet.from_rule_set_id(parts.stack, "Imported", "rs-1"))
    assert "the policy lets in anything" in said
    assert "no RuleSet of this library" in said


def test_where_neither_part_can_be_judged_one_warning_says_so(parts: Parts) -> None:
    rules = RuleSet.from_rule_set_id(parts.stack, "Imported", "rs-1")
    (said,) = _of_any_kind(parts.stack, _plain_policy(parts.stack), rules)
    assert "no TrafficPolicy and no RuleSet" in said


def test_what_cannot_be_judged_is_not_warned_of_where_it_cannot_matter(parts: Parts) -> None:
    parts.rules.add_rule("Ours", when=[Mail.recipient.ends_with("@shop.example")], actions=[parts.relay])
    assert _of_any_kind(parts.stack, _plain_policy(parts.stack), parts.rules) == []


def test_nor_behind_a_narrow_policy(parts: Parts) -> None:
    rules = RuleSet.from_rule_set_id(parts.stack, "Imported", "rs-1")
    assert _of_any_kind(parts.stack, TrafficPolicy(parts.stack, "Policy"), rules) == []


def test_nor_where_an_open_relay_is_meant(parts: Parts) -> None:
    rules = RuleSet.from_rule_set_id(parts.stack, "Imported", "rs-1")
    assert _of_any_kind(parts.stack, _plain_policy(parts.stack), rules, open_relay=True) == []


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


@pytest.mark.parametrize("later", [False, True])
def test_an_add_on_that_is_not_asked_over_ipv6_is_warned_of(parts: Parts, later: bool) -> None:
    policy = TrafficPolicy(parts.stack, "Policy")
    addon = AddonInstance.from_addon_instance_id(parts.stack, "Addon", "ai-1")
    network, access = IngressNetwork.dual_stack(), IngressAccess.open()

    def ask() -> None:
        policy.deny(Traffic.analysis_flag(addon, "isListed").is_true())

    def make() -> None:
        IngressPoint(
            parts.stack, "Dual", traffic_policy=policy, rule_set=parts.rules, access=access, network=network
        )

    for step in (make, ask) if later else (ask, make):
        step()
    parts.ingress(policy, access=access)
    warnings = Annotations.from_stack(parts.stack)
    warnings.has_warning("/Mail/Dual", Match.string_like_regexp("not asked about deliveries over IPv6"))
    warnings.has_no_warning("/Mail/Ingress", Match.any_value())


def test_a_policy_that_asks_no_add_on_is_the_same_over_ipv6(parts: Parts) -> None:
    policy = TrafficPolicy(parts.stack, "Policy")
    policy.allow(Traffic.recipient.ends_with("@shop.example"))
    network, access = IngressNetwork.dual_stack(), IngressAccess.open()
    IngressPoint(parts.stack, "Dual", traffic_policy=policy, rule_set=parts.rules, access=access, network=network)
    Annotations.from_stack(parts.stack).has_no_warning("*", Match.any_value())
