"""One owner for each setting."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared.owner import claim, claim_in_app

SUPPRESSION = "account suppression"


def in_region(app: cdk.App, region: str, account: str = "111122223333") -> cdk.Stack:
    return cdk.Stack(app, f"In-{region}-{account}", env=cdk.Environment(account=account, region=region))


def test_a_second_owner_in_the_app_is_refused_and_the_first_is_named(app: cdk.App) -> None:
    one, other = cdk.Stack(app, "One"), cdk.Stack(app, "Other")
    claim(Construct(one, "First"), SUPPRESSION)
    with pytest.raises(ConflictingSettingsError) as caught:
        claim(Construct(other, "Second"), SUPPRESSION)
    assert "account suppression of this account and region has an owner already: 'One/First'" in str(caught.value)
    assert "fix: keep one of the two" in str(caught.value)


def test_each_region_and_each_account_has_its_own(app: cdk.App) -> None:
    for stack in (
        in_region(app, "eu-west-1"),
        in_region(app, "us-east-1"),
        in_region(app, "us-east-1", "444455556666"),
    ):
        claim(Construct(stack, "Owner"), SUPPRESSION)
        claim(Construct(stack, "Other"), "account sending")


def test_another_app_knows_nothing_of_it() -> None:
    for _ in range(2):
        claim(Construct(cdk.Stack(cdk.App(), "One"), "Owner"), SUPPRESSION)


def test_the_sign_has_a_fixed_name_and_says_whose_it_is(stack: cdk.Stack) -> None:
    claim(Construct(stack, "Owner"), SUPPRESSION)
    ((id, sign),) = Template.from_stack(stack).find_resources("AWS::SSM::Parameter").items()
    assert id == "SesConstructsOwnerOfAccountSuppression", "whatever the owner's own path is"
    assert sign["Properties"]["Name"] == "/ses-constructs/owner-of/account-suppression"
    assert sign["Properties"]["Value"] == {"Ref": "AWS::StackName"}


def test_what_only_the_app_can_know_needs_no_sign(stack: cdk.Stack) -> None:
    owner = Construct(stack, "Owner")
    for _ in range(2):
        claim_in_app(owner, "dedicated IP address 192.0.2.1")
    Template.from_stack(stack).resource_count_is("AWS::SSM::Parameter", 0)
