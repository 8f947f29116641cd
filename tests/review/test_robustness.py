"""Whatever is given: a report, or one clear error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.review import Assembly, Template, UnreadableError, review
from ses_constructs.review.engine import checks
from ses_constructs.review.formats.format import Format, written
from ses_constructs.review.reading import parse

ROOT = Path(__file__).parents[2]
STORED = [path.read_text() for path in sorted((ROOT / "tests" / "stored_templates").glob("*.json"))]
TYPES = (
    "AWS::SES::ConfigurationSet",
    "AWS::SES::ConfigurationSetEventDestination",
    "AWS::SES::EmailIdentity",
    "AWS::SES::MailManagerIngressPoint",
    "AWS::SES::MailManagerRuleSet",
    "AWS::SES::MailManagerTrafficPolicy",
    "AWS::SES::ReceiptFilter",
    "AWS::SES::ReceiptRule",
    "AWS::SES::ReceiptRuleSet",
    "AWS::SES::Template",
    "AWS::SES::Tenant",
    "AWS::Route53::RecordSet",
    "AWS::Route53::RecordSetGroup",
    "AWS::CloudWatch::Alarm",
    "AWS::Lambda::Function",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Permission",
    "AWS::IAM::Role",
    "AWS::IAM::Policy",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::SNS::Subscription",
    "AWS::KMS::Key",
    "AWS::CloudFormation::Stack",
    "Custom::AWS",
)
WORDS = (
    *("Properties", "Metadata", "ses_constructs", "accept", "rule", "reason", "Name", "Type", "Value"),
    *("EmailIdentity", "MailFromAttributes", "MailFromDomain", "ConfigurationSetAttributes"),
    *("ConfigurationSetName", "EventDestination", "MatchingEventTypes", "SnsDestination", "TopicARN"),
    *("Rule", "Actions", "S3Action", "BucketName", "LambdaAction", "FunctionArn", "Recipients", "After"),
    *("RecordSets", "ResourceRecords", "AlarmActions", "Threshold", "MetricName", "Namespace", "Dimensions"),
    *("PolicyDocument", "Statement", "Action", "Resource", "Condition", "Principal", "Service", "Effect"),
    *("Roles", "Topics", "Bucket", "FunctionName", "Role", "Delete", "Filter", "IpFilter", "Cidr", "RuleSetName"),
)
HOSTILE = (
    "<script>alert(1)</script>",
    "\x1b[2J",
    "../../etc/passwd",
    "${A}",
    "${A.B}",
    "${",
    "www.a.example",
    "*",
    "",
)
texts = st.sampled_from([*HOSTILE, "A", "B", "C", "Reputation.BounceRate", "AWS/SES", "Allow", "ses:*"]) | st.text(
    max_size=8
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
keys = st.sampled_from(WORDS) | texts
names = st.sampled_from(["A", "B", "C", "AWS::Region", "AWS::NoValue"])


def grown(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Lists, maps, and every intrinsic with anything in it."""
    functions = ("GetAtt", "Sub", "Join", "If", "Select", "Split", "ImportValue", "GetStackOutput", "ForEach::X")
    intrinsic = st.sampled_from(["Ref", *(f"Fn::{name}" for name in functions)])
    proper = st.one_of(
        names.map(lambda name: {"Ref": name}),
        names.map(lambda name: {"Fn::GetAtt": [name, "Arn"]}),
        st.lists(inner, max_size=3).map(lambda parts: {"Fn::Join": ["", parts]}),
        inner.map(lambda value: {"Fn::Sub": ["${A}${x}", {"x": value}]}),
    )
    return st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=4),
        st.builds(lambda name, value: {name: value}, intrinsic, inner),
        proper,
    )


anything = st.recursive(scalars, grown, max_leaves=12)
resources = st.dictionaries(names, st.fixed_dictionaries({"Type": st.sampled_from(TYPES), "Properties": anything}))


def reviewed(document: Mapping[str, object]) -> None:
    """Reviews a document and writes the report in each format."""
    report = review(Assembly.of(document, file="<b>.yaml"))
    for form in Format:
        assert written(report, form).endswith("\n")


@settings(max_examples=400, deadline=None)
@given(resources=resources, outputs=anything)
def test_random_properties_of_every_type_give_a_report(resources: dict[str, object], outputs: object) -> None:
    reviewed({"Resources": resources, "Outputs": {"A": outputs}, "Metadata": outputs, "Parameters": outputs})


