"""The TLS-RPT record, read back by checkdmarc."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from checkdmarc.smtp_tls_reporting import parse_smtp_tls_reporting_record

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.receiving import TlsReporting

ZONE = Dns.in_zone_with_id("Z1", zone_name="inbox.example")


def test_it_publishes_where_reports_go(stack: cdk.Stack) -> None:
    TlsReporting(stack, "Tls", domain="Inbox.example", reports_to="tls@inbox.example", dns=ZONE)
    (group,) = Template.from_stack(stack).find_resources("AWS::Route53::RecordSetGroup").values()
    (record,) = group["Properties"]["RecordSets"]
    assert (record["Name"], record["Type"]) == ("_smtp._tls.inbox.example.", "TXT")


def test_another_parser_reads_what_was_meant(stack: cdk.Stack) -> None:
    receivers = ["a+b@inbox.example", "https://reports.example/tls?x=1"]
    made = TlsReporting(stack, "Tls", domain="inbox.example", reports_to=receivers, dns=Dns.by_hand())
    tags = parse_smtp_tls_reporting_record(made.dns_records[0].value.strip('"'))["tags"]
    assert tags["rua"]["value"] == ["mailto:a+b@inbox.example", "https://reports.example/tls?x=1"]


@pytest.mark.parametrize(
    "receiver",
    ["", "inbox.example", "http://reports.example/", "https://", "https://r.example/a,b", "a;b@r.example"],
)
def test_a_receiver_that_nobody_reaches_is_refused(stack: cdk.Stack, receiver: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        TlsReporting(stack, "Tls", domain="inbox.example", reports_to=receiver, dns=ZONE)
    assert caught.value.setting == "reports_to"
    assert caught.value.fix
    assert caught.value.at == "Mail/Tls"


def test_somebody_must_get_the_reports(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="names nobody"):
        TlsReporting(stack, "Tls", domain="inbox.example", reports_to=[], dns=ZONE)


def test_a_domain_has_one_record(stack: cdk.Stack) -> None:
    TlsReporting(stack, "Tls", domain="inbox.example", reports_to="a@inbox.example", dns=ZONE)
    with pytest.raises(ConflictingSettingsError, match="Mail/Tls"):
        TlsReporting(stack, "Again", domain="inbox.example", reports_to="b@inbox.example", dns=ZONE)
