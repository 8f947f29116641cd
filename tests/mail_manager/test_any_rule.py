"""Random rules and policies: what our types let pass the schema takes, and what it does not take they refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.errors import SesConstructsError
from ses_constructs.local.ses.schema import type_schema
from ses_constructs.mail_manager import (
    ActionFailurePolicy,
    AddHeaderAction,
    AddonInstance,
    AddressList,
    Archive,
    ArchiveAction,
    BounceAction,
    CertificateAttribute,
    DeliverToMailboxAction,
    DeliverToQBusinessAction,
    DropAction,
    EnvelopeSender,
    LambdaAction,
    Mail,
    Relay,
    RelayAction,
    ReplaceRecipientAction,
    Rule,
    RuleCondition,
    S3Action,
    SendAction,
    SenderPolicy,
    SnsAction,
    SnsEncoding,
    SnsPayload,
    TlsVersion,
    Traffic,
    TrafficCondition,
    Verdict,
)
from ses_constructs.mail_manager.rule_action import RuleAction
from tests.mail_manager.schema_judge import ROLE, faults, rendered

NUMBER = settings(max_examples=250, deadline=None)
ORGANIZATION = "arn:aws:workmail:eu-west-1:111122223333:organization/m-0123456789abcdef0123456789abcdef"


class Things:
    """Everything that actions and conditions refer to, made once and named by literals."""

    def __init__(self) -> None:
        stack = cdk.Stack(cdk.App(), "Any")
        where = "eu-west-1:111122223333"
        self.bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "mail-of-shop")
        self.topic = sns.Topic.from_topic_arn(stack, "Topic", f"arn:aws:sns:{where}:mail")
        self.function = lambda_.Function.from_function_arn(
            stack, "Function", f"arn:aws:lambda:{where}:function:mail"
        )
        self.key = kms.Key.from_key_arn(stack, "Key", f"arn:aws:kms:{where}:key/0000")
        self.identity = ses.EmailIdentity.from_email_identity_name(stack, "Identity", "shop.example")
        self.archive = Archive.from_archive_id(stack, "Archive", "a-0123")
        self.relay = Relay.from_relay_id(stack, "Relay", "r-0123")
        self.addresses = AddressList.from_address_list_id(stack, "Addresses", "al-0123")
        self.addon = AddonInstance.from_addon_instance_id(stack, "Addon", "ai-0123")


@cache
def things() -> Things:
    return Things()


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=70)
odd_texts = st.one_of(texts, st.from_regex(r"[Xx]?-?[a-zA-Z0-9@.+_/*' \r\n-]{0,80}", fullmatch=True))
values = st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=10)
words = st.sampled_from(["support", "a.b", "a+tag", "x-1"])
addresses = st.builds("{}@{}".format, words, st.sampled_from(["shop.example", "sub.shop.example"]))
ipv4_ranges = st.ip_addresses(v=4).map(str) | st.sampled_from(["10.0.0.0/8", "192.0.2.0/24", "0.0.0.0/0"])
ipv6_ranges = st.ip_addresses(v=6).map(str) | st.sampled_from(["2001:db8::/32", "::/0", "fe80::/10", "::1"])
on_failure = st.sampled_from(ActionFailurePolicy)

TEXT_ATTRIBUTES = [
    *(Mail.recipient, Mail.mail_from, Mail.sender, Mail.from_, Mail.to, Mail.cc, Mail.subject, Mail.helo),
    *(Mail.client_certificate(attribute) for attribute in CertificateAttribute),
]
COMPARISONS = ["equals", "not_equals", "starts_with", "ends_with", "contains"]
SIZES = ["equals", "not_equals", "less_than", "less_than_or_equal", "greater_than", "greater_than_or_equal"]


@st.composite
def rule_conditions(draw: st.DrawFn) -> RuleCondition:
    """Every kind of condition there is."""
    addon, addresses_ = things().addon, things().addresses
    kind = draw(st.integers(min_value=0, max_value=8))
    if kind == 0:
        header = draw(st.from_regex(r"X-[a-zA-Z0-9-]{1,20}", fullmatch=True))
        attribute = draw(
            st.sampled_from([*TEXT_ATTRIBUTES, Mail.header(header), Mail.analysis_text(addon, "addon.Category")])
        )
        made: RuleCondition = getattr(attribute, draw(st.sampled_from(COMPARISONS)))(*draw(values))
        return made
    if kind == 1:
        one = draw(st.sampled_from([Mail.recipient, Mail.mail_from, Mail.sender, Mail.from_, Mail.to, Mail.cc]))
        return draw(st.sampled_from([one.is_in, one.is_not_in]))(addresses_)
    if kind == 2:
        flags = [Mail.tls, Mail.tls_wrapped, Mail.read_receipt_requested, Mail.analysis_flag(addon, "Is passed")]
        flag = draw(st.sampled_from(flags))
        return draw(st.sampled_from([flag.is_true, flag.is_false]))()
    if kind == 3:
        verdict = draw(st.sampled_from([Mail.spf, Mail.dkim, Mail.analysis_verdict(addon, "Verdict")]))
        wanted = draw(st.lists(st.sampled_from(Verdict), min_size=1, max_size=10))
        return draw(st.sampled_from([verdict.equals, verdict.not_equals]))(*wanted)
    if kind == 4:
        policies = draw(st.lists(st.sampled_from(SenderPolicy), min_size=1, max_size=10))
        return draw(st.sampled_from([Mail.dmarc_policy.equals, Mail.dmarc_policy.not_equals]))(*policies)
    if kind == 5:
        ranges = draw(st.lists(st.one_of(ipv4_ranges, ipv6_ranges), min_size=1, max_size=10))
        return draw(st.sampled_from([Mail.source_ip.within, Mail.source_ip.outside]))(*ranges)
    size = cdk.Size.bytes(draw(st.integers(min_value=0, max_value=10**8)))
    compared: RuleCondition = getattr(Mail.size, draw(st.sampled_from(SIZES)))(size)
    return compared


@st.composite
def rule_actions(draw: st.DrawFn) -> RuleAction:
    """Every action there is."""
    given, failing = things(), draw(on_failure)
    makers: list[Callable[[], RuleAction]] = [
        DropAction,
        lambda: ArchiveAction(archive=given.archive, on_failure=failing),
        lambda: RelayAction(
            relay=given.relay, envelope_sender=draw(st.sampled_from(EnvelopeSender)), on_failure=failing
        ),
        lambda: AddHeaderAction(
            name=draw(st.from_regex(r"[xX]-[a-zA-Z0-9-]{1,62}", fullmatch=True)),
            value=draw(st.from_regex(r"[ -~]{1,128}", fullmatch=True)),
        ),
        lambda: ReplaceRecipientAction(recipients=draw(st.lists(addresses, min_size=1, max_size=9, unique=True))),
        lambda: S3Action(
            bucket=given.bucket,
            prefix=draw(st.sampled_from(["", "a/", "mail.(x)!_'-/"])),
            encryption_key=draw(st.sampled_from([None, given.key])),
            on_failure=failing,
        ),
        lambda: SnsAction(
            topic=given.topic,
            encoding=draw(st.sampled_from(SnsEncoding)),
            payload=draw(st.sampled_from(SnsPayload)),
            on_failure=failing,
        ),
        lambda: LambdaAction(
            function=given.function,
            wait=draw(st.booleans()),
            retry=draw(st.none() | st.integers(min_value=0, max_value=2160).map(cdk.Duration.minutes)),
            on_failure=failing,
        ),
        lambda: DeliverToMailboxAction(organization_arn=ORGANIZATION, on_failure=failing),
        lambda: DeliverToQBusinessAction(
            application_id=draw(st.from_regex(r"[a-z0-9-]{36}", fullmatch=True)),
            index_id=draw(st.from_regex(r"[a-z0-9-]{36}", fullmatch=True)),
            on_failure=failing,
        ),
        lambda: SendAction(identities=[given.identity], on_failure=failing),
        lambda: BounceAction(
            sender=draw(addresses),
            message=draw(st.none() | st.from_regex(r"[\r\n -~]{1,500}", fullmatch=True)),
            diagnostic_message=draw(st.from_regex(r"[ -~]{1,256}", fullmatch=True)),
            on_failure=failing,
        ),
    ]
    return draw(st.sampled_from(makers))()


def as_template(rule: Rule) -> dict[str, Any]:
    return {
        "Name": rule.name,
        "Conditions": [rendered(condition.rendered) for condition in rule.when],
        "Unless": [rendered(condition.rendered) for condition in rule.unless],
        "Actions": [rendered(action.render(ROLE)) for action in rule.actions],
    }


@NUMBER
@given(
    name=st.from_regex(r"[a-zA-Z0-9_.-]{1,32}", fullmatch=True),
    when=st.lists(rule_conditions(), max_size=4),
    unless=st.lists(rule_conditions(), max_size=3),
    actions=st.lists(rule_actions(), min_size=1, max_size=5),
)
def test_the_schema_takes_every_rule_that_our_types_can_say(
    name: str, when: list[RuleCondition], unless: list[RuleCondition], actions: list[RuleAction]
) -> None:
    rule = Rule(name=name, actions=tuple(actions), when=tuple(when), unless=tuple(unless))
    assert faults("RuleSet", "Rule", as_template(rule)) == []


@st.composite
def traffic_conditions(draw: st.DrawFn) -> TrafficCondition:
    """Every kind of condition of a statement there is."""
    addon, recipient = things().addon, Traffic.recipient
    kind = draw(st.integers(min_value=0, max_value=5))
    if kind == 0:
        text = draw(st.sampled_from([recipient, Traffic.analysis_text(addon, "Listed on")]))
        made: TrafficCondition = getattr(text, draw(st.sampled_from(COMPARISONS)))(*draw(values))
        return made
    if kind == 1:
        return draw(st.sampled_from([recipient.is_in, recipient.is_not_in]))(things().addresses)
    if kind == 2:
        flag = Traffic.analysis_flag(addon, "isListed")
        return draw(st.sampled_from([flag.is_true, flag.is_false]))()
    if kind == 3:
        return draw(st.sampled_from([Traffic.tls.at_least, Traffic.tls.equals]))(draw(st.sampled_from(TlsVersion)))
    if kind == 4:
        source, ranges = Traffic.sender_ip, st.lists(ipv4_ranges, min_size=1, max_size=12)
        return draw(st.sampled_from([source.within, source.outside]))(*draw(ranges))
    six = st.lists(ipv6_ranges, min_size=1, max_size=12)
    return draw(st.sampled_from([Traffic.sender_ipv6.within, Traffic.sender_ipv6.outside]))(*draw(six))


@NUMBER
@given(conditions=st.lists(traffic_conditions(), min_size=1, max_size=5))
def test_the_schema_takes_every_statement_that_our_types_can_say(conditions: list[TrafficCondition]) -> None:
    statement = {"Action": "DENY", "Conditions": [rendered(condition.rendered) for condition in conditions]}
    assert faults("TrafficPolicy", "PolicyStatement", statement) == []


FREE_TEXT: list[Callable[[str], RuleAction | RuleCondition]] = [
    lambda text: AddHeaderAction(name=text, value="v"),
    lambda text: AddHeaderAction(name="X-Name", value=text),
    lambda text: ReplaceRecipientAction(recipients=[text]),
    lambda text: S3Action(bucket=things().bucket, prefix=text),
    lambda text: DeliverToMailboxAction(organization_arn=text),
    lambda text: DeliverToQBusinessAction(application_id=text, index_id="0" * 36),
    lambda text: BounceAction(sender=text),
    lambda text: BounceAction(sender="a@shop.example", smtp_reply_code=text),
    lambda text: BounceAction(sender="a@shop.example", status_code=text),
    lambda text: BounceAction(sender="a@shop.example", diagnostic_message=text),
    lambda text: BounceAction(sender="a@shop.example", message=text),
    lambda text: Mail.header(text).equals("v"),
    lambda text: Mail.subject.contains(text),
    lambda text: Mail.analysis_text(things().addon, text).equals("v"),
    lambda text: Mail.source_ip.within(text),
]


@settings(max_examples=600, deadline=None)
@given(make=st.sampled_from(FREE_TEXT), text=odd_texts | st.integers(0, 6000).map("x".__mul__))
def test_a_text_that_the_schema_refuses_is_refused_by_us_first(
    make: Callable[[str], RuleAction | RuleCondition], text: str
) -> None:
    try:
        made = make(text)
    except SesConstructsError as error:
        assert error.fix
        return
    if isinstance(made, RuleCondition):
        assert faults("RuleSet", "RuleCondition", rendered(made.rendered)) == []
    else:
        assert faults("RuleSet", "RuleAction", rendered(made.render(ROLE))) == []


@settings(max_examples=200, deadline=None)
@given(name=odd_texts, counts=st.tuples(*[st.integers(min_value=0, max_value=12)] * 4))
def test_a_rule_that_the_schema_refuses_is_refused_by_us_first(name: str, counts: tuple[int, ...]) -> None:
    actions, when, unless, compared = counts
    try:
        condition = Mail.subject.contains(*["x"] * compared)
        rule = Rule(
            name=name,
            actions=tuple(DropAction() for _ in range(actions)),
            when=(condition,) * when,
            unless=(condition,) * unless,
        )
    except SesConstructsError as error:
        assert error.fix
        return
    assert faults("RuleSet", "Rule", as_template(rule)) == []


@settings(max_examples=300, deadline=None)
@given(text=odd_texts | ipv4_ranges | ipv6_ranges)
def test_a_range_that_the_schema_refuses_is_refused_by_us_first(text: str) -> None:
    for source in (Traffic.sender_ip, Traffic.sender_ipv6):
        try:
            condition = source.within(text)
        except SesConstructsError as error:
            assert error.fix
        else:
            assert faults("TrafficPolicy", "PolicyCondition", rendered(condition.rendered)) == []


def alternatives(kind: str, definition: str) -> set[str]:
    options = type_schema(f"AWS::SES::MailManager{kind}")["definitions"][definition]["oneOf"]
    return {str(option["title"]) for option in options}


def test_all_that_the_schema_knows_can_be_said() -> None:
    reached: dict[str, set[str]] = {"action": set(), "condition": set(), "statement": set()}
    given = things()
    every_action: list[RuleAction] = [
        DropAction(),
        ArchiveAction(archive=given.archive),
        RelayAction(relay=given.relay),
        AddHeaderAction(name="X-a", value="b"),
        ReplaceRecipientAction(recipients=["a@shop.example"]),
        S3Action(bucket=given.bucket, encryption_key=given.key),
        SnsAction(topic=given.topic),
        LambdaAction(function=given.function),
        DeliverToMailboxAction(organization_arn=ORGANIZATION),
        DeliverToQBusinessAction(application_id="0" * 36, index_id="1" * 36, encryption_key=given.key),
        SendAction(identities=[given.identity]),
        BounceAction(sender="a@shop.example"),
    ]
    for action in every_action:
        reached["action"] |= set(rendered(action.render(ROLE)))
    for condition in (
        Mail.subject.contains("x"),
        Mail.tls.is_true(),
        Mail.size.less_than(cdk.Size.bytes(1)),
        Mail.source_ip.within("::1"),
        Mail.spf.equals(Verdict.PASS),
        Mail.dmarc_policy.equals(SenderPolicy.NONE),
    ):
        reached["condition"] |= set(rendered(condition.rendered))
    for statement in (
        Traffic.recipient.contains("x"),
        Traffic.recipient.is_in(given.addresses),
        Traffic.sender_ip.within("192.0.2.1"),
        Traffic.sender_ipv6.within("::1"),
        Traffic.tls.equals(TlsVersion.TLS_1_3),
    ):
        reached["statement"] |= set(rendered(statement.rendered))
    assert reached["action"] == alternatives("RuleSet", "RuleAction")
    assert reached["condition"] == alternatives("RuleSet", "RuleCondition")
    assert reached["statement"] == alternatives("TrafficPolicy", "PolicyCondition")


def enum(kind: str, definition: str) -> set[str]:
    return set(type_schema(f"AWS::SES::MailManager{kind}")["definitions"][definition]["enum"])


def test_every_attribute_and_operator_of_a_rule_can_be_said() -> None:
    given = things()
    addresses = [Mail.recipient, Mail.mail_from, Mail.sender, Mail.from_, Mail.to, Mail.cc]
    strings = [getattr(one, name)("x") for one in TEXT_ATTRIBUTES for name in COMPARISONS]
    conditions: dict[str, list[RuleCondition]] = {
        "StringExpression": strings,
        "BooleanExpression": [
            *(flag() for one in (Mail.tls, Mail.tls_wrapped, Mail.read_receipt_requested)
              for flag in (one.is_true, one.is_false)),
            *(one.is_in(given.addresses) for one in addresses),
        ],
        "NumberExpression": [getattr(Mail.size, name)(cdk.Size.bytes(1)) for name in SIZES],
        "IpExpression": [Mail.source_ip.within("::1"), Mail.source_ip.outside("::1")],
        "VerdictExpression": [
            compare(*Verdict) for one in (Mail.spf, Mail.dkim) for compare in (one.equals, one.not_equals)
        ],
        "DmarcExpression": [Mail.dmarc_policy.equals(*SenderPolicy), Mail.dmarc_policy.not_equals(*SenderPolicy)],
    }  # fmt: skip
    said = {
        kind: [rendered(condition.rendered)[kind] for condition in given_here]
        for kind, given_here in conditions.items()
    }
    prefixes = {"StringExpression": "String", "BooleanExpression": "Boolean", "NumberExpression": "Number"}
    prefixes |= {"IpExpression": "Ip", "VerdictExpression": "Verdict", "DmarcExpression": "Dmarc"}
    for kind, prefix in prefixes.items():
        assert {one["Operator"] for one in said[kind]} == enum("RuleSet", f"Rule{prefix}Operator")
    for kind, definition in {
        "StringExpression": "RuleStringEmailAttribute",
        "BooleanExpression": "RuleBooleanEmailAttribute",
        "NumberExpression": "RuleNumberEmailAttribute",
        "IpExpression": "RuleIpEmailAttribute",
        "VerdictExpression": "RuleVerdictAttribute",
    }.items():
        found = {one["Evaluate"]["Attribute"] for one in said[kind] if "Attribute" in one["Evaluate"]}
        assert found == enum("RuleSet", definition)
    listed = [one["Evaluate"] for one in said["BooleanExpression"] if "IsInAddressList" in one["Evaluate"]]
    assert {one["IsInAddressList"]["Attribute"] for one in listed} == enum(
        "RuleSet", "RuleAddressListEmailAttribute"
    )
    certificates = [one["Evaluate"] for one in said["StringExpression"]]
    assert {
        one["ClientCertificateAttribute"] for one in certificates if "ClientCertificateAttribute" in one
    } == enum("RuleSet", "RuleClientCertificateAttribute")
    invoked = [LambdaAction(function=given.function, wait=wait).render(ROLE) for wait in (False, True)]
    assert {rendered(one)["InvokeLambda"]["InvocationType"] for one in invoked} == enum(
        "RuleSet", "LambdaInvocationType"
    )


def test_every_operator_of_a_traffic_policy_can_be_said() -> None:
    recipient, tls = Traffic.recipient, Traffic.tls
    said: dict[str, tuple[str, list[TrafficCondition]]] = {
        "IngressStringOperator": ("StringExpression", [getattr(recipient, name)("x") for name in COMPARISONS]),
        "IngressBooleanOperator": (
            "BooleanExpression",
            [recipient.is_in(things().addresses), recipient.is_not_in(things().addresses)],
        ),
        "IngressIpOperator": (
            "IpExpression",
            [Traffic.sender_ip.within("192.0.2.1"), Traffic.sender_ip.outside("192.0.2.1")],
        ),
        "IngressTlsProtocolOperator": (
            "TlsExpression",
            [tls.at_least(TlsVersion.TLS_1_2), tls.equals(TlsVersion.TLS_1_3)],
        ),
    }
    for definition, (kind, conditions) in said.items():
        found = {rendered(condition.rendered)[kind]["Operator"] for condition in conditions}
        assert found == enum("TrafficPolicy", definition)
