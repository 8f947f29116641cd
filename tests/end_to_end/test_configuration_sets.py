"""Configuration sets with everything on, deployed, read back through the AWS API, used, and destroyed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses

from ses_constructs.configuration_sets import (
    AddressValidation,
    ConfigurationSet,
    Destination,
    HttpsTrackingDomain,
    HttpTrackingDomain,
    SendingPool,
    Suppression,
    VdmOverrides,
)
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.cdk import Cdk
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.test_examples import Example, stop_listening

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

BOUNCES, COMPLAINS = "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"
LATER = "ooto@simulator.amazonses.com"
"""Replies that nobody is there, which SES tells of as a transient bounce."""
ZONE, DOMAIN = "Z0123456789ABCDEFGHIJ", "shop.example"


@pytest.fixture
def example(request: pytest.FixtureRequest, emptied: Account, assembly: Assembly) -> Example:
    return Example(request.function.__name__.removeprefix("test_"), emptied, assembly)


def verify_sender(account: Account, address: str) -> None:
    account.ses.create_email_identity(EmailIdentity=address)
    account.emulator.confirm_address(address)


def send(account: Account, sender: str, to: str, **settings: Any) -> None:
    account.ses.send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        **settings,
    )


def test_marketing_and_transactional(example: Example) -> None:
    account, sender = example.account, "hello@shop.example"
    verify_sender(account, sender)
    account.ses.create_email_identity(EmailIdentity=DOMAIN)
    example.deploy()
    receipts = example.physical_id("AWS::SES::ConfigurationSet", "Receipts")
    newsletter = example.physical_id("AWS::SES::ConfigurationSet", "Newsletter")
    pool = example.physical_id("AWS::SES::DedicatedIpPool", "Pool")
    assert account.configuration_set_of(DOMAIN) == receipts
    expect_options(account, receipts, pool="ses-shared-pool", seconds=3600, vdm="DISABLED", stream="transactional")
    expect_options(account, newsletter, pool=pool, seconds=None, vdm="ENABLED", stream="marketing")

    spring = [{"Name": "campaign", "Value": "spring"}]
    send(account, sender, COMPLAINS, ConfigurationSetName=newsletter, EmailTags=spring)
    send(account, sender, CUSTOMER, ConfigurationSetName=newsletter)
    send(account, sender, CUSTOMER, ConfigurationSetName=receipts, EmailTags=spring)
    wait_for("all counted", lambda: account.metric_sum("Delivery", {"ses:configuration-set": receipts}) == 1)
    assert account.metric_sum("Send", {"ses:configuration-set": newsletter}) == 2
    assert account.metric_sum("Complaint", {"campaign": "spring"}) == 1
    assert account.metric_sum("Send", {"campaign": "none"}) == 1
    alarms = account.emulator.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert [(each["MetricName"], each["Dimensions"]) for each in alarms] == [
        ("Complaint", [{"Name": "campaign", "Value": "spring"}])
    ]
    assert account.emulator.undelivered() == []

    left = example.destroy()
    assert "ConfigurationSetName" not in account.ses.get_email_identity(EmailIdentity=DOMAIN)
    kept = [f"configuration set {receipts}", f"configuration set {newsletter}"]
    assert sorted(left) == sorted([*kept, f"identity {DOMAIN}", f"identity {sender}"])


def expect_options(account: Account, name: str, *, pool: str, seconds: int | None, vdm: str, stream: str) -> None:
    found = account.ses.get_configuration_set(ConfigurationSetName=name)
    wanted: dict[str, object] = {"TlsPolicy": "REQUIRE", "SendingPoolName": pool}
    assert found["DeliveryOptions"] == wanted | ({} if seconds is None else {"MaxDeliverySeconds": seconds})
    assert found["VdmOptions"] == {
        "DashboardOptions": {"EngagementMetrics": vdm},
        "GuardianOptions": {"OptimizedSharedDelivery": vdm},
    }
    assert {"Key": "stream", "Value": stream} in found["Tags"]
    assert found["SendingOptions"] == {"SendingEnabled": True}


def test_act_on_bounces(example: Example) -> None:
    account, sender = example.account, "hello@shop.example"
    verify_sender(account, sender)
    example.deploy()
    receipts = example.physical_id("AWS::SES::ConfigurationSet", "Receipts")
    (published,) = account.ses.get_configuration_set_event_destinations(ConfigurationSetName=receipts)[
        "EventDestinations"
    ]
    assert published["MatchingEventTypes"] == ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY"]
    bus = account.hear_bus()
    dead = example.physical_id("AWS::SQS::Queue", "DeadAddresses")
    people = account.listen(example.physical_id("AWS::SNS::Topic", "People"))
    another_set(account, "newsletter", published["EventBridgeDestination"]["EventBusArn"])

    for name in ("newsletter", receipts):
        for to in (BOUNCES, COMPLAINS, LATER):
            send(account, sender, to, ConfigurationSetName=name)
    wait_for("all six on the bus", lambda: len(account.taken(bus)) == 6)
    heard = {one["detail"]["mail"]["tags"]["ses:configuration-set"][0] for one in account.taken(bus)}
    assert heard == {"newsletter", receipts}
    wait_for("the dead address", lambda: len(account.taken(dead)) == 1)
    (bounce,) = account.taken(dead)
    assert bounce["detail-type"] == "Email Bounced"
    assert bounce["detail"]["bounce"]["bounceType"] == "Permanent"
    assert bounce["detail"]["mail"]["tags"]["ses:configuration-set"] == [receipts]
    (complaint,) = wait_for("the complaint", lambda: list(account.messages(people)))
    told = json.loads(json.loads(complaint)["Message"])
    assert told["detail"]["complaint"]["complainedRecipients"] == [{"emailAddress": COMPLAINS}]
    assert told["detail"]["mail"]["tags"]["ses:configuration-set"] == [receipts]
    assert list(account.messages(people)) == []
    assert account.emulator.undelivered() == []


def another_set(account: Account, name: str, bus: str) -> None:
    account.ses.create_configuration_set(ConfigurationSetName=name)
    account.ses.create_configuration_set_event_destination(
        ConfigurationSetName=name,
        EventDestinationName="bus",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["BOUNCE", "COMPLAINT"],
            "EventBridgeDestination": {"EventBusArn": bus},
        },
    )


def test_https_tracking_domain(example: Example) -> None:
    account = example.account
    account.emulator.own_zone(DOMAIN, zone_id=ZONE)
    example.deploy()
    newsletter = example.physical_id("AWS::SES::ConfigurationSet", "Newsletter")
    distribution = example.physical_id("AWS::CloudFront::Distribution", "Links")
    found = account.ses.get_configuration_set(ConfigurationSetName=newsletter)
    assert found["TrackingOptions"] == {"CustomRedirectDomain": "links.shop.example", "HttpsPolicy": "REQUIRE"}
    expect_distribution(account, distribution, alias="links.shop.example", origin="r.us-east-1.awstrack.me")
    assert account.configuration_set_of(DOMAIN) == newsletter
    expect_click(account, newsletter)
    left = example.destroy()
    assert f"configuration set {newsletter}" in left
    assert not [text for text in left if "links.shop.example" in text]


def expect_click(account: Account, newsletter: str) -> None:
    """A click on a link of mail that names no set is told by the set that is the default."""
    bus, link = account.hear_bus(), "https://www.shop.example/spring"
    sent = account.ses.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": [CUSTOMER]},
        Content={
            "Simple": {"Subject": {"Data": "News"}, "Body": {"Html": {"Data": f'<a href="{link}">Look</a>'}}}
        },
    )
    account.emulator.follow_link(sent["MessageId"], link)
    clicks = wait_for("the click", lambda: [e for e in account.taken(bus) if e["detail-type"] == "Email Clicked"])
    assert clicks[0]["detail"]["click"]["link"] == link
    assert clicks[0]["detail"]["mail"]["tags"]["ses:configuration-set"] == [newsletter]
    stop_listening(account, bus)


def expect_distribution(account: Account, id: str, *, alias: str, origin: str) -> None:
    cloudfront: Any = account.emulator.client("cloudfront")
    found = cloudfront.get_distribution(Id=id)["Distribution"]
    config = found["DistributionConfig"]
    assert config["Aliases"]["Items"] == [alias]
    assert [one["DomainName"] for one in config["Origins"]["Items"]] == [origin]
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    names = {(name, type): values for (name, type), values in account.records(ZONE).items() if name == alias}
    assert names == {(alias, "CNAME"): [found["DomainName"]]}


class Everything(cdk.Stack):
    """Every option that a set has, in a region that is not CloudFront's."""

    def __init__(self, app: cdk.App) -> None:
        region = "eu-west-1"
        super().__init__(app, "Everything", env=cdk.Environment(account="000000000000", region=region))
        dns = Dns.in_zone_with_id(ZONE, zone_name=DOMAIN)
        shop = DomainIdentity(self, "Shop", domain=DOMAIN, dns=dns)
        secure = HttpsTrackingDomain(self, "Secure", domain="links.shop.example", dns=dns, verified=shop.verified)
        plain = HttpTrackingDomain(self, "Plain", domain="open.shop.example", dns=dns, verified=shop.verified)
        archive = ses.CfnMailManagerArchive(self, "Archive")
        full = ConfigurationSet(
            self,
            "Full",
            configuration_set_name="full",
            require_tls=False,
            reputation_metrics=False,
            suppression=Suppression.none(),
            address_validation=AddressValidation.on(ses.AutoValidationThreshold.HIGH),
            max_delivery_duration=cdk.Duration.minutes(10),
            sending_pool=SendingPool.default_dedicated(),
            vdm_overrides=VdmOverrides.of(engagement_metrics=False),
            tracking=secure,
            archive_arn=archive.attr_archive_arn,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        ConfigurationSet(self, "Little", configuration_set_name="little", tracking=plain)
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("ses.amazonaws.com"))
        files = s3.Bucket(self, "Files")
        stream = firehose.DeliveryStream(self, "Stream", destination=firehose.S3Bucket(files))
        full.add_destination("Files", Destination.delivery_stream(stream, role=role))


