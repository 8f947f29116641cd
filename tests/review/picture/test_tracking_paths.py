"""Tracked links on the map."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_constructs.review import Assembly, Template
from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.part import Kind, Part
from ses_constructs.review.picture.sending_map import sending_flow
from tests.review.conftest import assembly_of

STORED = Path(__file__).parents[2] / "stored_templates"
MAIL = "Mail: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: %s}}}"
EDGE = """
Cdn:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Aliases: [Links.a.example]
      Enabled: %s
      Origins: [{DomainName: r.eu-west-1.awstrack.me}, {DomainName: elsewhere.example}]
      DefaultCacheBehavior: {ViewerProtocolPolicy: %s}
Name: {Type: AWS::Route53::RecordSet, Properties: {Name: links.a.example., Type: CNAME,
  ResourceRecords: [!GetAtt Cdn.DomainName]}}
"""
TRACKED = MAIL % "links.a.example"


def part(flow: Flow, kind: Kind) -> Part:
    [found] = [one for one in flow.parts if one.kind is kind]
    return found


def test_links_lead_through_the_distribution_to_ses(seen: Callable[[Flow], set[str]]) -> None:
    flow = sending_flow(assembly_of(TRACKED + EDGE % ("true", "redirect-to-https")))
    assert {
        "Mail > links.a.example",
        "links.a.example > Cdn",
        "Cdn > r.eu-west-1.awstrack.me",
    } <= seen(flow)
    assert part(flow, Kind.LINKS).line == "published"
    assert {fact.value for fact in part(flow, Kind.DISTRIBUTION).facts} == {
        "HTTPS; plain HTTP is sent there",
        "r.eu-west-1.awstrack.me",
    }
    assert [one.logical_id for one in part(flow, Kind.LINKS).resources] == ["Name"]


def test_the_distribution_may_be_in_another_stack_of_the_assembly(seen: Callable[[Flow], set[str]]) -> None:
    mail = {"Mail": {"Type": "AWS::SES::ConfigurationSet", "Properties": {}}}
    mail["Mail"]["Properties"] = {"TrackingOptions": {"CustomRedirectDomain": "links.a.example"}}
    edge = dict(assembly_of(EDGE % ("true", "https-only")).templates[0].document)
    both = Assembly(
        (Template({"Resources": mail}, file="m", stack="Mail"), Template(edge, file="e", stack="Mail-tracking"))
    )
    assert {"Mail > links.a.example", "links.a.example > Cdn"} <= seen(sending_flow(both))


def test_a_stack_that_only_serves_links_is_drawn_too(seen: Callable[[Flow], set[str]]) -> None:
    flow = sending_flow(assembly_of(EDGE % ("true", "allow-all")))
    assert seen(flow) == {"Links.a.example > Cdn", "Cdn > r.eu-west-1.awstrack.me"}
    assert part(flow, Kind.DISTRIBUTION).line == "HTTP and HTTPS"


def test_a_distribution_that_is_off_leads_nowhere() -> None:
    flow = sending_flow(assembly_of(TRACKED + EDGE % ("false", "https-only")))
    assert part(flow, Kind.DISTRIBUTION).line == "switched off"
    [last] = [arrow for arrow in flow.arrows if arrow.target.startswith("tracker")]
    assert last.off


def test_without_https_the_record_leads_to_ses_itself(seen: Callable[[Flow], set[str]]) -> None:
    record = """
Name: {Type: AWS::Route53::RecordSet, Properties: {Name: links.a.example, Type: CNAME,
  ResourceRecords: [r.eu-west-1.awstrack.me]}}
"""
    flow = sending_flow(assembly_of(TRACKED + record))
    assert {"Mail > links.a.example", "links.a.example > r.eu-west-1.awstrack.me"} <= seen(flow)
    assert part(flow, Kind.LINKS).line == "published by these templates"


@pytest.mark.parametrize(
    "answer",
    ["Type: CNAME, ResourceRecords: [proxy.a.example]", "Type: A, AliasTarget: {DNSName: proxy.a.example}"],
)
def test_a_record_that_leads_elsewhere_is_followed_as_far_as_it_is_known(
    seen: Callable[[Flow], set[str]], answer: str
) -> None:
    record = f"\nName: {{Type: AWS::Route53::RecordSet, Properties: {{Name: links.a.example, {answer}}}}}"
    flow = sending_flow(assembly_of(TRACKED + record))
    assert "links.a.example > proxy.a.example" in seen(flow)
    assert part(flow, Kind.OTHER).line == "not known to lead to SES"


def test_a_domain_without_a_record_says_so() -> None:
    flow = sending_flow(assembly_of(TRACKED))
    assert part(flow, Kind.LINKS).line == "its DNS record is not here"


def test_other_distributions_are_left_out() -> None:
    site = """
Site: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Aliases: [www.a.example],
  Origins: [{DomainName: bucket.example}]}}}
"""
    assert sending_flow(assembly_of(site)).parts == ()


def test_a_name_that_only_the_deployment_knows_is_drawn_as_such(seen: Callable[[Flow], set[str]]) -> None:
    flow = sending_flow(assembly_of(MAIL % "!Ref Domain"))
    assert "Mail > <Domain>" in seen(flow)


def test_the_example_is_drawn_from_the_set_to_ses(seen: Callable[[Flow], set[str]]) -> None:
    document = json.loads((STORED / "https_tracking_domain.json").read_text())
    arrows = seen(sending_flow(Assembly((Template(document, file="a"),))))
    assert "Newsletter > links.shop.example" in arrows
    assert any(one.startswith("links.shop.example > ") and "Distribution" in one for one in arrows)
    assert any("Distribution" in one and one.endswith("> r.us-east-1.awstrack.me") for one in arrows)
