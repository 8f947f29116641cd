"""A domain that agrees to get reports about others."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities import DmarcReportAuthorization

ZONE = Dns.in_zone_with_id("Z1", zone_name="reports.example")


def test_it_publishes_a_record_for_each_domain(stack: cdk.Stack) -> None:
    DmarcReportAuthorization(stack, "A", receiver="reports.example", about=["a.example", "B.example"], dns=ZONE)
    (group,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup").values()
    assert [(r["Name"], r["ResourceRecords"]) for r in group["Properties"]["RecordSets"]] == [
        ("a.example._report._dmarc.reports.example.", ['"v=DMARC1"']),
        ("b.example._report._dmarc.reports.example.", ['"v=DMARC1"']),
    ]


def test_it_can_agree_for_every_domain(stack: cdk.Stack) -> None:
    made = DmarcReportAuthorization(stack, "A", receiver="reports.example", about=["*"], dns=ZONE)
    assert made.dns_records[0].name == "*._report._dmarc.reports.example"


@pytest.mark.parametrize(
    ("receiver", "about", "setting"),
    [
        ("reports.example", [], "about"),
        ("other.example", ["a.example"], "receiver"),
        ("reports.example", ["a"], "about"),
    ],
)
def test_what_cannot_work_is_refused(stack: cdk.Stack, receiver: str, about: list[str], setting: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        DmarcReportAuthorization(stack, "A", receiver=receiver, about=about, dns=ZONE)
    assert caught.value.setting == setting
    assert caught.value.fix
    assert caught.value.at == "Mail/A"
