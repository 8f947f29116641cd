"""Rules made of our types, and CloudFormation's schema: it takes all that we make, and we refuse first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from cfnlint.jsonschema import StandardValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.errors import SesConstructsError
from ses_constructs.facts import names, quotas
from ses_constructs.local.ses.schema import type_schema
from ses_constructs.receiving import (
    Activation,
    AddHeaderAction,
    BounceAction,
    BounceTemplate,
    BucketWriter,
    ClientSideEncryption,
    ConnectAction,
    LambdaAction,
    ReceiptRuleSet,
    Recipient,
    S3Action,
    SnsAction,
    StopAction,
    WorkMailAction,
)
from ses_constructs.receiving.receipt_action import ReceiptAction

RULE = "AWS::SES::ReceiptRule"
PLACE = "eu-west-1:111122223333"
INSTANCE = f"arn:aws:connect:{PLACE}:instance/11111111-2222-3333-4444-555555555555"
ORGANIZATION = f"arn:aws:workmail:{PLACE}:organization/m-1"
RULES_AT_ONCE = 12
BUCKET, TOPIC, FUNCTION = (
    "arn:aws:s3:::mail",
    f"arn:aws:sns:{PLACE}:told",
    f"arn:aws:lambda:{PLACE}:function:judge",
)

labels = st.from_regex(r"[a-z]([a-z0-9]{0,10}[a-z0-9])?", fullmatch=True)
domains = st.builds("{}.example".format, labels)
addresses = st.builds("{}@{}".format, labels, domains)
recipients = st.one_of(
    addresses.map(Recipient.address),
    domains.map(Recipient.domain),
    domains.map(Recipient.subdomains),
    domains.map(Recipient.domain_and_subdomains),
)
header_names = st.from_regex(names.HEADER, fullmatch=True)
header_values = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=200)


@cache
def schema(definition: str) -> StandardValidator:
    definitions = type_schema(RULE)["definitions"]
    return StandardValidator({**definitions[definition], "definitions": definitions})


def faults(definition: str, value: Any) -> list[str]:
    return [f"{error.message} at {list(error.path)}" for error in schema(definition).iter_errors(value)]


class Targets:
    """What actions may name, imported into a stack that knows its place."""

    def __init__(self) -> None:
        env = cdk.Environment(account="111122223333", region="eu-west-1")
        self.stack = cdk.Stack(cdk.App(), "Mail", env=env)
        self.rules = ReceiptRuleSet(self.stack, "Rules", activation=Activation.off())
        self.bucket = s3.Bucket.from_bucket_arn(self.stack, "Bucket", BUCKET)
        self.topic = sns.Topic.from_topic_arn(self.stack, "Topic", TOPIC)
        self.function = lambda_.Function.from_function_arn(self.stack, "Function", FUNCTION)

    def action(self, draw: st.DrawFn) -> ReceiptAction:
        topic = draw(st.sampled_from([None, self.topic]))
        kind = draw(st.sampled_from(["s3", "sns", "lambda", "bounce", "workmail", "connect", "header", "stop"]))
        if kind == "s3":
            return S3Action(
                bucket=self.bucket,
                prefix=draw(st.sampled_from(["", "mail/", "a b/ü/"])),
                topic=topic,
                writer=draw(st.sampled_from([None, BucketWriter.service(), BucketWriter.own_role()])),
                encryption=draw(st.sampled_from([None, ClientSideEncryption.with_key_of_ses()])),
            )
        if kind == "lambda":
            return LambdaAction(function=self.function, wait=draw(st.booleans()), topic=topic)
        if kind == "bounce":
            template = draw(st.sampled_from(BounceTemplate))
            return BounceAction(sender=draw(addresses), template=template, topic=topic)
        if kind == "header":
            return AddHeaderAction(name=draw(header_names), value=draw(header_values))
        others: dict[str, ReceiptAction] = {
            "sns": SnsAction(topic=self.topic, base64=draw(st.booleans())),
            "workmail": WorkMailAction(organization_arn=ORGANIZATION, topic=topic),
            "connect": ConnectAction(instance_arn=INSTANCE),
            "stop": StopAction(topic=topic),
        }
        return others[kind]


@st.composite
def rule_sets(draw: st.DrawFn) -> cdk.Stack:
    targets = Targets()
    for number in range(RULES_AT_ONCE):
        count = draw(st.integers(1, quotas.ACTIONS_PER_RULE))
        everybody = draw(st.booleans())
        targets.rules.add_rule(
            f"Rule{number}",
            recipients=[Recipient.all()] if everybody else draw(st.lists(recipients, min_size=1, max_size=50)),
            actions=[targets.action(draw) for _ in range(count)],
            enabled=draw(st.booleans()),
            scan=draw(st.booleans()),
            require_tls=draw(st.booleans()),
        )
    return targets.stack


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule_sets())
def test_the_schema_takes_every_rule_that_we_make(stack: cdk.Stack) -> None:
    made = Template.from_stack(stack).find_resources(RULE).values()
    assert len(made) == RULES_AT_ONCE
    for each in made:
        rule = each["Properties"]["Rule"]
        assert {"Name", "Enabled", "ScanEnabled", "TlsPolicy", "Actions"} <= rule.keys()
        assert len(rule.get("Recipients", [])) <= quotas.RECIPIENTS_PER_RULE
        assert faults("Rule", _without_references(rule)) == []


def _without_references(value: Any) -> Any:
    """Strings for what only the deployment knows; the one pattern of a role wants an ARN."""
    if isinstance(value, list):
        return [_without_references(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "Fn::GetAtt" in value:
        return "arn:aws:iam::111122223333:role/made"
    if value.keys() & {"Ref", "Fn::Join"}:
        return "known-when-deployed"
    return {name: _without_references(each) for name, each in value.items()}


def _refused(make: Callable[[], object]) -> bool:
    try:
        make()
    except SesConstructsError as error:
        return bool(error.fix)
    return False


@given(st.text(max_size=80))
def test_a_header_name_is_refused_by_us_or_taken_by_all(name: str) -> None:
    refused = _refused(lambda: AddHeaderAction(name=name, value="x"))
    assert refused is not (name.isascii() and 1 <= len(name) <= 50 and name.replace("-", "a").isalnum())


@given(st.text(max_size=60))
def test_an_instance_is_refused_by_us_whenever_the_schema_refuses_it(text: str) -> None:
    for arn in (text, f"{INSTANCE}{text}", INSTANCE.replace("instance", text)):
        action = {"InstanceARN": arn, "IAMRoleARN": "arn:aws:iam::111122223333:role/made"}
        taken = faults("ConnectAction", action) == []
        assert _refused(partial(_connect, arn)) or taken


def _connect(arn: str) -> ConnectAction:
    return ConnectAction(instance_arn=arn)


@pytest.mark.parametrize("count", [0, quotas.ACTIONS_PER_RULE + 1])
def test_a_number_of_actions_that_ses_refuses_is_refused(count: int) -> None:
    rules = Targets().rules
    assert _refused(lambda: rules.add_rule("Rule", catch_all=True, actions=[StopAction()] * count))


def test_conditions_are_counted_after_they_are_written_out() -> None:
    rules = Targets().rules
    both = [Recipient.domain_and_subdomains(f"d{number}.example") for number in range(51)]
    assert _refused(lambda: rules.add_rule("Rule", recipients=both, actions=[StopAction()]))
    assert rules.add_rule("Fits", recipients=both[:50], actions=[StopAction()]).recipients is not None
