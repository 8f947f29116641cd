"""Global endpoints."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from ses_constructs.access import SendForm
from ses_constructs.account import MultiRegionEndpoint
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError

ASKED: dict[str, Any] = {"endpoint_name": "global", "second_region": "us-east-1"}


@pytest.fixture
def role(irish_stack: cdk.Stack) -> iam.Role:
    return iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


def granted(stack: cdk.Stack) -> dict[str, Any]:
    policies = Template.from_stack(stack).find_resources("AWS::IAM::Policy").items()
    (policy,) = [each for id, each in policies if id.startswith("Role")]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    found: dict[str, Any] = statement
    return found


def test_it_is_made_and_waited_for(irish_stack: cdk.Stack) -> None:
    made = MultiRegionEndpoint(irish_stack, "Global", **ASKED, timeout=cdk.Duration.minutes(5), tags={"a": "b"})
    template = Template.from_stack(irish_stack)
    ((id, endpoint),) = template.find_resources("AWS::SES::MultiRegionEndpoint").items()
    assert endpoint["Properties"] == {
        "EndpointName": "global",
        "Details": {"RouteDetails": [{"Region": "us-east-1"}]},
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    ((wait, ready),) = template.find_resources("Custom::SesReadyEndpoint").items()
    assert ready["Properties"]["EndpointName"] == {"Ref": id}
    assert ready["Properties"]["Minutes"] == "5"
    assert irish_stack.resolve(made.endpoint_id) == {"Fn::GetAtt": [wait, "EndpointId"]}
    policies = template.find_resources("AWS::IAM::Policy")
    (policy,) = [each for name, each in policies.items() if name in ready["DependsOn"]]
    actions = [statement["Action"] for statement in policy["Properties"]["PolicyDocument"]["Statement"]]
    assert actions == ["ses:GetMultiRegionEndpoint", "lambda:InvokeFunction"]


def test_sending_is_tied_to_the_endpoint_in_both_regions(irish_stack: cdk.Stack, role: iam.Role) -> None:
    made = MultiRegionEndpoint(irish_stack, "Global", **ASKED)
    made.grant_send(role, identity="shop.example", configuration_sets=["mail"])
    statement = granted(irish_stack)
    assert statement["Action"] == "ses:SendEmail"
    assert statement["Condition"]["StringEquals"]["ses:MultiRegionEndpointId"]["Fn::GetAtt"][1] == "EndpointId"
    arns = [arn["Fn::Join"][1][-1] for arn in statement["Resource"]]
    assert arns == [
        f":ses:{region}:111122223333:{kind}"
        for region in ("eu-west-1", "us-east-1")
        for kind in ("identity/shop.example", "configuration-set/mail")
    ]


@pytest.mark.parametrize(("templates", "written"), [(None, "template/*"), (["welcome"], "template/welcome")])
def test_templates_are_granted_for_the_forms_that_use_them(
    irish_stack: cdk.Stack, role: iam.Role, templates: list[str] | None, written: str
) -> None:
    forms = [SendForm.TEMPLATED, SendForm.BULK]
    MultiRegionEndpoint(irish_stack, "Global", **ASKED).grant_send(
        role, identity="shop.example", forms=forms, templates=templates
    )
    statement = granted(irish_stack)
    assert statement["Action"] == ["ses:SendEmail", "ses:SendBulkEmail"]
    assert str(statement["Resource"]).count(written) == 2


@pytest.mark.parametrize("forms", [[], [SendForm.RAW], [SendForm.FORMATTED, SendForm.BOUNCE]])
def test_a_form_that_knows_no_endpoint_is_refused(
    irish_stack: cdk.Stack, role: iam.Role, forms: list[SendForm]
) -> None:
    with pytest.raises(InvalidSettingError, match="are not forms that a global endpoint takes"):
        MultiRegionEndpoint(irish_stack, "Global", **ASKED).grant_send(role, identity="shop.example", forms=forms)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"endpoint_name": "a b"}, InvalidSettingError),
        ({"second_region": "eu-west-1"}, ConflictingSettingsError),
        ({"second_region": "cn-north-1"}, UnavailableInRegionError),
        ({"second_region": cdk.Token.as_string({"Ref": "Region"})}, InvalidSettingError),
        ({"timeout": cdk.Duration.minutes(56)}, InvalidSettingError),
        ({"timeout": cdk.Duration.seconds(30)}, InvalidSettingError),
        ({"tags": {"": "x"}}, InvalidSettingError),
    ],
)
def test_what_cannot_be_is_refused(irish_stack: cdk.Stack, wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        MultiRegionEndpoint(irish_stack, "Global", **{**ASKED, **wrong})
    assert "at:  Irish/Global" in str(caught.value)
