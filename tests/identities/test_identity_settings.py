"""The one custom resource of an identity, and the permission that all of a stack share."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.identities import Delegate, DomainIdentity, FeedbackTopics

SETTINGS = "Custom::SesIdentitySettings"


def identity(stack: cdk.Stack) -> DomainIdentity:
    return DomainIdentity(stack, "Shop", domain="shop.example", dns=Dns.by_hand())


def test_settings_added_one_after_the_other_are_one_resource(stack: cdk.Stack) -> None:
    shop = identity(stack)
    shop.authorize_sender("One", Delegate.account("444455556666"))
    shop.authorize_sender("Two", Delegate.account("777788889999"))
    (made,) = Template.from_stack(stack).find_resources(SETTINGS).values()
    assert len(made["Properties"]["Policies"]) == 2


def test_the_permission_outlives_the_settings_of_each_identity(irish_stack: cdk.Stack) -> None:
    """It names no identity: a policy is narrowed before the settings are taken back that need it."""
    for name in ("one", "two"):
        shop = DomainIdentity(irish_stack, name, domain=f"{name}.example", dns=Dns.by_hand())
        shop.authorize_sender("Partner", Delegate.account("444455556666"))
    template = Template.from_stack(irish_stack)
    needed = {id for made in template.find_resources(SETTINGS).values() for id in made["DependsOn"]}
    (policy,) = [each for id, each in template.find_resources("AWS::IAM::Policy").items() if id in needed]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    arn = ["arn:", {"Ref": "AWS::Partition"}, ":ses:eu-west-1:111122223333:identity/*"]
    assert [statement["Resource"] for statement in statements] == [{"Fn::Join": ["", arn]}, "*"]


def test_a_domain_with_topics_is_three_resources(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    for name in ("a", "b", "c"):
        domain = f"{name}.example"
        zone = Dns.in_zone_with_id(f"Z{name}", zone_name=domain)
        topics = FeedbackTopics(bounce=topic, complaint=topic)
        DomainIdentity(stack, name, domain=domain, dns=zone, feedback_topics=topics)
    template = Template.from_stack(stack)
    for type in ("AWS::SES::EmailIdentity", "AWS::Route53::RecordSetGroup", SETTINGS):
        template.resource_count_is(type, 3)
    shared = {"AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::Lambda::Function", "AWS::Logs::LogGroup"}
    shared |= {"AWS::IAM::Role", "AWS::IAM::Policy"}
    others = [r["Type"] for r in template.to_json()["Resources"].values() if r["Type"] in shared]
    assert len(others) == len(template.to_json()["Resources"]) - 9
    template.resource_count_is("AWS::IAM::Policy", 2)


def test_without_any_setting_nothing_is_made(stack: cdk.Stack) -> None:
    identity(stack)
    Template.from_stack(stack).resource_count_is(SETTINGS, 0)
