"""A domain that may be an identity already, made by hand or by another tool."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.dns.dns import record_set
from ses_constructs.facts import permissions
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import Aws, Provider, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types

from .alignment import check_dmarc, check_strict_dkim
from .dkim import EASY_DKIM_RECORDS
from .dmarc import Dmarc
from .identity import Identity
from .identity_settings import IdentitySettings
from .mail_from import MailFrom
from .neighbours import Known, check_names, remember
from .properties import name_of
from .records import group_id, known_records

_ACTIONS = (
    "ses:CreateEmailIdentity",
    "ses:DeleteEmailIdentity",
    "ses:GetEmailIdentity",
    "ses:PutEmailIdentityConfigurationSetAttributes",
    "ses:PutEmailIdentityDkimAttributes",
    "ses:PutEmailIdentityDkimSigningAttributes",
    "ses:PutEmailIdentityMailFromAttributes",
    "ses:TagResource",
)
_WHY_ALL_IDENTITIES = (
    "one policy for the adopted identities of the stack: one that named them would be narrowed before they go"
)


@checks_types
class AdoptedDomainIdentity(Identity):
    """Takes over a domain that is an identity of this account and region already, or makes it when it is not.

    CloudFormation refuses to create what exists, and so does ``DomainIdentity``. This does what a deployment of
    ``DomainIdentity`` with Easy DKIM does, without a failure and without a moment in which mail is not signed. One
    that does not sign yet is given Easy DKIM.

    Creates: ``Custom::SesAdoptedIdentity`` and the records of ``DomainIdentity``. To take over records that are
    there as well: ``Dns.in_zone(zone, existing=ExistingRecords.ADOPT)``.

    Another way, without this class: ``DomainIdentity`` and ``cdk import``.

    Args:
        domain: The domain of the From addresses.
        dns: As of ``DomainIdentity``.
        mail_from_domain: As of ``DomainIdentity``. Left out: that of the identity stays as it is. One that SES has
            given up on is tried again at each change.
        reject_when_mx_is_missing: As of ``DomainIdentity``. Left out: false.
        dmarc: As of ``DomainIdentity``.
        configuration_set: The default. Left out: that of the identity stays as it is.
        removal_policy: Left out: RETAIN. DESTROY deletes the identity if this stack has made it, and the records.

    Raises:
        InvalidSettingError: when the domain or ``mail_from_domain`` can never work.
        ConflictingSettingsError: when another construct publishes one of the records, makes the same identity or
            sends from the MAIL FROM domain, or when mail could never pass ``dmarc``.

    The deployment fails, and leaves all as it was, when the identity signs with a key of its own.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        mail_from_domain: str | None = None,
        reject_when_mx_is_missing: bool = False,
        dmarc: Dmarc | None = None,
        configuration_set: ses.IConfigurationSet | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        aws = Aws.of(scope)
        with located(scope, id):
            domain = checked_domain("domain", domain)
            dns.check_holds("domain", domain)
            check_removal(removal_policy)
            mail_from = MailFrom.checked(
                mail_from_domain, below=domain, dns=dns, reject_when_mx_is_missing=reject_when_mx_is_missing
            )
            check_names(aws, domain=domain, mail_from=None if mail_from is None else mail_from.domain)
            if dmarc is not None:
                check_dmarc(dmarc, mail_from, dkim_signing=True)
                check_strict_dkim(aws, domain, dmarc)
        super().__init__(scope, id)
        self.domain = domain
        """The domain, in lower case."""
        self.configuration_set = configuration_set
        self.mail_from = mail_from
        self._is_by_hand = dns.is_by_hand
        self._made = self._adopt(removal_policy)
        name = self._made.get_att("Identity").to_string()
        self._settings = IdentitySettings(self, domain, template_name=name)
        self._known_records = known_records(aws, domain, mail_from, dmarc, None, None)
        with located(self):
            self.records = dns.publish(
                self,
                group_id(domain, dns),
                self.dns_records if dns.is_by_hand else self._known_records,
                generated=() if dns.is_by_hand else self._dkim_record_sets(),
                removal_policy=removal_policy,
            )
            """The records; ``None`` by hand."""
            remember(
                aws,
                Known(
                    name=domain,
                    owner=self,
                    configuration_set=configuration_set is not None,
                    mail_from=None if mail_from is None else mail_from.domain,
                    dmarc=dmarc,
                ),
            )

    @property
    def dns_records(self) -> list[DnsRecord]:
        """Every record of the identity, published or not. DKIM names and values are tokens."""
        dkim = [
            DnsRecord(
                name=self._made.get_att(f"DkimName{n}").to_string(),
                type="CNAME",
                value=self._made.get_att(f"DkimValue{n}").to_string(),
                purpose="DKIM",
            )
            for n in EASY_DKIM_RECORDS
        ]
        return [*dkim, *self._known_records]

    def _adopt(self, removal_policy: cdk.RemovalPolicy) -> cdk.CfnResource:
        provider = Provider.of(self)
        properties: dict[str, object] = {
            "ServiceToken": provider.function.function_arn,
            "Identity": self.domain,
        }
        if self.mail_from is not None:
            properties["MailFromDomain"] = self.mail_from.domain
            properties["BehaviorOnMxFailure"] = self.mail_from.behavior
        if self.configuration_set is not None:
            properties["ConfigurationSet"] = name_of(self.configuration_set)
        made = cdk.CfnResource(self, "Resource", type="Custom::SesAdoptedIdentity", properties=properties)
        made.node.add_dependency(_permission(provider, Aws.of(self)))
        if removal_policy is not cdk.RemovalPolicy.DESTROY:
            made.apply_removal_policy(removal_policy)
        return made

    def _dkim_record_sets(self) -> list[dict[str, object]]:
        id = self._made.logical_id
        return [
            record_set(
                {"Fn::Sub": f"${{{id}.DkimName{n}}}"},
                "CNAME",
                {"Fn::Sub": f"${{{id}.DkimValue{n}}}"},
            )
            for n in EASY_DKIM_RECORDS
        ]


def _permission(provider: Provider, aws: Aws) -> cdk.Resource:
    from aws_cdk import aws_iam as iam

    every_identity = permissions.identity_arn(
        partition=aws.partition, region=aws.region, account=aws.account, identity="*"
    )
    every_set = permissions.configuration_set_arn(
        partition=aws.partition, region=aws.region, account=aws.account, name="*"
    )
    return provider.permission(
        "AdoptedIdentities",
        [iam.PolicyStatement(actions=list(_ACTIONS), resources=[every_identity, every_set])],
        wildcards={every_identity: _WHY_ALL_IDENTITIES, every_set: _WHY_ALL_IDENTITIES},
    )
