"""The contact list of an account."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template

from ses_constructs.audience import ContactList, SubscriptionStatus, Topic
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.events import FeedbackAction

NEWS = Topic(name="news", display_name="News", default=SubscriptionStatus.OPT_IN)


def test_the_list_is_kept_when_the_stack_goes(stack: cdk.Stack) -> None:
    ContactList(
        stack,
        "Readers",
        contact_list_name="readers",
        topics=[NEWS],
        description="All readers",
        tags={"team": "shop"},
    )
    Template.from_stack(stack).has_resource(
        "AWS::SES::ContactList",
        {
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "ContactListName": "readers",
                "Description": "All readers",
                "Topics": [
                    {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"},
                ],
                "Tags": [{"Key": "team", "Value": "shop"}],
            },
        },
    )


def test_the_list_may_go_with_the_stack(stack: cdk.Stack) -> None:
    ContactList(stack, "Readers", removal_policy=cdk.RemovalPolicy.DESTROY)
    Template.from_stack(stack).has_resource("AWS::SES::ContactList", {"DeletionPolicy": Match.absent()})
    with pytest.raises(InvalidSettingError, match="removal_policy="):
        ContactList(cdk.Stack(), "Copied", removal_policy=cdk.RemovalPolicy.SNAPSHOT)


def test_a_second_list_of_the_account_is_refused(app: cdk.App) -> None:
    ContactList(cdk.Stack(app, "One"), "Readers")
    with pytest.raises(ConflictingSettingsError, match="the contact list of this account and region has an owner"):
        ContactList(cdk.Stack(app, "Two"), "Customers")


def test_each_region_has_a_list_of_its_own(app: cdk.App) -> None:
    for region in ("eu-west-1", "eu-central-1"):
        env = cdk.Environment(account="111122223333", region=region)
        ContactList(cdk.Stack(app, region, env=env), "Readers")


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"contact_list_name": "a b"}, "is no name of a list"),
        ({"description": "x" * 501}, "is too long"),
        ({"topics": [Topic(name=f"t{n}", display_name="T") for n in range(21)]}, "are too many"),
        ({"topics": [NEWS, NEWS]}, "is there twice"),
        ({"tags": {"": ""}}, "has no key"),
    ],
)
def test_what_ses_refuses_is_refused(stack: cdk.Stack, settings: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        ContactList(stack, "Readers", **settings)
    assert caught.value.at == "Mail/Readers"


def test_senders_say_for_which_list_and_topic(stack: cdk.Stack) -> None:
    readers = ContactList(stack, "Readers", contact_list_name="readers", topics=[NEWS])
    assert readers.topic_names == ("news",)
    assert readers.list_management_options() == {"ContactListName": "readers"}
    assert readers.list_management_options(topic="news") == {"ContactListName": "readers", "TopicName": "news"}
    assert readers.list_management_header() == {"X-SES-LIST-MANAGEMENT-OPTIONS": "readers"}
    assert readers.list_management_header(topic="news") == {"X-SES-LIST-MANAGEMENT-OPTIONS": "readers; topic=news"}
    for ask in (readers.list_management_options, readers.list_management_header):
        with pytest.raises(InvalidSettingError, match="is no topic of the list"):
            ask(topic="sport")


def test_a_generated_name_is_referred_to(stack: cdk.Stack) -> None:
    readers = ContactList(stack, "Readers")
    assert stack.resolve(readers.list_management_options()) == {"ContactListName": {"Ref": "Readers"}}


def test_contacts_are_granted_for_this_list_only(irish_stack: cdk.Stack) -> None:
    readers = ContactList(irish_stack, "Readers", contact_list_name="readers")
    for name, grant in (("Reader", readers.grant_read_contacts), ("Manager", readers.grant_manage_contacts)):
        role = iam.Role(irish_stack, name, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        grant(role).assert_success()
    template = Template.from_stack(irish_stack)
    policies = template.find_resources("AWS::IAM::Policy")
    statements = {
        name: policy["Properties"]["PolicyDocument"]["Statement"][0] for name, policy in policies.items()
    }
    by_count = sorted(len(statement["Action"]) for statement in statements.values())
    assert by_count == [3, 6]
    for statement in statements.values():
        assert statement["Resource"] == {
            "Fn::Join": [
                "",
                [
                    "arn:",
                    {"Ref": "AWS::Partition"},
                    ":ses:eu-west-1:111122223333:contact-list/",
                    {"Ref": "Readers"},
                ],
            ]
        }


def test_it_goes_where_a_contact_list_is_asked_for(stack: cdk.Stack) -> None:
    assert FeedbackAction.opt_out(ContactList(stack, "Readers")).contact_list is not None
    Template.from_stack(stack).has_resource_properties("AWS::SES::ContactList", Match.any_value())
