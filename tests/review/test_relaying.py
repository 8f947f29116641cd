"""Policies and rules of templates are judged as those of constructs are."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.facts.delivery_sources import Sources
from ses_constructs.mail_manager import (
    AddressList,
    CertificateAttribute,
    DropAction,
    IngressAccess,
    IngressNetwork,
    IngressPoint,
    Mail,
    Relay,
    RelayAction,
    ReplaceRecipientAction,
    RuleCondition,
    RuleSet,
    TlsVersion,
    Traffic,
    TrafficCondition,
    TrafficPolicy,
)
from ses_constructs.review import Assembly
from ses_constructs.review.relaying import ip_versions, is_public, passages, strangers

POLICY, RULES, POINT = (f"AWS::SES::MailManager{kind}" for kind in ("TrafficPolicy", "RuleSet", "IngressPoint"))


def listed(scope: cdk.Stack) -> AddressList:
    return scope.node.find_child("Staff")  # type: ignore[return-value]


def traffic(stack: cdk.Stack) -> list[TrafficCondition]:
    return [
        Traffic.recipient.ends_with("@shop.example"),
        Traffic.recipient.ends_with(".co.uk"),
        Traffic.recipient.not_equals("a@shop.example"),
        Traffic.recipient.is_in(listed(stack)),
        Traffic.recipient.is_not_in(listed(stack)),
        Traffic.sender_ip.within("64.0.0.0/8"),
        Traffic.sender_ip.outside("192.0.2.0/24"),
        Traffic.sender_ipv6.within("2000::/3"),
        Traffic.tls.at_least(TlsVersion.TLS_1_3),
    ]


def mail(stack: cdk.Stack) -> list[RuleCondition]:
    return [
        Mail.recipient.equals("a@shop.example"),
        Mail.recipient.contains("@"),
        Mail.recipient.is_in(listed(stack)),
        Mail.source_ip.within("64.0.0.0/8", "2001:db8::/32"),
        Mail.source_ip.outside("192.0.2.0/24"),
        Mail.from_.is_in(listed(stack)),
        Mail.subject.contains("x"),
        Mail.client_certificate(CertificateAttribute.COMMON_NAME).equals("mta"),
        Mail.tls.is_true(),
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_constructs_and_templates_say_is_the_same(data: st.DataObject) -> None:
    stack = cdk.Stack(cdk.App(), "Mail")
    AddressList(stack, "Staff")
    allows = data.draw(st.booleans())
    policy, rules = TrafficPolicy(stack, "Policy", allow_by_default=allows), RuleSet(stack, "Rules")
    for _ in range(data.draw(st.integers(0, 3))):
        add = policy.deny if allows or data.draw(st.booleans()) else policy.allow
        add(*data.draw(st.lists(st.sampled_from(traffic(stack)), min_size=1, max_size=2)))
    actions = [
        RelayAction(relay=Relay.from_relay_id(stack, "Relay", "r-1")),
        DropAction(),
        ReplaceRecipientAction(recipients=["a@shop.example"]),
    ]
    for at in range(data.draw(st.integers(0, 3))):
        rules.add_rule(
            f"R{at}",
            when=data.draw(st.lists(st.sampled_from(mail(stack)), max_size=2)),
            unless=data.draw(st.lists(st.sampled_from(mail(stack)), max_size=2)),
            actions=data.draw(st.lists(st.sampled_from(actions), min_size=1, max_size=2)),
        )
    assembly = Assembly.of(Template.from_stack(stack).to_json(), file="mail.json")
    (written,), (ruled,) = assembly.resources(POLICY), assembly.resources(RULES)
    assert strangers(written) == policy.strangers
    told = passages(ruled.get("Rules"))
    assert told is not None
    built = [rule.passage for rule in rules.known_rules]
    assert [(one.sends, one.drops, one.reach(), one.past()) for one in told] == [
        (one.sends, one.drops, one.reach(), one.past()) for one in built
    ]


@pytest.mark.parametrize(
    "properties",
    [
        "DefaultAction: !Ref Default, PolicyStatements: []",
        "DefaultAction: ALLOW, PolicyStatements: !Ref Statements",
        "DefaultAction: ALLOW, PolicyStatements: [{Action: !Ref Action, Conditions: []}]",
        "DefaultAction: ALLOW, PolicyStatements: [{Action: DENY, Conditions: !Ref Conditions}]",
    ],
)
def test_a_policy_that_only_the_deployment_knows_is_not_judged(
    assembly: Callable[[str], Assembly], properties: str
) -> None:
    (policy,) = assembly(f"P: {{Type: {POLICY}, Properties: {{{properties}}}}}").resources(POLICY)
    assert strangers(policy) is None


def test_what_only_the_deployment_knows_keeps_strangers_out(assembly: Callable[[str], Assembly]) -> None:
    text = f"""
    P: {{Type: {POLICY}, Properties: {{DefaultAction: ALLOW, PolicyStatements: [
      {{Action: DENY, Conditions: [!If [A, {{}}, {{}}]]}}]}}}}
    Q: {{Type: {POLICY}, Properties: {{DefaultAction: DENY, PolicyStatements: [{{Action: ALLOW, Conditions: [
      {{StringExpression: {{Evaluate: {{Attribute: RECIPIENT}}, Operator: ENDS_WITH, Values: !Ref Ends}}}},
      {{TlsExpression: {{Evaluate: {{Attribute: TLS_PROTOCOL}}, Operator: IS, Value: TLS1_3}}}}]}}]}}}}
    R: {{Type: {RULES}, Properties: {{Rules: [
      {{Conditions: !Ref When, Unless: !Ref Unless, Actions: [{{Relay: {{}}}}]}},
      {{Conditions: [!Ref One], Actions: [{{Drop: {{}}}}]}}]}}}}
    S: {{Type: {RULES}, Properties: {{Rules: !Ref Rules}}}}
    """
    read = assembly(text)
    first, second = read.resources(POLICY)
    assert strangers(first) is None
    assert strangers(second) == Sources.nobody()
    known, unknown = read.resources(RULES)
    told = passages(known.get("Rules"))
    assert told is not None
    assert [one.reach() for one in told] == [Sources.nobody()] * 2
    assert told[1].past() == Sources.nobody()
    assert passages(unknown.get("Rules")) is None


@pytest.mark.parametrize(
    ("network", "versions", "public"),
    [
        (None, (4,), True),
        (IngressNetwork.ipv4(), (4,), True),
        (IngressNetwork.dual_stack(), (4, 6), True),
        (IngressNetwork.private_with_id("vpce-0123456789abcdef0"), (4,), False),
    ],
)
def test_networks_are_read(
    stack: cdk.Stack, network: IngressNetwork | None, versions: tuple[int, ...], public: bool
) -> None:
    policy, rules = TrafficPolicy(stack, "Policy"), RuleSet(stack, "Rules")
    access = IngressAccess.open()
    IngressPoint(stack, "In", traffic_policy=policy, rule_set=rules, access=access, network=network)
    (point,) = Assembly.of(Template.from_stack(stack).to_json(), file="mail.json").resources(POINT)
    assert (ip_versions(point), is_public(point)) == (versions, public)


def test_who_asks_for_a_password_is_not_public(assembly: Callable[[str], Assembly]) -> None:
    text = f"""
    A: {{Type: {POINT}, Properties: {{Type: AUTH}}}}
    B: {{Type: {POINT}, Properties: {{Type: OPEN, NetworkConfiguration: !Ref Network}}}}
    """
    assert [is_public(point) for point in assembly(text).resources(POINT)] == [False, False]
