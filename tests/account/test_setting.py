"""What all account settings have in common."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.account import AccountSending, AccountSuppression, AutomaticWarmUp, WhenDeleted
from ses_constructs.account.setting import AccountSetting, account_resource
from ses_constructs.errors import ConflictingSettingsError

TYPE = "Custom::SesAccountSetting"


def make(stack: cdk.Stack, id: str = "Setting") -> AccountSetting:
    return AccountSetting(
        stack,
        id,
        name="warm-up",
        what="automatic warm-up",
        value={"Automatic": "no"},
        actions=["ses:PutAccountDedicatedIpWarmupAttributes"],
        when_deleted=WhenDeleted.RESTORE,
    )


def test_it_comes_after_its_sign_and_its_permission(stack: cdk.Stack) -> None:
    make(stack)
    template = Template.from_stack(stack)
    (made,) = template.find_resources(TYPE).values()
    (sign,) = template.find_resources("AWS::SSM::Parameter")
    assert sign in made["DependsOn"]
    policies = template.find_resources("AWS::IAM::Policy")
    (policy,) = [each for id, each in policies.items() if id in made["DependsOn"]]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["ses:GetAccount", "ses:PutAccountDedicatedIpWarmupAttributes"]
    assert {key: made["Properties"][key] for key in ("Setting", "Value", "OnDelete")} == {
        "Setting": "warm-up",
        "Value": {"Automatic": "no"},
        "OnDelete": "restore",
    }


def test_a_second_one_is_refused_where_it_stands(stack: cdk.Stack) -> None:
    make(stack)
    with pytest.raises(ConflictingSettingsError) as caught:
        make(stack, "Again")
    assert caught.value.at == "Mail/Again"


def test_different_settings_stand_side_by_side(stack: cdk.Stack) -> None:
    AccountSuppression(stack, "Suppression")
    AccountSending(stack, "Sending", enabled=True)
    AutomaticWarmUp(stack, "WarmUp")
    template = Template.from_stack(stack)
    template.resource_count_is(TYPE, 3)
    template.resource_count_is("AWS::SSM::Parameter", 3)
    template.resource_count_is("AWS::Lambda::Function", 1)


def test_a_resource_may_do_what_it_says_and_read(stack: cdk.Stack) -> None:
    account_resource(
        stack, "Any", type="SesProductionAccess", properties={"A": "b"}, actions=["ses:PutAccountDetails"]
    )
    (made,) = Template.from_stack(stack).find_resources("Custom::SesProductionAccess").values()
    assert made["Properties"]["A"] == "b"
