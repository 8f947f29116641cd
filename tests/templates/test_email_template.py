"""A template in a stack."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.account import Tenant
from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import EmailAddressIdentity
from ses_constructs.templates import EmailTemplate, TemplateContent, TemplateVariable

CONTENT = TemplateContent(subject="Grüße {{name}}", text="Hällo.", html="<p>Hällo {{größe}}.")


def template(stack: cdk.Stack) -> dict[str, Any]:
    (found,) = Template.from_stack(stack).find_resources("AWS::SES::Template").values()
    return dict(found)


def warnings(stack: cdk.Stack, text: str) -> int:
    cdk.App.of(stack).synth()  # type: ignore[union-attr]
    return len(Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp(text)))


def test_the_parts_are_in_the_template_and_html_is_ascii(stack: cdk.Stack) -> None:
    made = EmailTemplate(
        stack, "Welcome", content=CONTENT, configuration_sets=[], template_name="welcome", tags={"team": "shop"}
    )
    assert template(stack)["Properties"] == {
        "Template": {
            "TemplateName": "welcome",
            "SubjectPart": "Grüße {{name}}",
            "TextPart": "Hällo.",
            "HtmlPart": "<p>H&#228;llo {{größe}}.",
        },
        "Tags": [{"Key": "team", "Value": "shop"}],
    }
    assert made.variables == (TemplateVariable("größe", required=True), TemplateVariable("name", required=True))


def test_a_name_is_generated_and_each_stack_has_its_own(app: cdk.App) -> None:
    one, other = (
        EmailTemplate(cdk.Stack(app, name), "Welcome mail", content=CONTENT, configuration_sets=[]).name
        for name in ("Test", "Live")
    )
    assert one.startswith("Welcome-mail-")
    assert one != other


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"template_name": "a b"}, "is no name of a template"),
        ({"template_name": "x" * 65}, "is no name of a template"),
        ({"tags": {"": "x"}}, "is too long, or has no key"),
    ],
)
def test_what_ses_refuses_is_refused(stack: cdk.Stack, settings: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[], **settings)
    assert caught.value.at == "Mail/Welcome"


def test_a_name_that_only_the_deployment_knows_is_taken(stack: cdk.Stack) -> None:
    EmailTemplate(
        stack, "Welcome", content=CONTENT, configuration_sets=[], template_name=cdk.Fn.import_value("Name")
    )
    assert template(stack)["Properties"]["Template"]["TemplateName"] == {"Fn::ImportValue": "Name"}


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"text": None, "html": "<p>Hi"}, "has no text part"),
        ({"text": "Hi", "sample": {"nmae": "Ada"}}, "no part asks for nmae"),
        ({"text": "Hi 🎉"}, "roadmap issue 950"),
    ],
)
def test_what_is_likely_to_go_wrong_is_told(stack: cdk.Stack, settings: dict[str, Any], text: str) -> None:
    EmailTemplate(
        stack, "Welcome", content=TemplateContent(**{"subject": "Hi", **settings}), configuration_sets=[]
    )
    assert warnings(stack, text) == 1


def test_a_whole_template_has_nothing_to_tell(stack: cdk.Stack) -> None:
    mail = ConfigurationSet(stack, "Set")
    mail.add_destination("Bus", Destination.event_bus())
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[mail])
    assert warnings(stack, ".*") == 0


def test_a_sender_may_use_this_template_and_its_sets_only(irish_stack: cdk.Stack) -> None:
    mail = ConfigurationSet(irish_stack, "Set", configuration_set_name="mail")
    mail.add_destination("Bus", Destination.event_bus())
    made = EmailTemplate(
        irish_stack, "Welcome", content=CONTENT, template_name="welcome", configuration_sets=[mail]
    )
    identities = [
        EmailAddressIdentity(irish_stack, f"Sender{n}", address=f"{n}@mail.example", configuration_set=mail)
        for n in (1, 2)
    ]
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    made.grant_send(
        role, identities=identities, limits=SendLimits(from_addresses=("*@mail.example",))
    ).assert_success()
    made.grant_send(role, identities=identities[:1], forms=[SendForm.BULK])
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    actions = {
        action
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }
    assert actions == {
        "ses:SendEmail",
        "ses:SendTemplatedEmail",
        "ses:SendBulkEmail",
        "ses:SendBulkTemplatedEmail",
    }
    for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
        assert ":template/welcome'" in str(statement["Resource"])


def test_a_sender_needs_an_identity(stack: cdk.Stack) -> None:
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    with pytest.raises(ConflictingSettingsError, match="needs an identity"):
        EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[]).grant_send(role, identities=[])


def test_it_goes_where_the_cdk_asks_for_a_template(stack: cdk.Stack) -> None:
    made = EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[])
    Tenant(stack, "Tenant", tenant_name="acme", templates=[made])
    assert isinstance(made, ses.CfnTemplate)
    (tenant,) = Template.from_stack(stack).find_resources("AWS::SES::Tenant").values()
    assert "template/" in str(tenant["Properties"]["ResourceAssociations"])
