"""Lists of addresses."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.mail_manager import AddressList


def statements(stack: cdk.Stack) -> list[dict[str, object]]:
    (policy,) = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    found: list[dict[str, object]] = policy["Properties"]["PolicyDocument"]["Statement"]
    return found


def a_role(stack: cdk.Stack) -> iam.Role:
    return iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


def test_a_list_is_kept_with_the_addresses_on_it(stack: cdk.Stack) -> None:
    AddressList(stack, "Friends", address_list_name="friends", tags={"a": "b"})
    Template.from_stack(stack).has_resource(
        "AWS::SES::MailManagerAddressList",
        {
            "Properties": {"AddressListName": "friends", "Tags": [{"Key": "a", "Value": "b"}]},
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
        },
    )


def test_to_read_is_less_than_to_change(stack: cdk.Stack) -> None:
    role = a_role(stack)
    AddressList(stack, "Friends").grant_read(role)
    (statement,) = statements(stack)
    assert statement["Action"] == sorted(facts.ADDRESS_LIST_READ_ACTIONS)
    assert statement["Resource"] == {"Fn::GetAtt": ["Friends", "AddressListArn"]}


def test_an_imported_list_grants_too(irish_stack: cdk.Stack) -> None:
    AddressList.from_address_list_id(irish_stack, "Friends", "al-1").grant_change(a_role(irish_stack))
    (statement,) = statements(irish_stack)
    actions = {*facts.ADDRESS_LIST_READ_ACTIONS, *facts.ADDRESS_LIST_CHANGE_ACTIONS}
    assert set(statement["Action"]) == actions  # type: ignore[call-overload]
    arn = irish_stack.resolve(statement["Resource"])
    assert arn["Fn::Join"][1][-1] == ":ses:eu-west-1:111122223333:mailmanager-address-list/al-1"


@pytest.mark.parametrize("name", ["", "a b", "x" * 256])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="address_list_name"):
        AddressList(stack, "Friends", address_list_name=name)
