"""Another account's zone, every caller judged by its policies: what the role allows is written, and no more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_route53 as route53
from aws_cdk.assertions import Template
from botocore.exceptions import ClientError

from ses_constructs.dns import Dns, RecordsRole
from ses_constructs.identities import Dmarc, DomainIdentity, Spf
from ses_constructs.local.cdk import CdkFailedError
from ses_constructs.local.emulator import Emulator
from ses_constructs.receiving import InboundMx, TlsReporting
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

OTHER = "999988887777"
"""The account of the zone."""
ZONE = "ZFAR"
ROLE = f"arn:aws:iam::{OTHER}:role/mail-records"


def far_zone() -> Dns:
    return Dns.in_zone_of_account(ZONE, zone_name="far.example", role_arn=ROLE, external_id="mail")


class Allowed(cdk.Stack):
    """All that the role is for."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, "Allowed")
        dns, domain = far_zone(), "far.example"
        identity = DomainIdentity(
            self,
            "Far",
            domain=domain,
            dns=dns,
            mail_from_domain="bounce.far.example",
            dmarc=Dmarc.reject(),
            spf=Spf.merged_with(["site-check=1"]),
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        InboundMx(self, "Mx", domain=domain, dns=dns)
        TlsReporting(self, "Tls", domain=domain, reports_to="tls@far.example", dns=dns)
        identity.wait_until_verified()


def outside(app: cdk.App) -> None:
    """A domain of the same zone that nobody asked the DNS account for."""
    DomainIdentity(cdk.Stack(app, "Outside"), "Shop", domain="shop.far.example", dns=far_zone())


@dataclass
class Deployed:
    """Both accounts."""

    account: Account
    assembly: Assembly

    @property
    def emulator(self) -> Emulator:
        return self.account.emulator

    def records(self) -> set[tuple[str, str]]:
        route53 = self.emulator.client("route53", account=OTHER)
        found = route53.list_resource_record_sets(HostedZoneId=ZONE)["ResourceRecordSets"]
        return {(each["Name"].rstrip("."), each["Type"]) for each in found if each["Type"] not in ("NS", "SOA")}

    @property
    def provider(self) -> Any:
        """STS for the provider function."""
        role = self.account.physical_id("Allowed", "AWS::IAM::Role", "SesConstructsProvider")
        return self.emulator.session_as(f"arn:aws:iam::{self.emulator.account}:role/{role}").client("sts")

    def _as_role(self) -> Any:
        """Route 53 with the credentials that the provider function gets."""
        given = self.provider.assume_role(RoleArn=ROLE, RoleSessionName="test", ExternalId="mail")["Credentials"]
        session = self.emulator.session_with(
            key=given["AccessKeyId"], secret=given["SecretAccessKey"], token=given["SessionToken"]
        )
        return session.client("route53")

    def change(self, *changes: tuple[str, str, str, str]) -> str:
        """Tries a batch as the role; returns the refusal's text, empty when it was done."""
        batch: Any = [
            {
                "Action": action,
                "ResourceRecordSet": {
                    "Name": name,
                    "Type": type,
                    "TTL": 60,
                    "ResourceRecords": [{"Value": value}],
                },
            }
            for action, name, type, value in changes
        ]
        try:
            self._as_role().change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": batch})
        except ClientError as error:
            assert error.response["Error"]["Code"].startswith("AccessDenied")
            return error.response["Error"]["Message"]
        return ""


@pytest.fixture(scope="module")
def deployed(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    strict_emulator.reset()
    strict_emulator.own_zone("far.example", zone_id=ZONE, account=OTHER)
    deploy_role(strict_emulator)
    assembly = Assembly(strict_emulator, tmp_path_factory.mktemp("far") / "cdk.out")
    assembly.deploy(Allowed)
    return Deployed(Account(strict_emulator), assembly)


def deploy_role(emulator: Emulator) -> None:
    """The stack of the DNS account."""
    stack = cdk.Stack(cdk.App(), "Dns", synthesizer=cdk.LegacyStackSynthesizer())
    RecordsRole(
        stack,
        "Role",
        zone=route53.HostedZone.from_hosted_zone_attributes(
            stack, "Zone", hosted_zone_id=ZONE, zone_name="far.example"
        ),
        trusted_account=emulator.account,
        external_id="mail",
        domains=["far.example"],
        mail_from_domains=["bounce.far.example"],
        receiving_domains=["far.example"],
        spf_domains=["far.example"],
        role_name="mail-records",
    )
    cloudformation = emulator.client("cloudformation", account=OTHER)
    body = json.dumps(Template.from_stack(stack).to_json())
    cloudformation.create_stack(StackName="Dns", TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
    waiter = cloudformation.get_waiter("stack_create_complete")
    waiter.wait(StackName="Dns", WaiterConfig={"Delay": 1, "MaxAttempts": 30})


def test_all_that_the_role_is_for_is_written(deployed: Deployed) -> None:
    names = {(name, type) for name, type in deployed.records() if "_domainkey" not in name}
    assert names == {
        ("far.example", "MX"),
        ("far.example", "TXT"),
        ("bounce.far.example", "MX"),
        ("bounce.far.example", "TXT"),
        ("_dmarc.far.example", "TXT"),
        ("_smtp._tls.far.example", "TXT"),
    }
    assert deployed.account.ses.get_email_identity(EmailIdentity="far.example")["VerifiedForSendingStatus"]


def test_a_domain_outside_the_scope_is_refused_and_nothing_of_it_written(deployed: Deployed) -> None:
    before = deployed.records()
    with pytest.raises(
        CdkFailedError, match=r"may not write .*shop\.far\.example.* Fix: list the domain in RecordsRole"
    ):
        deployed.assembly.deploy(outside)
    assert deployed.records() == before


def test_who_does_not_know_the_external_id_is_refused(deployed: Deployed) -> None:
    for given in ({}, {"ExternalId": "guess"}):
        with pytest.raises(ClientError, match="AccessDenied"):
            deployed.provider.assume_role(RoleArn=ROLE, RoleSessionName="test", **given)


@pytest.mark.parametrize(
    "changes",
    [
        [("UPSERT", "www.far.example", "TXT", '"x"')],
        [("UPSERT", "_dmarc.shop.far.example", "TXT", '"x"')],
        [("UPSERT", "far.example", "A", "192.0.2.1")],
        [("CREATE", "_dmarc.far.example", "TXT", '"x"')],
        [("UPSERT", "_dmarc.far.example", "TXT", '"x"'), ("UPSERT", "www.far.example", "TXT", '"x"')],
    ],
)
def test_the_role_itself_may_write_nothing_else(
    deployed: Deployed, changes: list[tuple[str, str, str, str]]
) -> None:
    before = deployed.records()
    assert "is not authorized to perform: route53:ChangeResourceRecordSets" in deployed.change(*changes)
    assert deployed.records() == before


def test_the_spelling_of_a_name_makes_no_difference(deployed: Deployed) -> None:
    for action in ("UPSERT", "DELETE"):
        assert deployed.change((action, "Spring._BIMI.Far.Example.", "TXT", '"v=BIMI1; l=; a="')) == ""


def test_what_is_not_kept_is_gone_at_the_end(deployed: Deployed) -> None:
    deployed.assembly.destroy(Allowed)
    assert deployed.records() == set()
