"""Every kind of identity and record in one deployment, read back through the AWS API, and destroyed again."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass

import aws_cdk as cdk
import dns.rdatatype
import dns.zone
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ses as ses
from checkdmarc.mta_sts import parse_mta_sts_policy

from examples.dns_by_hand import DnsByHand
from examples.same_domain_in_two_regions import SameDomainInTwoRegions
from examples.verify_domain_in_parent_zone import VerifyDomainInParentZone
from ses_constructs.dns import Dns
from ses_constructs.identities import (
    Bimi,
    CustomVerificationEmailTemplate,
    Dmarc,
    DmarcReportAuthorization,
    DomainIdentity,
    EmailAddressIdentity,
    EmailIdentityCertificate,
    Spf,
)
from ses_constructs.local.cdk import Cdk
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import MtaSts, TlsReporting
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

ZONES = {
    "Z0123456789PARENT": "shop.example",
    "Z0123456789REGION": "world.example",
    "ZEVERYTHING": "all.example",
    "ZREPORTS": "reports.example",
}
SENDER = "hello@mail.example"
"""Verified before the deployment: SES takes templates of verified senders only."""
CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/12345678-1234-1234-1234-123456789012"


class Everything(cdk.Stack):
    """A domain with everything on, and what goes with it."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, "Everything")
        keep_nothing = cdk.RemovalPolicy.DESTROY
        zone = Dns.in_zone_with_id("ZEVERYTHING", zone_name="all.example")
        domain = DomainIdentity(
            self,
            "All",
            domain="all.example",
            dns=zone,
            mail_from_domain="bounce.all.example",
            reject_when_mx_is_missing=True,
            dmarc=Dmarc.reject(reports_to="all@reports.example"),
            bimi=Bimi(logo_url="https://all.example/logo.svg"),
            spf=Spf.merged_with(["site-check=1"]),
            configuration_set=ses.ConfigurationSet(self, "Set", configuration_set_name="all"),
            tags={"team": "all"},
            removal_policy=keep_nothing,
        )
        domain.add_address("owner@all.example", dkim_signing=False)
        EmailAddressIdentity(self, "Alone", address="alone@other.example", removal_policy=keep_nothing)
        about = ["all.example"]
        reports = Dns.in_zone_with_id("ZREPORTS", zone_name="reports.example")
        DmarcReportAuthorization(self, "Reports", receiver="reports.example", about=about, dns=reports)
        TlsReporting(self, "Tls", domain="all.example", reports_to="tls@all.example", dns=zone)
        MtaSts(self, "Sts", domain="all.example", dns=zone)
        certificate = acm.Certificate.from_certificate_arn(self, "Certificate", CERTIFICATE)
        EmailIdentityCertificate(
            self, "Signed", identity=domain, from_address="bill@all.example", certificate=certificate
        )
        CustomVerificationEmailTemplate(
            self,
            "Welcome",
            template_name="Welcome",
            subject="Is this you?",
            html="<p>Hello</p>",
            from_address=SENDER,
            success_url="https://all.example/yes",
            failure_url="https://all.example/no",
        )


@dataclass(frozen=True)
class Deployed:
    """The account after the deployment, and how to undo it."""

    account: Account
    assembly: Assembly
    outputs: dict[str, dict[str, str]]


def build(app: cdk.App) -> None:
    Everything(app)
    VerifyDomainInParentZone(app, "Parent")
    DnsByHand(app, "ByHand")
    SameDomainInTwoRegions(app, "Regions")


