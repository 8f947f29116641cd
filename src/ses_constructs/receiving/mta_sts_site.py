"""A text that is served at one address over HTTPS, by API Gateway alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord

if TYPE_CHECKING:
    from aws_cdk import aws_apigateway as apigateway
    from aws_cdk import aws_certificatemanager as acm

_FOLDER, _FILE = ".well-known", "mta-sts.txt"
"""RFC 8461, section 3.2."""
_NO_USE = (
    "one public text of a few lines that everybody may read; there is no input, no data and no code behind it"
)
_FINDINGS = ("APIG1", "APIG2", "APIG3", "APIG4", "APIG6", "COG4")


class MtaStsSite(Construct):
    """``https://<host>/.well-known/mta-sts.txt``.

    Creates: a REST API whose one method answers without a backend, a domain name with a mapping, and, unless it
    is given, a certificate that the zone validates. A CDN would need its certificate in another region.

    Args:
        host: The name that the certificate is for.
        text: What it answers.
        dns: Where the certificate is validated.
        certificate: Left out: one is made.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        host: str,
        text: str,
        dns: Dns,
        certificate: acm.ICertificate | None,
    ) -> None:
        super().__init__(scope, id)
        from aws_cdk import aws_apigateway as apigateway

        api = apigateway.RestApi(
            self,
            "Api",
            description=f"The MTA-STS policy at {host}",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            disable_execute_api_endpoint=True,
            cloud_watch_role=False,
        )
        name = apigateway.DomainName(
            self,
            "Name",
            domain_name=host,
            certificate=certificate if certificate is not None else _certificate(self, host, dns),
            endpoint_type=apigateway.EndpointType.REGIONAL,
            security_policy=apigateway.SecurityPolicy.TLS_1_2,
        )
        _answer(api, text)
        for finding in _FINDINGS:
            cdk.Validations.of(api).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions-{finding}", reason=_NO_USE))
        self.mapping = apigateway.BasePathMapping(self, "Mapping", domain_name=name, rest_api=api)
        """What has to be there before anybody asks: the last part of the site."""
        self.dns_records: list[DnsRecord] = [
            DnsRecord(
                name=host,
                type="CNAME",
                value=name.domain_name_alias_domain_name,
                purpose="MTA-STS: the policy is here",
            )
        ]


def _answer(api: apigateway.RestApi, text: str) -> None:
    from aws_cdk import aws_apigateway as apigateway

    content_type = "method.response.header.Content-Type"
    api.root.add_resource(_FOLDER).add_resource(_FILE).add_method(
        "GET",
        apigateway.MockIntegration(
            request_templates={"application/json": '{"statusCode": 200}'},
            integration_responses=[
                apigateway.IntegrationResponse(
                    status_code="200",
                    # A mock's answer counts as JSON, whatever it is; the header tells senders what it is.
                    response_templates={"application/json": text},
                    response_parameters={content_type: "'text/plain'"},
                )
            ],
        ),
        method_responses=[apigateway.MethodResponse(status_code="200", response_parameters={content_type: True})],
    )


def _certificate(scope: Construct, host: str, dns: Dns) -> acm.ICertificate:
    from aws_cdk import aws_certificatemanager as acm

    option = acm.CfnCertificate.DomainValidationOptionProperty(domain_name=host, hosted_zone_id=dns.hosted_zone_id)
    made = acm.CfnCertificate(
        scope, "Certificate", domain_name=host, validation_method="DNS", domain_validation_options=[option]
    )
    return acm.Certificate.from_certificate_arn(scope, "ImportedCertificate", made.ref)
