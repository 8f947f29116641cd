"""The permission to send, form by form, held against AWS's own data of actions and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.access.sending import grant_send
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws
from tests.access.known_to_aws import findings, keys_of, problems

Statements = Callable[[], list[dict[str, Any]]]
STEM = "arn:aws:ses:eu-west-1:111122223333:"
LIMITS = {
    "from": SendLimits(from_addresses=("*@shop.example",)),
    "name": SendLimits(display_names=("Shop*",)),
    "feedback": SendLimits(feedback_addresses=("bounce@shop.example",)),
    "recipients": SendLimits(recipients=("*@customer.example",)),
    "endpoint": SendLimits(vpc_endpoints=("vpce-0123456789abcdef0",)),
    "time": SendLimits(valid_from=datetime(2027, 1, 1, tzinfo=UTC), valid_until=datetime(2027, 2, 1, tzinfo=UTC)),
}


def grant(role: iam.Role, forms: Sequence[SendForm], **settings: Any) -> None:
    given = {"configuration_sets": ["Set"], **settings}
    grant_send(role, aws=Aws.of(role), identity="shop.example", forms=forms, **given)


@pytest.mark.parametrize(
    "forms", [list(some) for size in (1, 2, 5) for some in combinations(SendForm, size)], ids=str
)
def test_whatever_forms_are_granted_aws_knows_every_action_and_resource(
    role: iam.Role, statements: Statements, forms: list[SendForm]
) -> None:
    grant(role, forms, templates=["Welcome"])
    assert [problem for statement in statements() for problem in problems(statement)] == []
    actions = {action for each in statements() for action in as_list(each["Action"])}
    assert actions == {action for form in forms for action in permissions.ACTIONS_OF[form]}


@pytest.mark.parametrize("form", SendForm)
@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_written_where_aws_knows_its_key_and_refused_elsewhere(
    role: iam.Role, statements: Statements, form: SendForm, limit: str
) -> None:
    keys = {key for block in LIMITS[limit].conditions().values() for key in block}
    supported = all(keys <= keys_of(action) for action in permissions.ACTIONS_OF[form])
    if supported:
        grant(role, [form], limits=LIMITS[limit])
        assert [problem for statement in statements() for problem in problems(statement)] == []
        assert all(keys <= {key for block in each["Condition"].values() for key in block} for each in statements())
        return
    with pytest.raises(ConflictingSettingsError, match=f"cannot narrow the {form} form"):
        grant(role, [form], limits=LIMITS[limit])


def test_a_from_address_on_bulk_is_refused_with_the_reason(role: iam.Role) -> None:
    with pytest.raises(ConflictingSettingsError) as refused:
        grant(role, [SendForm.RAW, SendForm.BULK], limits=LIMITS["from"])
    assert "ses:SendBulkEmail" in str(refused.value)
    assert "a condition on a key that is absent denies every call" in str(refused.value)


def test_parliament_finds_nothing_in_the_policy_of_every_form(role: iam.Role, statements: Statements) -> None:
    grant(role, list(SendForm), templates=["Welcome"])
    assert findings(statements()) == []


def test_parliament_would_find_a_key_that_does_not_exist() -> None:
    condition = {"StringEquals": {"ses:ConfigurationSetName": "x"}}
    assert findings([{"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*", "Condition": condition}])


def test_what_no_condition_holds_for_is_noticed() -> None:
    """The check itself, on the mistakes it is for."""
    wrong = {
        "Effect": "Allow",
        "Action": ["ses:SendBulkEmail", "ses:SendMail"],
        "Resource": [f"{STEM}contact-list/x"],
        "Condition": {"StringEquals": {"ses:FromAddress": "x"}},
    }
    assert len(problems(wrong)) == 4


def test_formatted_and_raw_mail_share_a_statement(role: iam.Role, statements: Statements) -> None:
    grant(role, [SendForm.FORMATTED, SendForm.RAW])
    (statement,) = statements()
    assert statement["Action"] == ["ses:SendEmail", "ses:SendRawEmail"]
    assert statement["Resource"] == [f"{STEM}identity/shop.example", f"{STEM}configuration-set/Set"]


def test_templates_are_named_or_all_of_the_account(role: iam.Role, statements: Statements) -> None:
    grant(role, [SendForm.TEMPLATED])
    assert statements()[0]["Resource"][-1] == f"{STEM}template/*"


def test_a_bounce_uses_no_configuration_set(role: iam.Role, statements: Statements) -> None:
    grant(role, [SendForm.BOUNCE])
    assert statements()[0]["Resource"] == f"{STEM}identity/shop.example"


def test_the_sandbox_allows_recipients_identities_and_only_our_from(
    role: iam.Role, statements: Statements
) -> None:
    grant(role, [SendForm.RAW], sandbox=True)
    (statement,) = statements()
    assert statement["Resource"][0] == f"{STEM}identity/*"
    assert statement["Condition"] == {"StringLike": {"ses:FromAddress": ["*@shop.example"]}}


def test_the_sandbox_keeps_a_from_address_that_was_given(role: iam.Role, statements: Statements) -> None:
    grant(role, [SendForm.RAW], sandbox=True, limits=SendLimits(from_addresses=("a@shop.example",)))
    assert statements()[0]["Condition"] == {"StringLike": {"ses:FromAddress": ["a@shop.example"]}}


def test_bulk_mail_in_the_sandbox_is_refused(role: iam.Role) -> None:
    with pytest.raises(ConflictingSettingsError, match="production access"):
        grant(role, [SendForm.BULK], sandbox=True)


def test_no_form_is_no_grant(role: iam.Role) -> None:
    with pytest.raises(InvalidSettingError, match="would allow nothing"):
        grant(role, [])


def test_in_a_stack_without_a_place_arns_hold_tokens(stack: cdk.Stack) -> None:
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    grant(role, [SendForm.RAW])
    text = str(Template.from_stack(stack).find_resources("AWS::IAM::Policy"))
    assert "AWS::Partition" in text
    assert "arn:aws:" not in text


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
