"""Tenants and global endpoints on the map."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.part import Kind
from ses_constructs.review.picture.sending_map import sending_flow
from tests.review.conftest import assembly_of

TENANT = """
Mail: {Type: AWS::SES::ConfigurationSet}
Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
People: {Type: AWS::SNS::Topic}
Acme:
  Type: AWS::SES::Tenant
  Properties:
    TenantName: acme
    ReputationEntity: {Policy: {ReputationEntityPolicy: 'arn:aws:ses:eu-west-1:aws:reputation-policy/strict'}}
    SuppressionAttributes: {SuppressionScope: TENANT}
    ResourceAssociations:
    - {ResourceArn: !Sub 'arn:aws:ses:eu-west-1:111122223333:identity/${Shop}'}
    - {ResourceArn: !Sub 'arn:aws:ses:eu-west-1:111122223333:configuration-set/${Mail}'}
    - {ResourceArn: 'arn:aws:ses:eu-west-1:111122223333:template/welcome'}
Paused:
  Type: AWS::Events::Rule
  Properties:
    EventPattern: {source: [aws.ses], resources: [!GetAtt Acme.Arn]}
    Targets: [{Arn: !Ref People}]
"""
ENDPOINT = """
Global: {Type: AWS::SES::MultiRegionEndpoint, Properties: {EndpointName: both, Details: {
  RouteDetails: [{Region: us-west-2}]}}}
"""


def test_a_tenant_leads_to_what_it_sends_with_and_to_who_hears_of_its_pause(
    seen: Callable[[Flow], set[str]],
) -> None:
    flow = sending_flow(assembly_of(TENANT))
    assert {"acme > shop.example", "acme > Mail", "acme > Paused", "Paused > People"} <= seen(flow)
    tenant = next(part for part in flow.parts if part.kind is Kind.TENANT)
    assert [fact.value for fact in tenant.facts] == ["strict", "of its own"]


def test_a_global_endpoint_says_through_which_regions_mail_goes(seen: Callable[[Flow], set[str]]) -> None:
    flow = sending_flow(assembly_of(ENDPOINT))
    assert seen(flow) == {"both > Recipients"}
    assert flow.parts[0].line == "this region, us-west-2"
