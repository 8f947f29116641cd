"""Texts served over HTTPS by API Gateway alone."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.public_texts import PublicText, PublicTexts, mapping_template

HOST = "mta-sts.inbox.example"
ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"

ABOUT = "What inbox.example tells"


def text(content: str = "x") -> PublicText:
    return PublicText(path=".well-known/mta-sts.txt", content=content, content_type="text/plain")


def site(scope: cdk.Stack, *texts: PublicText) -> PublicTexts:
    return PublicTexts(scope, "Site", host=HOST, texts=texts, description=ABOUT, hosted_zone_id="Z1")


def test_it_answers_one_address_with_the_text(irish_stack: cdk.Stack) -> None:
    site(irish_stack, text("version: STSv1\n"))
    template = Template.from_stack(irish_stack)
    parts = [
        each["Properties"]["PathPart"] for each in template.find_resources("AWS::ApiGateway::Resource").values()
    ]
    assert parts == [".well-known", "mta-sts.txt"]
    (method,) = template.find_resources("AWS::ApiGateway::Method").values()
    integration = method["Properties"]["Integration"]
    assert integration["Type"] == "MOCK"
    assert integration["IntegrationResponses"] == [
        {
            "ResponseParameters": {"method.response.header.Content-Type": "'text/plain'"},
            "ResponseTemplates": {"application/json": "version: STSv1\n"},
            "StatusCode": "200",
        }
    ]


def test_the_zone_validates_its_certificate(irish_stack: cdk.Stack) -> None:
    made = site(irish_stack, text())
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::CertificateManager::Certificate",
        {
            "DomainName": HOST,
            "ValidationMethod": "DNS",
            "DomainValidationOptions": [{"DomainName": HOST, "HostedZoneId": "Z1"}],
        },
    )
    template.has_resource_properties(
        "AWS::ApiGateway::DomainName",
        {"DomainName": HOST, "SecurityPolicy": "TLS_1_2", "EndpointConfiguration": {"Types": ["REGIONAL"]}},
    )
    assert irish_stack.resolve(made.alias)["Fn::GetAtt"][1] == "RegionalDomainName"


def test_a_certificate_can_be_given(irish_stack: cdk.Stack) -> None:
    given = acm.Certificate.from_certificate_arn(irish_stack, "Certificate", ARN)
    PublicTexts(irish_stack, "Site", host=HOST, texts=[text()], description=ABOUT, certificate=given)
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::CertificateManager::Certificate", 0)
    template.has_resource_properties("AWS::ApiGateway::DomainName", {"RegionalCertificateArn": ARN})


def test_cdk_nag_finds_nothing() -> None:
    app = cdk.App()
    site(cdk.Stack(app, "Mail"), text())
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [violation.rule_name for violation in report.violations] == []


def test_several_texts_are_one_site(irish_stack: cdk.Stack) -> None:
    other = PublicText(path="logo.svg", content="<svg/>", content_type="image/svg+xml")
    site(irish_stack, text(), other)
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::ApiGateway::RestApi", 1)
    template.resource_count_is("AWS::ApiGateway::Method", 2)


@pytest.mark.parametrize(
    ("content", "template"),
    [
        ("mode: testing\n", "mode: testing\n"),
        ("mx: ${Token[AWS.Region.4]}.example", "mx: ${Token[AWS.Region.4]}.example"),
        ("fill='#end'", "#set($hash='#')fill='$!{hash}end'"),
        ("## $x", "#set($hash='#')#set($dollar='$')$!{hash}$!{hash} $!{dollar}x"),
    ],
)
def test_marks_of_the_template_language_are_named(content: str, template: str) -> None:
    assert mapping_template(content) == template


def test_what_the_language_would_change_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="cannot be served") as caught:
        mapping_template(r"a\#b")
    assert "backslash" in caught.value.fix
