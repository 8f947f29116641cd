"""Texts that are served over HTTPS to everybody, by API Gateway alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError

if TYPE_CHECKING:
    from aws_cdk import aws_apigateway as apigateway
    from aws_cdk import aws_certificatemanager as acm

_NO_USE = (
    "one public text of a few lines that everybody may read; there is no input, no data and no code behind it"
)
_FINDINGS = ("APIG1", "APIG2", "APIG3", "APIG4", "APIG6", "COG4")
_MARKS = {"#": ("#set($hash='#')", "$!{hash}"), "$": ("#set($dollar='$')", "$!{dollar}")}
"""What means something in a mapping template: how to name it, and the name."""
_NOTHING = "$!{nothing}"
"""A name that was given to nothing, and is written as such."""
_OUTSIDE_TOKENS = re.compile(r"#|\$(?!\{Token\[)")
_ESCAPED_MARK = re.compile(r"\\[#$]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText:
    """A text and where it is served.

    Args:
        path: Without the slash in front.
        content: What is answered; may hold tokens.
        content_type: Of the answer.
    """

    path: str
    content: str
    content_type: str


class PublicTexts(Construct):
    """``https://<host>/<path>`` for each of some texts.

    Creates: a REST API whose methods answer without a backend, a domain name with a mapping, and, unless it
    is given, a certificate that the zone validates. A CDN would need its certificate in another region.

    Args:
        host: The name that the certificate is for.
        texts: What it answers.
        description: Of the API.
        hosted_zone_id: Where the certificate is validated. Left out: nowhere, for one that is given.
        certificate: In this region. Left out: one is made.

    Raises:
        InvalidSettingError: for a text that API Gateway would change.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        host: str,
        texts: Sequence[PublicText],
        description: str,
        hosted_zone_id: str | None = None,
        certificate: acm.ICertificate | None = None,
    ) -> None:
        super().__init__(scope, id)
        from aws_cdk import aws_apigateway as apigateway

        api = apigateway.RestApi(
            self,
            "Api",
            description=description,
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            disable_execute_api_endpoint=True,
            cloud_watch_role=False,
        )
        name = apigateway.DomainName(
            self,
            "Name",
            domain_name=host,
            certificate=certificate if certificate is not None else _certificate(self, host, hosted_zone_id),
            endpoint_type=apigateway.EndpointType.REGIONAL,
            security_policy=apigateway.SecurityPolicy.TLS_1_2,
        )
        for text in texts:
            _answer(api, text)
        for finding in _FINDINGS:
            cdk.Validations.of(api).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions-{finding}", reason=_NO_USE))
        self.mapping = apigateway.BasePathMapping(self, "Mapping", domain_name=name, rest_api=api)
        """What has to be there before anybody asks: the last part of the site."""
        self.alias = name.domain_name_alias_domain_name
        """What the CNAME record of the host names."""


def _answer(api: apigateway.RestApi, text: PublicText) -> None:
    from aws_cdk import aws_apigateway as apigateway

    content_type = "method.response.header.Content-Type"
    api.root.resource_for_path(text.path).add_method(
        "GET",
        apigateway.MockIntegration(
            request_templates={"application/json": '{"statusCode": 200}'},
            integration_responses=[
                apigateway.IntegrationResponse(
                    status_code="200",
                    # A mock's answer counts as JSON, whatever it is; the header tells the reader what it is.
                    response_templates={"application/json": mapping_template(text.content)},
                    response_parameters={content_type: f"'{text.content_type}'"},
                )
            ],
        ),
        method_responses=[apigateway.MethodResponse(status_code="200", response_parameters={content_type: True})],
    )


def mapping_template(text: str) -> str:
    """A mapping template that answers with the text, letter by letter.

    Raises:
        InvalidSettingError: for a backslash before one of the marks, which the language would take away.

    API Gateway developer guide, mapping template reference: they are written in the Velocity Template Language.
    """
    escaped = _ESCAPED_MARK.search(text)
    if escaped is not None:
        raise InvalidSettingError(
            "text", escaped[0], "cannot be served as it is", fix="leave the backslash before '#' and '$' out"
        )
    found = sorted(set(_OUTSIDE_TOKENS.findall(text)))
    # No line break between: some versions of the language take it out, and then the text's own too.
    names = "".join(_MARKS[mark][0] for mark in found)
    if found and text[0].isspace():
        names += _NOTHING
    return names + _OUTSIDE_TOKENS.sub(lambda mark: _MARKS[mark[0]][1], text)


def _certificate(scope: Construct, host: str, hosted_zone_id: str | None) -> acm.ICertificate:
    from aws_cdk import aws_certificatemanager as acm

    option = acm.CfnCertificate.DomainValidationOptionProperty(domain_name=host, hosted_zone_id=hosted_zone_id)
    made = acm.CfnCertificate(
        scope, "Certificate", domain_name=host, validation_method="DNS", domain_validation_options=[option]
    )
    return acm.Certificate.from_certificate_arn(scope, "ImportedCertificate", made.ref)
