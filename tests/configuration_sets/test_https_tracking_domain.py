"""A tracking domain with a certificate, which belongs to us-east-1 wherever the mail is sent from."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, HttpsTrackingDomain
from ses_constructs.dns import Dns, ExistingRecords
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")
DOMAIN = "links.shop.example"
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"


def types(stack: cdk.Stack) -> set[str]:
    return {one["Type"] for one in Template.from_stack(stack).to_json().get("Resources", {}).values()}


def in_region(app: cdk.Stage, region: str) -> cdk.Stack:
    return cdk.Stack(app, "Sending", env=cdk.Environment(account="111122223333", region=region))


def test_in_the_region_of_certificates_all_is_in_one_stack(app: cdk.App) -> None:
    stack = in_region(app, "us-east-1")
    links = HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=ZONE)
    ConfigurationSet(stack, "Set", tracking=links)
    assert types(stack) >= {"AWS::CloudFront::Distribution", "AWS::CertificateManager::Certificate"}
    template = Template.from_stack(stack)
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup")
    (made,) = template.find_resources("AWS::SES::ConfigurationSet").values()
    assert group in made["DependsOn"]
    assert made["Properties"]["TrackingOptions"] == {"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "REQUIRE"}


def test_in_another_region_a_second_stack_comes_first(app: cdk.App) -> None:
    stack = in_region(app, "eu-west-1")
    links = HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=ZONE)
    news = HttpsTrackingDomain(stack, "News", domain="news.shop.example", dns=ZONE)
    ConfigurationSet(stack, "Set", tracking=links)
    ConfigurationSet(stack, "NewsSet", tracking=news)
    (edge,) = [one for one in app.node.children if isinstance(one, cdk.Stack) and one is not stack]
    assert (edge.stack_name, edge.region, edge.account) == ("Sending-tracking", "us-east-1", "111122223333")
    assert types(stack) == {"AWS::SES::ConfigurationSet"}
    assert [one.stack_name for one in stack.dependencies] == ["Sending-tracking"]
    template = Template.from_stack(edge)
    template.resource_count_is("AWS::CloudFront::Distribution", 2)
    template.resource_count_is("AWS::Route53::RecordSetGroup", 2)
    origins = {
        one["Properties"]["DistributionConfig"]["Origins"][0]["DomainName"]
        for one in template.find_resources("AWS::CloudFront::Distribution").values()
    }
    assert origins == {"r.eu-west-1.awstrack.me"}


def test_with_a_certificate_all_stays_where_it_is(stack: cdk.Stack) -> None:
    certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE)
    links = HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=Dns.by_hand(), certificate=certificate)
    (record,) = links.dns_records
    assert record.value == links.distribution.distribution_domain_name
    assert "AWS::CertificateManager::Certificate" not in types(stack)
    assert len(links.set_up) == 1


def test_a_certificate_of_another_region_is_refused(stack: cdk.Stack) -> None:
    certificate = acm.Certificate.from_certificate_arn(
        stack, "Certificate", CERTIFICATE.replace("us-east-1", "eu-west-1")
    )
    with pytest.raises(InvalidSettingError, match="is in eu-west-1") as caught:
        HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=ZONE, certificate=certificate)
    assert "us-east-1" in caught.value.fix


def test_a_certificate_made_in_another_region_is_refused(app: cdk.App) -> None:
    stack = in_region(app, "eu-west-1")
    made = acm.Certificate(stack, "Certificate", domain_name=DOMAIN)
    with pytest.raises(InvalidSettingError, match="'Sending/Certificate' is in eu-west-1"):
        HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=ZONE, certificate=made)


@pytest.mark.parametrize(
    ("dns", "problem"),
    [
        (Dns.by_hand(), "records go by hand"),
        (
            Dns.in_zone_of_account(
                "Z1",
                zone_name="shop.example",
                role_arn="arn:aws:iam::444455556666:role/R",
                external_id="0123456789abcdef",
            ),
            "into a zone of another account",
        ),
    ],
)
def test_dns_that_cannot_validate_needs_a_certificate(app: cdk.App, dns: Dns, problem: str) -> None:
    with pytest.raises(ConflictingSettingsError, match=problem) as caught:
        HttpsTrackingDomain(in_region(app, "us-east-1"), "Links", domain=DOMAIN, dns=dns)
    assert "certificate=" in caught.value.fix


def test_a_stack_without_a_region_needs_a_certificate(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="knows no region") as caught:
        HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=ZONE)
    assert "region=" in caught.value.fix


def test_a_zone_of_the_other_stack_is_refused(app: cdk.App) -> None:
    stack = in_region(app, "eu-west-1")
    zone = route53.PublicHostedZone(stack, "Zone", zone_name="shop.example")
    with pytest.raises(ConflictingSettingsError, match="is not known") as caught:
        HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=Dns.in_zone(zone))
    assert "in_zone_with_id" in caught.value.fix


def test_the_policy_that_needs_no_certificate_is_refused(app: cdk.App) -> None:
    with pytest.raises(InvalidSettingError, match="plain HTTP") as caught:
        HttpsTrackingDomain(
            in_region(app, "us-east-1"), "Links", domain=DOMAIN, dns=ZONE, https_policy=ses.HttpsPolicy.OPTIONAL
        )
    assert "HttpTrackingDomain" in caught.value.fix


def test_the_apex_is_refused(app: cdk.App) -> None:
    with pytest.raises(InvalidSettingError, match="is the apex") as caught:
        HttpsTrackingDomain(in_region(app, "us-east-1"), "Links", domain="shop.example", dns=ZONE)
    assert caught.value.at == "Sending/Links"


def test_a_stage_has_its_own_second_stack(app: cdk.App) -> None:
    for name in ("Test", "Live"):
        stage = cdk.Stage(app, name)
        HttpsTrackingDomain(
            in_region(stage, "eu-west-1"), "Links", domain=f"{name.lower()}.shop.example", dns=ZONE
        )
        assert sorted(one.node.id for one in stage.node.children) == ["Sending", "Sending-tracking"]
        (edge,) = [one for one in stage.node.children if one.node.id == "Sending-tracking"]
        assert isinstance(edge, cdk.Stack)
        assert edge.stack_name == f"{name}-Sending-tracking"


def test_records_that_are_adopted_are_written_from_the_second_stack(app: cdk.App) -> None:
    zone = Dns.in_zone_with_id("Z1", zone_name="shop.example", existing=ExistingRecords.ADOPT)
    HttpsTrackingDomain(in_region(app, "eu-west-1"), "Links", domain=DOMAIN, dns=zone)
    edge = app.node.find_child("Sending-tracking")
    assert isinstance(edge, cdk.Stack)
    assert {"Custom::SesDnsRecords", "AWS::Lambda::Function"} <= types(edge)


def test_an_account_that_is_not_known_stays_so(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Sending", env=cdk.Environment(region="eu-west-1"))
    HttpsTrackingDomain(stack, "Links", domain=DOMAIN, dns=ZONE)
    (edge,) = stack.dependencies
    assert (cdk.Token.is_unresolved(edge.account), edge.region) == (True, "us-east-1")
