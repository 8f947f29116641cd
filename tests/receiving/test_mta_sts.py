"""The MTA-STS record and policy, read back by checkdmarc."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk.assertions import Template
from checkdmarc.mta_sts import parse_mta_sts_policy, parse_mta_sts_record

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.receiving import MtaSts, MtaStsMode

ZONE = Dns.in_zone_with_id("Z1", zone_name="inbox.example")
DAY = 86_400
ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"


def test_the_policy_names_the_servers_of_ses(irish_stack: cdk.Stack) -> None:
    made = MtaSts(irish_stack, "Sts", domain="Inbox.example", dns=ZONE)
    read = parse_mta_sts_policy(made.policy)["policy"]
    assert read["mode"] == "testing"
    assert read["max_age"] == DAY
    assert read["mx"] == ["inbound-smtp.eu-west-1.amazonaws.com"]


def test_an_enforced_policy_is_remembered_for_a_week(irish_stack: cdk.Stack) -> None:
    made = MtaSts(
        irish_stack,
        "Sts",
        domain="inbox.example",
        dns=ZONE,
        mode=MtaStsMode.ENFORCE,
        mail_servers=["*.mail.example", "mx.other.example"],
    )
    read = parse_mta_sts_policy(made.policy)["policy"]
    assert (read["mode"], read["max_age"]) == ("enforce", 7 * DAY)
    assert read["mx"] == ["*.mail.example", "mx.other.example"]


def test_the_record_changes_with_the_policy_only() -> None:
    assert id_of_record(max_age=DAY) == id_of_record(max_age=DAY) != id_of_record(max_age=2 * DAY)


def id_of_record(*, max_age: int) -> str:
    stack = cdk.Stack(cdk.App(), "Mail")
    certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", ARN)
    made = MtaSts(
        stack, "Sts", domain="inbox.example", dns=Dns.by_hand(), max_age=max_age, certificate=certificate
    )
    tags = parse_mta_sts_record(made.dns_records[0].value.strip('"'))["tags"]
    return str(tags["id"])


def test_the_record_comes_after_the_policy_is_served(irish_stack: cdk.Stack) -> None:
    MtaSts(irish_stack, "Sts", domain="inbox.example", dns=ZONE)
    template = Template.from_stack(irish_stack)
    (group,) = template.find_resources("AWS::Route53::RecordSetGroup").values()
    assert [(r["Name"], r["Type"]) for r in group["Properties"]["RecordSets"]] == [
        ("_mta-sts.inbox.example.", "TXT"),
        ("mta-sts.inbox.example.", "CNAME"),
    ]
    (mapping,) = template.find_resources("AWS::ApiGateway::BasePathMapping")
    assert group["DependsOn"] == [mapping]


@pytest.mark.parametrize("seconds", [DAY - 1, 31_557_601])
def test_an_age_that_senders_ignore_is_refused(irish_stack: cdk.Stack, seconds: int) -> None:
    with pytest.raises(InvalidSettingError, match="max_age") as caught:
        MtaSts(irish_stack, "Sts", domain="inbox.example", dns=ZONE, max_age=seconds)
    assert "86400" in caught.value.fix


@pytest.mark.parametrize("hosts", [[], ["mail"], ["a.*.example"]])
def test_servers_that_are_none_are_refused(irish_stack: cdk.Stack, hosts: list[str]) -> None:
    with pytest.raises(InvalidSettingError, match="mail_servers") as caught:
        MtaSts(irish_stack, "Sts", domain="inbox.example", dns=ZONE, mail_servers=hosts)
    assert caught.value.fix


@pytest.mark.parametrize(
    "dns",
    [
        Dns.by_hand(),
        Dns.in_zone_of_account(
            "Z1",
            zone_name="inbox.example",
            role_arn="arn:aws:iam::999988887777:role/mail-records",
            external_id="mail",
        ),
    ],
)
def test_a_zone_elsewhere_needs_a_certificate(irish_stack: cdk.Stack, dns: Dns) -> None:
    with pytest.raises(ConflictingSettingsError, match="only a hosted zone of this account") as caught:
        MtaSts(irish_stack, "Sts", domain="inbox.example", dns=dns)
    assert "'mta-sts.inbox.example'" in caught.value.fix


def test_a_region_that_receives_nothing_is_refused(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Far", env=cdk.Environment(region="eu-central-2"))
    with pytest.raises(UnavailableInRegionError):
        MtaSts(stack, "Sts", domain="inbox.example", dns=ZONE)
