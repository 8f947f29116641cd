"""Tenants and global endpoints: who sends apart from others, and through which regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY

from .consumers import BUS_RULE, add_consumers
from .flow import Arrow, Carries, FlowBuilder
from .naming import joined, key_of, label_of, readable, region_of, tail_of
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource

TENANT = "AWS::SES::Tenant"
ENDPOINT = "AWS::SES::MultiRegionEndpoint"


def add_tenants(flow: FlowBuilder, assembly: Assembly) -> None:
    """Draws each tenant with what it may send with, and who hears when SES pauses it."""
    for tenant in assembly.resources(TENANT):
        title = readable(tenant.get("TenantName").text) or label_of(tenant)
        part = Part(key_of(tenant), Kind.TENANT, title, "has its own reputation", tuple(_facts(tenant)), (tenant,))
        key = flow.part(part)
        for association in tenant.get("ResourceAssociations").items:
            used = association.get("ResourceArn").names(IDENTITY, CONFIGURATION_SET)
            if used is not None:
                flow.arrow(Arrow(key, key_of(used), Carries.ACCESS))
        for rule in assembly.resources(BUS_RULE):
            if any(one.names(TENANT) is tenant for one in rule.get("EventPattern.resources").items):
                told = Part(key_of(rule), Kind.BUS_RULE, label_of(rule), "paused or resumed", (), (rule,))
                flow.arrow(Arrow(key, flow.part(told), Carries.EVENTS, "its sending is paused or resumed"))
                add_consumers(flow, assembly, told.key, rule)


def _facts(tenant: Resource) -> Iterator[Fact]:
    policy = tenant.get("ReputationEntity.Policy.ReputationEntityPolicy")
    if policy.present:
        yield Fact("Reputation policy", tail_of(policy))
    scope = tenant.get("SuppressionAttributes.SuppressionScope").literal
    if scope is not None:
        own = "of its own" if scope == "TENANT" else "shared with the account"
        yield Fact("List of addresses not to write to", own)


def add_endpoints(flow: FlowBuilder, assembly: Assembly, recipients: Part) -> None:
    """Draws each global endpoint and the regions it sends through."""
    for endpoint in assembly.resources(ENDPOINT):
        own = region_of(endpoint) or "this region"
        routes = endpoint.get("Details.RouteDetails").items
        others = [readable(route.get("Region").text) or "a second region" for route in routes]
        regions = joined([own, *others])
        title = readable(endpoint.get("EndpointName").text) or label_of(endpoint)
        facts = (Fact("Sends through", regions),)
        key = flow.part(Part(key_of(endpoint), Kind.ENDPOINT, title, regions, facts, (endpoint,)))
        flow.arrow(Arrow(key, flow.part(recipients), Carries.MAIL, "for whoever names it"))
