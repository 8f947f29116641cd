"""The DNS records of a domain identity: those that SES makes up, and those that are known before."""

from __future__ import annotations

from aws_cdk import aws_ses as ses

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.dns.dns import record_set
from ses_constructs.shared import Aws

from .bimi import Bimi
from .dkim import EASY_DKIM_RECORDS, Dkim
from .dmarc import Dmarc
from .identity_settings import IdentitySettings
from .mail_from import MailFrom
from .spf import Spf


def dkim_records(identity: ses.CfnEmailIdentity, dkim: Dkim, settings: IdentitySettings) -> list[DnsRecord]:
    """The CNAMEs of Easy DKIM, or the TXT records of own keys, with tokens; none when another region has them."""
    if dkim.own is not None:
        return dkim.own.records(settings)
    if dkim.key_bits is None:
        return []
    names = (
        identity.attr_dkim_dns_token_name1,
        identity.attr_dkim_dns_token_name2,
        identity.attr_dkim_dns_token_name3,
    )
    values = (
        identity.attr_dkim_dns_token_value1,
        identity.attr_dkim_dns_token_value2,
        identity.attr_dkim_dns_token_value3,
    )
    return [
        DnsRecord(name=name, type="CNAME", value=value, purpose="DKIM")
        for name, value in zip(names, values, strict=True)
    ]


def dkim_record_sets(identity: ses.CfnEmailIdentity, dkim: Dkim) -> list[dict[str, object]]:
    """The CNAMEs as the template wants them, written without asking Node for each; own keys publish themselves.

    ``Fn::Sub`` says in one text what ``Fn::GetAtt`` says in three values, each of which Node takes apart.
    """
    if dkim.key_bits is None:
        return []
    id = identity.logical_id
    return [
        record_set(
            {"Fn::Sub": f"${{{id}.DkimDNSTokenName{n}}}"},
            "CNAME",
            {"Fn::Sub": f"${{{id}.DkimDNSTokenValue{n}}}"},
        )
        for n in EASY_DKIM_RECORDS
    ]


def group_id(domain: str, dns: Dns) -> str:
    """The construct id of what publishes the records.

    They share the fate of the domain: with another one the identity is replaced, and when the old one is kept its
    records are, where an update of one group would delete them.
    """
    return "Records" if dns.is_by_hand else f"Records-{domain}"


def known_records(
    aws: Aws, domain: str, mail_from: MailFrom | None, dmarc: Dmarc | None, bimi: Bimi | None, spf: Spf | None
) -> list[DnsRecord]:
    """The records whose names SES does not make up."""
    return [
        *(mail_from.records(aws.region) if mail_from is not None else ()),
        *([dmarc.record(domain)] if dmarc is not None else ()),
        *([bimi.record(domain)] if bimi is not None else ()),
        *(spf.records(domain) if spf is not None else ()),
    ]
