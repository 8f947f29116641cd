"""A text served over HTTPS by API Gateway alone."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from ses_constructs.dns import Dns
from ses_constructs.receiving.mta_sts_site import MtaStsSite

ZONE = Dns.in_zone_with_id("Z1", zone_name="inbox.example")
HOST = "mta-sts.inbox.example"
ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"


def test_it_answers_one_address_with_the_text(irish_stack: cdk.Stack) -> None:
    MtaStsSite(irish_stack, "Site", host=HOST, text="version: STSv1\n", dns=ZONE, certificate=None)
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
    made = MtaStsSite(irish_stack, "Site", host=HOST, text="x", dns=ZONE, certificate=None)
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
    (record,) = made.dns_records
    assert irish_stack.resolve(record.value)["Fn::GetAtt"][1] == "RegionalDomainName"


def test_a_certificate_can_be_given(irish_stack: cdk.Stack) -> None:
    given = acm.Certificate.from_certificate_arn(irish_stack, "Certificate", ARN)
    MtaStsSite(irish_stack, "Site", host=HOST, text="x", dns=Dns.by_hand(), certificate=given)
    template = Template.from_stack(irish_stack)
    template.resource_count_is("AWS::CertificateManager::Certificate", 0)
    template.has_resource_properties("AWS::ApiGateway::DomainName", {"RegionalCertificateArn": ARN})


def test_cdk_nag_finds_nothing() -> None:
    app = cdk.App()
    MtaStsSite(cdk.Stack(app, "Mail"), "Site", host=HOST, text="x", dns=ZONE, certificate=None)
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [violation.rule_name for violation in report.violations] == []
