"""Who may be a delegate sender."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_cognito as cognito
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import Delegate, DomainIdentity


@pytest.fixture
def shop(irish_stack: cdk.Stack) -> DomainIdentity:
    return DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand())


def statements(stack: cdk.Stack) -> list[dict[str, Any]]:
    (made,) = Template.from_stack(stack).find_resources("Custom::SesIdentitySettings").values()
    documents: dict[str, Any] = made["Properties"]["Policies"]
    return [statement for document in documents.values() for statement in document["Statement"]]


def test_a_user_pool_sends_for_itself_only(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    pool = cognito.UserPool(irish_stack, "Pool")
    shop.authorize_sender("Pool", Delegate.cognito(pool))
    (statement,) = statements(irish_stack)
    assert statement["Principal"] == {"Service": "cognito-idp.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": irish_stack.resolve(pool.user_pool_arn)},
    }


def test_an_organization_is_a_condition_on_everybody(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    shop.authorize_sender("Org", Delegate.organization("o-a1b2c3d4e5"))
    (statement,) = statements(irish_stack)
    assert statement["Principal"] == "*"
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def test_a_role_is_named_by_its_arn(irish_stack: cdk.Stack, shop: DomainIdentity) -> None:
    shop.authorize_sender("Role", Delegate.principal("arn:aws:iam::444455556666:role/news"))
    assert statements(irish_stack)[0]["Principal"] == {"AWS": "arn:aws:iam::444455556666:role/news"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: Delegate.account("4444"),
        lambda: Delegate.principal("news"),
        lambda: Delegate.service("cognito", source_account="1", source_arn="a"),
        lambda: Delegate.organization("*"),
        lambda: Delegate.organization("o-a1b2c3d4e5*"),
        lambda: Delegate.organization(cdk.Aws.STACK_NAME),
    ],
)
def test_a_delegate_that_is_none_is_refused(make: Any) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        make()
    assert caught.value.fix
