"""A tracking domain that leads straight to SES."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet, HttpTrackingDomain
from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import DomainIdentity
from ses_constructs.receiving import InboundMx

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")


def test_it_leads_to_the_host_of_the_region(irish_stack: cdk.Stack) -> None:
    links = HttpTrackingDomain(irish_stack, "Links", domain="links.shop.example", dns=ZONE)
    (record,) = links.dns_records
    assert (record.type, record.value) == ("CNAME", "r.eu-west-1.awstrack.me")


def test_a_stack_without_a_region_leaves_it_to_the_deployment(stack: cdk.Stack) -> None:
    HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=ZONE)
    (group,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup").values()
    (record,) = group["Properties"]["RecordSets"]
    assert record["Name"] == "links.shop.example."
    assert record["ResourceRecords"] == [{"Fn::Join": ["", ["r.", {"Ref": "AWS::Region"}, ".awstrack.me"]]}]


@pytest.mark.parametrize(("region", "warnings"), [("eu-west-3", 1), ("eu-west-1", 0), ("xx-new-1", 1)])
def test_a_region_without_a_listed_host_is_warned_of(app: cdk.App, region: str, warnings: int) -> None:
    stack = cdk.Stack(app, "Sending", env=cdk.Environment(region=region))
    HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=ZONE)
    found = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("lists no tracking host"))
    assert len(found) == warnings


def test_the_set_waits_for_record_and_identity(stack: cdk.Stack) -> None:
    verified = cdk.CfnResource(stack, "Verified", type="Custom::Verified")
    links = HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=ZONE, verified=verified)
    ConfigurationSet(stack, "Set", tracking=links)
    template = Template.from_stack(stack)
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup")
    (made,) = template.find_resources("AWS::SES::ConfigurationSet").values()
    assert made["DependsOn"] == sorted([group, "Verified"])
    assert made["Properties"]["TrackingOptions"] == {
        "CustomRedirectDomain": "links.shop.example",
        "HttpsPolicy": "OPTIONAL",
    }


def test_by_hand_it_prints_the_record(stack: cdk.Stack) -> None:
    links = HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=Dns.by_hand())
    assert links.set_up == ()
    (output,) = Template.from_stack(stack).find_outputs("*").values()
    assert "links.shop.example. 1800 IN CNAME" in str(output["Value"])


@pytest.mark.parametrize(
    ("domain", "dns"),
    [
        ("shop.example", ZONE),
        ("Shop.Example", Dns.by_hand()),
        ("mail.shop.example", Dns.in_zone_with_id("Z2", zone_name="mail.shop.example.")),
    ],
)
def test_the_apex_is_refused(stack: cdk.Stack, domain: str, dns: Dns) -> None:
    with pytest.raises(InvalidSettingError, match="is the apex of a domain") as caught:
        HttpTrackingDomain(stack, "Links", domain=domain, dns=dns)
    assert f"'links.{domain.lower()}'" in caught.value.fix


def test_a_name_outside_the_zone_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is not in the hosted zone"):
        HttpTrackingDomain(stack, "Links", domain="links.other.example", dns=ZONE)


@pytest.mark.parametrize("host", ["feedback-smtp.eu-west-1.amazonses.com", "inbound-smtp.eu-west-1.amazonaws.com"])
@pytest.mark.parametrize("first", ["mail", "links"])
def test_a_name_that_bounces_or_mail_come_to_is_refused(stack: cdk.Stack, host: str, first: str) -> None:
    def mail() -> None:
        record = DnsRecord(name="in.shop.example", type="MX", value=f"10 {host}", purpose="mail")
        Dns.by_hand().publish(Construct(stack, "Mail"), "Records", [record])

    def links() -> None:
        HttpTrackingDomain(stack, "Links", domain="in.shop.example", dns=ZONE)

    one, other = (mail, links) if first == "mail" else (links, mail)
    one()
    with pytest.raises(ConflictingSettingsError, match="a CNAME stands alone") as caught:
        other()
    assert "a name of its own" in caught.value.fix


def test_a_mail_from_domain_of_an_identity_is_refused(stack: cdk.Stack) -> None:
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, mail_from_domain="links.shop.example")
    with pytest.raises(ConflictingSettingsError, match="'Mail/Shop' publishes a (MX|TXT) record there"):
        HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=ZONE)


def test_a_domain_that_receives_is_refused(irish_stack: cdk.Stack) -> None:
    stack = irish_stack
    HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=ZONE)
    with pytest.raises(ConflictingSettingsError, match="'Irish/Links' publishes a CNAME record there"):
        InboundMx(stack, "Inbox", domain="links.shop.example", dns=ZONE)


def test_an_identity_of_the_tracking_domain_is_no_other_use(stack: cdk.Stack) -> None:
    domain = DomainIdentity(
        stack, "Domain", domain="links.shop.example", dns=ZONE, mail_from_domain="bounce.links.shop.example"
    )
    links = HttpTrackingDomain(stack, "Links", domain="links.shop.example", dns=ZONE, verified=domain.verified)
    assert len(links.set_up) == 2
