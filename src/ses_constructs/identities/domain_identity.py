"""A domain that may send mail, with the DNS records that make receivers trust it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.dns.dns import record_set
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.dns_text import MX_PRIORITY, SPF_OF_MAIL_FROM, quoted
from ses_constructs.facts.domains import checked_domain, is_below
from ses_constructs.facts.hosts import feedback_host
from ses_constructs.shared import Aws, is_known, located, once

from .dkim import EASY_DKIM_RECORDS, Dkim
from .dmarc import Dmarc

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_USE_DEFAULT = "USE_DEFAULT_VALUE"
_REJECT = "REJECT_MESSAGE"


class DomainIdentity(ses.CfnEmailIdentity):
    """Verifies a domain for sending, and publishes what receivers check.

    Creates: ``AWS::SES::EmailIdentity`` with Easy DKIM and, in a hosted zone, one
    ``AWS::Route53::RecordSetGroup`` with three DKIM CNAMEs, the MX and SPF records of the MAIL FROM domain, and
    the DMARC record. By hand: one stack output with the same records.

    Waits: SES looks for the records by itself, for up to 72 hours. The deployment does not wait.

    It is an ``aws_ses.CfnEmailIdentity``: one construct less to make for each domain, and all that
    CloudFormation has for an identity is at hand.

    >>> identity = DomainIdentity(
    ...     stack, "Shop", domain="shop.example", dns=Dns.by_hand(), mail_from_domain="bounce.shop.example"
    ... )
    >>> [record.name for record in identity.dns_records if record.type == "MX"]
    ['bounce.shop.example']

    Args:
        domain: The domain of the From addresses. Its subdomains may send too.
        dns: Where the records go: ``Dns.in_zone(zone)``, ``Dns.in_zone_with_id(...)`` or ``Dns.by_hand()``.
        dkim: Left out: Easy DKIM with a key of 2048 bits.
        mail_from_domain: Where bounces go, and what SPF is checked against: a name below the domain that
            neither sends nor receives otherwise. Left out: a name of ``amazonses.com``, which SPF does not
            align with the From address.
        reject_when_mx_is_missing: What SES does while it does not find the MX record of ``mail_from_domain``:
            true refuses to send, false sends with the ``amazonses.com`` name. Left out: false.
        dmarc: Left out: no DMARC record is published; a parent domain's then applies, if there is one.
        configuration_set: What mail of this domain uses that names no configuration set. Left out: none.
        removal_policy: Of the identity and its records. Left out: RETAIN, since deleting them stops mail.

    Raises:
        InvalidSettingError: when the domain or ``mail_from_domain`` can never work.
        ConflictingSettingsError: when another construct of the app publishes one of the records.

    Guide: Creating a domain identity; Using a custom MAIL FROM domain.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        dkim: Dkim | None = None,
        mail_from_domain: str | None = None,
        reject_when_mx_is_missing: bool = False,
        dmarc: Dmarc | None = None,
        configuration_set: ses.IConfigurationSet | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            domain = _checked_identity(domain, dns)
            mail_from_domain = _checked_mail_from(mail_from_domain, domain, dns)
        super().__init__(
            scope,
            id,
            email_identity=domain,
            dkim_signing_attributes=(dkim if dkim is not None else Dkim.easy()).signing_attributes,
            mail_from_attributes=_mail_from(mail_from_domain, reject_when_mx_is_missing),
            configuration_set_attributes=None if configuration_set is None else _attributes_of(configuration_set),
        )
        self._aws = Aws.of(scope)
        self._aws.covers(self)
        self.domain = domain
        """The domain, in lower case."""
        self.configuration_set = configuration_set
        """The default configuration set, if there is one."""
        self._known_records = _known_records(self._aws, domain, mail_from_domain, dmarc)
        if removal_policy is not cdk.RemovalPolicy.DESTROY:
            self.apply_removal_policy(removal_policy)
        with located(self):
            self.records = dns.publish(
                self,
                "Records",
                self.dns_records if dns.is_by_hand else self._known_records,
                generated=() if dns.is_by_hand else _dkim_record_sets(self),
                removal_policy=removal_policy,
            )
            """The record group; ``None`` by hand."""

    @property
    def dns_records(self) -> list[DnsRecord]:
        """Every record of the identity, published or not. DKIM names and values are tokens."""
        names = (self.attr_dkim_dns_token_name1, self.attr_dkim_dns_token_name2, self.attr_dkim_dns_token_name3)
        values = (
            self.attr_dkim_dns_token_value1,
            self.attr_dkim_dns_token_value2,
            self.attr_dkim_dns_token_value3,
        )
        dkim = [
            DnsRecord(name=name, type="CNAME", value=value, purpose="DKIM")
            for name, value in zip(names, values, strict=True)
        ]
        return [*dkim, *self._known_records]

    @property
    def identity_arn(self) -> str:
        """The ARN that policies name."""
        return permissions.identity_arn(
            partition=self._aws.partition,
            region=self._aws.region,
            account=self._aws.account,
            identity=self.domain,
        )

    def grant_send(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee send formatted and raw mail from this domain.

        The identity and, if it has one, its default configuration set are both named: SES checks both.
        """
        from aws_cdk import aws_iam as iam

        arns = [self.identity_arn]
        if self.configuration_set is not None:
            arns.append(
                permissions.configuration_set_arn(
                    partition=self._aws.partition,
                    region=self._aws.region,
                    account=self._aws.account,
                    name=_name_of(self.configuration_set),
                )
            )
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(permissions.SEND_ACTIONS), resource_arns=arns
        )


@once
def _name_of(configuration_set: ses.IConfigurationSet) -> str:
    return configuration_set.configuration_set_name


@once
def _attributes_of(
    configuration_set: ses.IConfigurationSet,
) -> ses.CfnEmailIdentity.ConfigurationSetAttributesProperty:
    return ses.CfnEmailIdentity.ConfigurationSetAttributesProperty(
        configuration_set_name=_name_of(configuration_set)
    )


def _checked_identity(domain: str, dns: Dns) -> str:
    if not is_known(domain):
        raise InvalidSettingError(
            "domain",
            domain,
            "is a value that only the deployment knows, and names records and policies",
            fix="give the domain as text, from context for example",
        )
    domain = checked_domain("domain", domain)
    dns.check_holds("domain", domain)
    return domain


def _checked_mail_from(mail_from_domain: str | None, domain: str, dns: Dns) -> str | None:
    if mail_from_domain is None:
        return None
    see = "Using a custom MAIL FROM domain"
    if not is_known(mail_from_domain):
        raise InvalidSettingError(
            "mail_from_domain",
            mail_from_domain,
            "is a value that only the deployment knows",
            fix=f"give it as text, such as 'bounce.{domain}'",
            see=see,
        )
    mail_from_domain = checked_domain("mail_from_domain", mail_from_domain)
    if not is_below(mail_from_domain, domain):
        raise InvalidSettingError(
            "mail_from_domain",
            mail_from_domain,
            f"is not a subdomain of {domain!r}",
            fix=f"use a name below the identity, such as 'bounce.{domain}'",
            see=see,
        )
    dns.check_holds("mail_from_domain", mail_from_domain)
    return mail_from_domain


def _mail_from(
    mail_from_domain: str | None, reject_when_mx_is_missing: bool
) -> ses.CfnEmailIdentity.MailFromAttributesProperty | None:
    if mail_from_domain is None:
        return None
    return ses.CfnEmailIdentity.MailFromAttributesProperty(
        mail_from_domain=mail_from_domain,
        behavior_on_mx_failure=_REJECT if reject_when_mx_is_missing else _USE_DEFAULT,
    )


def _dkim_record_sets(identity: ses.CfnEmailIdentity) -> list[dict[str, object]]:
    """The CNAMEs with names and values that SES returns, written without asking Node for each.

    ``Fn::Sub`` says in one text what ``Fn::GetAtt`` says in three values, each of which Node takes apart.
    """
    id = identity.logical_id
    return [
        record_set(
            {"Fn::Sub": f"${{{id}.DkimDNSTokenName{n}}}"},
            "CNAME",
            {"Fn::Sub": f"${{{id}.DkimDNSTokenValue{n}}}"},
        )
        for n in EASY_DKIM_RECORDS
    ]


def _known_records(aws: Aws, domain: str, mail_from_domain: str | None, dmarc: Dmarc | None) -> list[DnsRecord]:
    """The records whose names SES does not make up."""
    records = []
    if mail_from_domain is not None:
        records += [
            DnsRecord(
                name=mail_from_domain,
                type="MX",
                value=f"{MX_PRIORITY} {feedback_host(aws.region)}",
                purpose="MAIL FROM: bounces come back here",
            ),
            DnsRecord(name=mail_from_domain, type="TXT", value=quoted(SPF_OF_MAIL_FROM), purpose="MAIL FROM: SPF"),
        ]
    if dmarc is not None:
        records.append(DnsRecord(name=f"_dmarc.{domain}", type="TXT", value=quoted(dmarc.text), purpose="DMARC"))
    return records
