"""Identities that were there before, and those that sign with another region's keys, deployed as they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk

from examples.adopt_a_domain import AdoptADomain
from ses_constructs.dns import Dns
from ses_constructs.identities import AdoptedDomainIdentity, Dkim, DomainIdentity
from ses_constructs.local.cdk import Cdk
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly

DOMAIN, ZONE = "shop.example", "Z0123456789ABCDEFGHIJ"


def by_hand(account: Account, domain: str, zone: str) -> list[str]:
    """What somebody has done in the console: an identity that is verified, and a DMARC record. Its tokens."""
    account.emulator.own_zone(domain, zone_id=zone)
    dkim = account.ses.create_email_identity(EmailIdentity=domain)["DkimAttributes"]
    host = dkim["SigningHostedZone"]
    records = [(f"{token}._domainkey.{domain}", "CNAME", f"{token}.{host}") for token in dkim["Tokens"]]
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {"Name": name, "Type": type, "TTL": 300, "ResourceRecords": [{"Value": value}]},
        }
        for name, type, value in [*records, (f"_dmarc.{domain}", "TXT", '"v=DMARC1; p=none"')]
    ]
    account.emulator.client("route53").change_resource_record_sets(
        HostedZoneId=zone,
        ChangeBatch={"Changes": changes},  # type: ignore[typeddict-item]
    )
    account.wait_until_verified(domain)
    return dkim["Tokens"]


def test_an_identity_is_adopted_with_its_records_and_kept(emptied: Account, assembly: Assembly) -> None:
    """Of ``adopt_a_domain``."""
    account = emptied
    tokens = by_hand(account, DOMAIN, ZONE)

    def build(app: cdk.App) -> None:
        AdoptADomain(app, "Example")

    assembly.deploy(build)
    account.wait_until_sending(DOMAIN)
    found = account.ses.get_email_identity(EmailIdentity=DOMAIN)
    assert found["DkimAttributes"]["Tokens"] == tokens, "signed all the while"
    assert found["ConfigurationSetName"] == account.physical_id("Example", "AWS::SES::ConfigurationSet", "Mail")
    records = account.records(ZONE)
    assert records["_dmarc.shop.example", "TXT"] == ['"v=DMARC1; p=quarantine; rua=mailto:dmarc@shop.example"']
    assert len(records) == 6
    account.send(DOMAIN, CUSTOMER)
    assembly.destroy(build)
    assert account.records(ZONE) == records
    assert account.refusal(DOMAIN) == ""


def test_what_was_found_outlives_even_a_stack_that_keeps_nothing(emptied: Account, assembly: Assembly) -> None:
    by_hand(emptied, DOMAIN, ZONE)
    emptied.emulator.own_zone("new.example", zone_id="ZNEW")

    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Both")
        for name in (DOMAIN, "new.example"):
            AdoptedDomainIdentity(
                stack, name, domain=name, dns=Dns.by_hand(), removal_policy=cdk.RemovalPolicy.DESTROY
            )

    assembly.deploy(build)
    identities = emptied.ses.list_email_identities
    assert {each["IdentityName"] for each in identities()["EmailIdentities"]} == {DOMAIN, "new.example"}
    assembly.destroy(build)
    assert [each["IdentityName"] for each in identities()["EmailIdentities"]] == [DOMAIN]


def test_a_domain_of_earlier_days_is_adopted_and_signs(emptied: Account, assembly: Assembly) -> None:
    """Made with version 1 of the API: verified by TXT record, and without DKIM."""
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)
    emptied.emulator.client("ses").verify_domain_identity(Domain=DOMAIN)
    assert not emptied.ses.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["SigningEnabled"]

    def build(app: cdk.App) -> None:
        zone = Dns.in_zone_with_id(ZONE, zone_name=DOMAIN)
        AdoptedDomainIdentity(cdk.Stack(app, "Old"), "Shop", domain=DOMAIN, dns=zone).wait_until_verified()

    assembly.deploy(build)
    found = emptied.ses.get_email_identity(EmailIdentity=DOMAIN)
    assert (found["DkimAttributes"]["SigningEnabled"], found["DkimAttributes"]["Status"]) == (True, "SUCCESS")


def test_a_domain_that_is_replaced_stays_verified(emptied: Account, assembly: Assembly) -> None:
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)

    def with_domain(name: str) -> Callable[[cdk.App], None]:
        def build(app: cdk.App) -> None:
            zone = Dns.in_zone_with_id(ZONE, zone_name=DOMAIN)
            DomainIdentity(cdk.Stack(app, "Shop"), "Shop", domain=f"{name}.{DOMAIN}", dns=zone)

        return build

    assembly.deploy(with_domain("old"))
    old = emptied.records(ZONE)
    assembly.deploy(with_domain("new"))
    assert old.items() < emptied.records(ZONE).items()
    for name in ("old", "new"):
        emptied.wait_until_verified(f"{name}.{DOMAIN}")


def test_two_regions_sign_with_one_key(emptied: Account, assembly: Assembly, tmp_path: Path) -> None:
    """Deterministic Easy DKIM: the second region publishes no record, and is verified all the same."""
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)
    Cdk(emptied.emulator, tmp_path).bootstrap(region="eu-west-1")

    def build(app: cdk.App) -> None:
        zone = Dns.in_zone_with_id(ZONE, zone_name=DOMAIN)
        account = emptied.emulator.account
        first = cdk.Stack(app, "First", env=cdk.Environment(account=account, region="us-east-1"))
        second = cdk.Stack(app, "Second", env=cdk.Environment(account=account, region="eu-west-1"))
        destroy = cdk.RemovalPolicy.DESTROY
        identity = DomainIdentity(first, "Shop", domain=DOMAIN, dns=zone, removal_policy=destroy)
        identity.wait_until_verified()
        replica = DomainIdentity(
            second,
            "Shop",
            domain=DOMAIN,
            dns=zone,
            dkim=Dkim.of_region("us-east-1"),
            mail_from_domain="bounce-eu.shop.example",
            removal_policy=destroy,
        )
        replica.wait_until_verified()
        second.add_stack_dependency(first)

    assembly.deploy(build)
    ireland = emptied.emulator.client("sesv2", region="eu-west-1")
    found = ireland.get_email_identity(EmailIdentity=DOMAIN)
    here = emptied.ses.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    assert found["DkimAttributes"]["SigningAttributesOrigin"] == "AWS_SES_US_EAST_1"
    assert found["DkimAttributes"]["Tokens"] == here["Tokens"]
    assert found["VerifiedForSendingStatus"]
    records = emptied.records(ZONE)
    assert sum("_domainkey" in name for name, _ in records) == 3
    # Without the records of the first region the second does not sign either.
    remove_dkim(emptied, records)
    wait_for(
        "the second region to miss the records",
        lambda: ireland.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]["Status"] != "SUCCESS",
    )
    assembly.destroy(build)
    assert emptied.records(ZONE) == {}


def remove_dkim(account: Account, records: dict[tuple[str, str], list[str]]) -> None:
    changes = [
        {
            "Action": "DELETE",
            "ResourceRecordSet": {
                "Name": name,
                "Type": type,
                "TTL": 1800,
                "ResourceRecords": [{"Value": value} for value in values],
            },
        }
        for (name, type), values in records.items()
        if "_domainkey" in name
    ]
    account.emulator.client("route53").change_resource_record_sets(
        HostedZoneId=ZONE,
        ChangeBatch={"Changes": changes},  # type: ignore[typeddict-item]
    )