@pytest.fixture(scope="module")
def deployed(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    quick_emulator.reset()
    account = Account(quick_emulator)
    for zone, name in ZONES.items():
        quick_emulator.own_zone(name, zone_id=zone)
    account.ses.create_email_identity(EmailIdentity=SENDER)
    quick_emulator.confirm_address(SENDER)
    folder = tmp_path_factory.mktemp("variants") / "cdk.out"
    assembly = Assembly(quick_emulator, folder)
    Cdk(quick_emulator, folder.parent).bootstrap(region="eu-west-1")
    return Deployed(account, assembly, assembly.deploy(build))


def test_a_domain_with_everything_on_is_verified(deployed: Deployed) -> None:
    deployed.account.wait_until_sending("all.example")
    found = deployed.account.ses.get_email_identity(EmailIdentity="all.example")
    assert found["ConfigurationSetName"] == "all"
    assert found["MailFromAttributes"]["BehaviorOnMxFailure"] == "REJECT_MESSAGE"
    assert {"Key": "team", "Value": "all"} in found["Tags"]


def test_its_zone_holds_all_its_records(deployed: Deployed) -> None:
    account = deployed.account
    records = account.records("ZEVERYTHING")
    policy = records.pop(("_mta-sts.all.example", "TXT"))
    assert policy[0].startswith('"v=STSv1; id=')
    (site,) = records.pop(("mta-sts.all.example", "CNAME"))
    assert site
    tokens = account.ses.get_email_identity(EmailIdentity="all.example")["DkimAttributes"]["Tokens"]
    for token in tokens:
        del records[(f"{token}._domainkey.all.example", "CNAME")]
    assert records == {
        ("bounce.all.example", "MX"): ["10 feedback-smtp.us-east-1.amazonses.com"],
        ("bounce.all.example", "TXT"): ['"v=spf1 include:amazonses.com ~all"'],
        ("_dmarc.all.example", "TXT"): ['"v=DMARC1; p=reject; rua=mailto:all@reports.example"'],
        ("default._bimi.all.example", "TXT"): ['"v=BIMI1; l=https://all.example/logo.svg; a="'],
        ("all.example", "TXT"): ['"site-check=1"', '"v=spf1 include:amazonses.com ~all"'],
        ("_smtp._tls.all.example", "TXT"): ['"v=TLSRPTv1; rua=mailto:tls@all.example"'],
    }
    assert account.records("ZREPORTS") == {("all.example._report._dmarc.reports.example", "TXT"): ['"v=DMARC1"']}


def test_an_address_of_the_domain_has_its_settings_and_is_not_signed(deployed: Deployed) -> None:
    found = deployed.account.ses.get_email_identity(EmailIdentity="owner@all.example")
    assert found["VerifiedForSendingStatus"]
    assert found["ConfigurationSetName"] == "all"
    assert found["MailFromAttributes"]["MailFromDomain"] == "bounce.all.example"
    assert found["DkimAttributes"]["SigningEnabled"] is False


def test_an_address_alone_waits_for_its_owner(deployed: Deployed) -> None:
    ses = deployed.account.ses
    assert not ses.get_email_identity(EmailIdentity="alone@other.example")["VerifiedForSendingStatus"]
    deployed.account.emulator.confirm_address("alone@other.example")
    assert ses.get_email_identity(EmailIdentity="alone@other.example")["VerifiedForSendingStatus"]


def test_certificates_and_templates_are_there(deployed: Deployed) -> None:
    ses = deployed.account.ses
    template = ses.get_custom_verification_email_template(TemplateName="Welcome")
    assert template["FromEmailAddress"] == SENDER
    certificates = ses.list_email_identity_certificates(EmailIdentity="all.example")["Certificates"]
    assert [(each["FromAddress"], each["CertificateArn"]) for each in certificates] == [
        ("bill@all.example", CERTIFICATE)
    ]


def test_the_policy_is_served_at_its_host(deployed: Deployed) -> None:
    policy = parse_mta_sts_policy(policy_of(deployed.account.emulator))["policy"]
    assert (policy["mode"], policy["mx"]) == ("testing", ["inbound-smtp.us-east-1.amazonaws.com"])


def policy_of(emulator: Emulator) -> str:
    """What senders fetch; the emulator is every host."""
    url = f"{emulator.endpoint}/.well-known/mta-sts.txt"
    request = urllib.request.Request(url, headers={"Host": "mta-sts.all.example"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Type"] == "text/plain"
        text: str = answer.read().decode()
    return text


def test_a_subdomain_is_verified_by_its_parents_zone(deployed: Deployed) -> None:
    """Of ``verify_domain_in_parent_zone``."""
    account = deployed.account
    account.wait_until_sending("news.shop.example")
    editor = account.ses.get_email_identity(EmailIdentity="editor@news.shop.example")
    assert editor["VerifiedForSendingStatus"]
    assert editor["DkimAttributes"]["SigningEnabled"]


def test_one_domain_is_verified_in_two_regions(deployed: Deployed) -> None:
    """Of ``same_domain_in_two_regions``."""
    account = deployed.account
    account.wait_until_sending("world.example")
    ireland = account.emulator.client("sesv2", region="eu-west-1")

    def verified() -> bool:
        found = ireland.get_email_identity(EmailIdentity="world.example")
        return (
            found["VerifiedForSendingStatus"] and found["MailFromAttributes"]["MailFromDomainStatus"] == "SUCCESS"
        )

    wait_for("the domain in Ireland", verified, patience=15)
    records = account.records("Z0123456789REGION")
    assert records[("bounce-us.world.example", "MX")] == ["10 feedback-smtp.us-east-1.amazonses.com"]
    assert records[("bounce-eu.world.example", "MX")] == ["10 feedback-smtp.eu-west-1.amazonses.com"]
    assert sum("_domainkey" in name for name, _ in records) == 6


def test_printed_records_verify_a_domain_in_another_dns(deployed: Deployed) -> None:
    """Of ``dns_by_hand``."""
    account = deployed.account
    (printed,) = deployed.outputs["ByHand"].values()
    zone = dns.zone.from_text(f"{printed}\n", origin="toys.example.", relativize=False, check_origin=False)
    account.emulator.own_zone("toys.example", zone_id="ZTOYS")
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": name.to_text(),
                "Type": dns.rdatatype.to_text(rdataset.rdtype),
                "TTL": rdataset.ttl,
                "ResourceRecords": [{"Value": rdata.to_text()} for rdata in rdataset],
            },
        }
        for name, rdataset in zone.iterate_rdatasets()
    ]
    account.emulator.client("route53").change_resource_record_sets(
        HostedZoneId="ZTOYS",
        ChangeBatch={"Changes": changes},  # type: ignore[typeddict-item]
    )
    account.wait_until_sending("toys.example")
    texts = account.records("ZTOYS")[("toys.example", "TXT")]
    assert sorted(texts) == ['"site-check=4711"', '"v=spf1 mx include:amazonses.com -all"']


def test_what_is_not_kept_is_gone_at_the_end(deployed: Deployed) -> None:
    account = deployed.account
    deployed.assembly.destroy(build)
    assert account.records("ZEVERYTHING") == {}
    assert account.records("ZREPORTS") == {}
    names = {each["IdentityName"] for each in account.ses.list_email_identities()["EmailIdentities"]}
    assert names == {SENDER, "news.shop.example", "editor@news.shop.example", "world.example", "toys.example"}
    ireland = account.emulator.client("sesv2", region="eu-west-1")
    assert [each["IdentityName"] for each in ireland.list_email_identities()["EmailIdentities"]] == [
        "world.example"
    ]
    with pytest.raises(urllib.error.HTTPError):
        policy_of(account.emulator)