def replaced(value: object, at: list[int], new: object) -> object:
    """A copy of a document with one value in it replaced; ``at`` counts down to it."""
    at[0] -= 1
    if at[0] == 0:
        return new
    if isinstance(value, dict):
        return {key: replaced(inner, at, new) for key, inner in value.items()}
    return [replaced(inner, at, new) for inner in value] if isinstance(value, list) else value


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(STORED), at=st.integers(min_value=3, max_value=900), new=anything)
def test_real_templates_with_anything_in_any_place_give_a_report(source: str, at: int, new: object) -> None:
    document = replaced(json.loads(source), [at], new)
    assert isinstance(document, dict)
    reviewed(document)


@settings(max_examples=300, deadline=None)
@given(source=st.sampled_from(STORED), cut=st.floats(min_value=0, max_value=1), noise=st.text(max_size=5))
def test_cut_and_spoilt_templates_give_a_report_or_a_clear_error(source: str, cut: float, noise: str) -> None:
    end = int(len(source) * cut)
    for text in (source[:end], source[:end] + noise + source[end:], source[end:]):
        try:
            document = parse(text)
        except UnreadableError as refused:
            assert refused.fix
        else:
            reviewed(document)


@settings(max_examples=400, deadline=None)
@given(text=st.text(alphabet="RAB:{}[]!&*-'\"\n \t#|>%@`,?0.e_<~\\", max_size=60))
def test_random_yaml_gives_a_report_or_a_clear_error(text: str) -> None:
    for source in (text, f"Resources:\n  A:\n    Properties: {text}"):
        try:
            document = parse(source)
        except UnreadableError as refused:
            assert refused.fix
        else:
            reviewed(document)


def test_values_that_contain_themselves_give_a_report() -> None:
    reviewed(
        parse("Resources: {A: &a {Type: AWS::SES::ReceiptRule, Properties: *a, Metadata: *a, DependsOn: [*a]}}")
    )
    looped: dict[str, object] = {}
    looped["Fn::Join"] = ["", [looped, looped]]
    reviewed({"Resources": {"A": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": looped}}}})


def test_text_that_doubles_at_each_step_costs_nothing() -> None:
    steps = "".join(f"  S{n}: &s{n} !Join ['', [*s{n - 1}, *s{n - 1}]]\n" for n in range(1, 60))
    source = f"Steps:\n  S0: &s0 !Ref A\n{steps}Resources:\n  A: {{Type: AWS::SES::EmailIdentity, Properties: "
    reviewed(parse(source + "{EmailIdentity: *s59}}"))


def test_stacks_that_import_from_each_other_give_a_report() -> None:
    def importing(own: str, other: str) -> Template:
        value = {"Fn::Join": ["", [{"Fn::ImportValue": other}, {"Fn::ImportValue": own}]]}
        identity = {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": value}}
        return Template(
            {"Resources": {"A": identity}, "Outputs": {"O": {"Value": value, "Export": {"Name": own}}}}
        )

    assembly = Assembly((importing("a", "b"), importing("b", "a")))
    assert review(assembly).resources == 2


def test_rules_that_follow_each_other_in_a_circle_give_a_report() -> None:
    rules = {
        name: {
            "Type": "AWS::SES::ReceiptRule",
            "Properties": {"RuleSetName": "x", "After": {"Ref": other}, "Rule": {}},
        }
        for name, other in (("A", "B"), ("B", "C"), ("C", "A"))
    }
    reviewed({"Resources": rules})


def test_a_megabyte_gives_a_report() -> None:
    source = json.dumps(
        {
            "Resources": {
                f"R{n}": {"Type": TYPES[n % len(TYPES)], "Properties": {"Name": "x" * 400}} for n in range(2200)
            }
        }
    )
    assert len(source) > 1_000_000
    reviewed(parse(source))


@pytest.mark.parametrize("check", [check for _, check in checks()], ids=[rule.id for rule, _ in checks()])
def test_a_rule_does_not_judge_what_only_the_deployment_knows(check: object) -> None:
    assert callable(check)
    hidden = {"Fn::If": ["Live", {"A": 1}, {"B": 2}]}
    document = {"Resources": {f"R{n}": {"Type": name, "Properties": hidden} for n, name in enumerate(TYPES)}}
    # A rule may still speak of the presence of a resource, never of a property.
    told = [finding for finding in check(Assembly.of(document)) if finding.place.property_path]
    assert told == []