def test_every_option_reaches_ses_in_any_region(emptied: Account, assembly: Assembly) -> None:
    account, region = emptied, "eu-west-1"
    Cdk(account.emulator, account.emulator.folder).bootstrap(region=region)
    account.emulator.own_zone(DOMAIN, zone_id=ZONE)
    assembly.deploy(Everything)
    here = account.emulator.client("sesv2", region=region)
    found = here.get_configuration_set(ConfigurationSetName="full")
    assert ":mailmanager-archive/" in found["ArchivingOptions"]["ArchiveArn"]
    assert found["DeliveryOptions"] == {
        "TlsPolicy": "OPTIONAL",
        "SendingPoolName": "ses-default-dedicated-pool",
        "MaxDeliverySeconds": 600,
    }
    assert found["SuppressionOptions"] == {
        "SuppressedReasons": [],
        "ValidationOptions": {
            "ConditionThreshold": {
                "ConditionThresholdEnabled": "ENABLED",
                "OverallConfidenceThreshold": {"ConfidenceVerdictThreshold": "HIGH"},
            }
        },
    }
    assert found["VdmOptions"] == {"DashboardOptions": {"EngagementMetrics": "DISABLED"}}
    assert found["ReputationOptions"]["ReputationMetricsEnabled"] is False
    assert found["TrackingOptions"] == {"CustomRedirectDomain": "links.shop.example", "HttpsPolicy": "REQUIRE"}
    little = here.get_configuration_set(ConfigurationSetName="little")
    assert little["TrackingOptions"] == {"CustomRedirectDomain": "open.shop.example", "HttpsPolicy": "OPTIONAL"}
    assert account.records(ZONE)["open.shop.example", "CNAME"] == ["r.eu-west-1.awstrack.me"]
    distribution = account.physical_id("Everything-tracking", "AWS::CloudFront::Distribution", "Secure")
    expect_distribution(account, distribution, alias="links.shop.example", origin="r.eu-west-1.awstrack.me")
    (destination,) = here.get_configuration_set_event_destinations(ConfigurationSetName="full")[
        "EventDestinations"
    ]
    assert ":role/" in destination["KinesisFirehoseDestination"]["IamRoleArn"]
    expect_patience(account, here, region)
    assembly.destroy(Everything)
    assert here.list_configuration_sets()["ConfigurationSets"] == ["little"]
    assert [name for name, _ in account.records(ZONE) if name.startswith(("links.", "open."))] == []


def expect_patience(account: Account, here: SESV2Client, region: str) -> None:
    """Mail goes through the role that was given, and SES gives up when the set says so."""
    here.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": ["x@delay.test"]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        ConfigurationSetName="full",
    )
    files = account.emulator.client("cloudformation", region=region).describe_stack_resources(
        StackName="Everything"
    )["StackResources"]
    (bucket,) = [one["PhysicalResourceId"] for one in files if one["ResourceType"] == "AWS::S3::Bucket"]
    written = wait_for("the delay", lambda: [e for e in account.lines(bucket) if "deliveryDelay" in e])
    delay = written[0]["deliveryDelay"]
    begun, over = (datetime.fromisoformat(delay[name]) for name in ("timestamp", "expirationTime"))
    assert over - begun == timedelta(minutes=10)
    account.empty(bucket)
