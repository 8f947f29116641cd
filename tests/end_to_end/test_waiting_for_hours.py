"""A chain of resources that waits for hours, here for seconds: for records that come late, or never."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.cdk import CdkFailedError
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

STACK, DOMAIN, ZONE = "Late", "late.example", "ZLATE"
LINK, SETTINGS, NEEDY = "Custom::SesVerifiedIdentity", "Custom::SesIdentitySettings", "AWS::SNS::Topic"


class Late(cdk.Stack):
    """A topic that needs a domain whose records somebody publishes by hand; an hour is a few seconds."""

    def __init__(self, app: cdk.App, *, hours: int, seconds: float) -> None:
        super().__init__(app, STACK)
        late = DomainIdentity(self, "Late", domain=DOMAIN, dns=Dns.by_hand())
        sns.Topic(self, "Needy").node.add_dependency(late.wait_until_verified(timeout=cdk.Duration.hours(hours)))
        minutes = str(seconds / 60)
        for child in late.node.children:
            if isinstance(child, cdk.CfnResource) and child.cfn_resource_type == LINK:
                child.add_property_override("Minutes", minutes)
            if isinstance(child, cdk.CfnResource) and child.cfn_resource_type == SETTINGS:
                child.add_property_override("Wait.Minutes", minutes)


def test_what_comes_late_ends_the_chain_and_then_a_delete_waits_for_nothing(
    emptied: Account, assembly: Assembly
) -> None:
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)

    def build(app: cdk.App) -> None:
        Late(app, hours=11, seconds=2)

    with ThreadPoolExecutor(max_workers=1) as pool:
        deployment = pool.submit(assembly.deploy, build)
        wait_for("the second of the chain to pass", lambda: made(emptied, LINK) >= 1, patience=60)
        assert made(emptied, NEEDY) == 0
        publish(emptied)
        deployment.result()
    assert emptied.ses.get_email_identity(EmailIdentity=DOMAIN)["VerifiedForSendingStatus"]
    assert (made(emptied, SETTINGS), made(emptied, LINK), made(emptied, NEEDY)) == (1, 11, 1)
    said = emptied.log(emptied.physical_id(STACK, "AWS::Lambda::Function", "SesConstructsProvider"))
    waited = [line["still_waiting"] for line in said if "still_waiting" in line]
    assert 2 <= len(waited) < 11, "those after the publication had nothing to wait for"
    assert all("late.example is not verified: DKIM is PENDING" in line for line in waited)
    assembly.destroy(build)


def test_what_never_comes_fails_with_the_reason_of_ses_and_is_undone(emptied: Account, assembly: Assembly) -> None:
    def build(app: cdk.App) -> None:
        Late(app, hours=2, seconds=1)

    with pytest.raises(CdkFailedError, match=r"late.example is not verified: DKIM is PENDING") as caught:
        assembly.deploy(build)
    assert "SES says HOST_NOT_FOUND" in caught.value.output
    assert (made(emptied, SETTINGS), made(emptied, LINK), made(emptied, NEEDY)) == (1, 1, 0)
    assert emptied.ses.list_email_identities()["EmailIdentities"] == [], "nothing is in the way of another attempt"


def made(account: Account, type: str) -> int:
    """How many resources of a type the stack has made."""
    cloudformation: Any = account.emulator.client("cloudformation")
    if not any(stack["StackName"] == STACK for stack in cloudformation.list_stacks()["StackSummaries"]):
        return 0
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    return sum((each["ResourceType"], each["ResourceStatus"]) == (type, "CREATE_COMPLETE") for each in events)


def publish(account: Account) -> None:
    """Puts the DKIM records where SES looks for them."""
    dkim = account.ses.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    records = [
        {
            "Name": f"{token}._domainkey.{DOMAIN}",
            "Type": "CNAME",
            "TTL": 60,
            "ResourceRecords": [{"Value": f"{token}.{dkim['SigningHostedZone']}"}],
        }
        for token in dkim["Tokens"]
    ]
    changes: Any = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record} for record in records]}
    account.emulator.client("route53").change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=changes)
