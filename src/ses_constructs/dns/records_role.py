"""The role in a DNS account that lets stacks of another account write the records of Amazon SES."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aws_cdk import aws_iam as iam
from aws_cdk import aws_route53 as route53
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import checked_domain, is_below
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.setting_types import checks_types

from .custom_records import check_external_id
from .given_zone import check_public, name_of

_ACTIONS = ("UPSERT", "DELETE")
_SCOPES = {
    "domains": (("*._domainkey.{}", "_dmarc.{}", "*._bimi.{}"), ("CNAME", "TXT")),
    "mail_from_domains": (("{}",), ("MX", "TXT")),
    "receiving_domains": (("{}", "mta-sts.{}", "_mta-sts.{}", "_smtp._tls.{}"), ("CNAME", "MX", "TXT")),
    "spf_domains": (("{}",), ("TXT",)),
    "report_receivers": (("*._report._dmarc.{}",), ("TXT",)),
    "hosts": (("{}",), ("CNAME",)),
}
"""The names and types that each setting allows, as the constructs of this package publish them."""
_ACCOUNT = re.compile(r"\d{12}")


@checks_types
class RecordsRole(iam.Role):
    """Lets another account write the mail records of some domains, and no others.

    Creates: an ``AWS::IAM::Role``, for the account that has the hosted zone. The stack that has the identity gets
    it as ``Dns.in_zone_of_account(...)``. Deploy this one first.

    >>> zone = route53.PublicHostedZone(stack, "Zone", zone_name="example.com")
    >>> role = RecordsRole(
    ...     stack,
    ...     "MailRecords",
    ...     zone=zone,
    ...     trusted_account="111122223333",
    ...     external_id="mail-of-example",
    ...     domains=["example.com"],
    ...     mail_from_domains=["bounce.example.com"],
    ... )

    Args:
        zone: The hosted zone.
        trusted_account: The account of the identity, 12 digits.
        external_id: Any text of two characters or more that both sides know; it is no secret.
        domains: Domains whose DKIM, DMARC and BIMI records may be written. Left out: none.
        mail_from_domains: MAIL FROM domains whose MX and SPF records may be written. Left out: none.
        receiving_domains: Domains whose MX, MTA-STS and TLS reporting records may be written, for ``InboundMx``,
            ``MtaSts`` and ``TlsReporting``. Who has the MX record has all mail of the domain. Left out: none.
        spf_domains: Domains whose own TXT values may be written, for ``Spf``: all of them, since they are one
            record. Left out: none.
        report_receivers: Domains that may be let get DMARC reports about others, for
            ``DmarcReportAuthorization``. Left out: none.
        hosts: Names that may become a CNAME, such as that of ``BimiLogo``. Left out: none.
        role_name: Left out: generated. Give one, so that the other side can spell the ARN.

    Raises:
        InvalidSettingError: for a private zone, a domain outside the zone, no domain at all, or what is no account
            or external id.

    A batch is allowed as a whole, so that names and types are each one list: a name that is allowed is allowed
    with every type that any of the settings needs.

    Guide: Route 53, Using IAM policy conditions for fine-grained access control.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        zone: route53.IHostedZone,
        trusted_account: str,
        external_id: str,
        domains: Sequence[str] = (),
        mail_from_domains: Sequence[str] = (),
        receiving_domains: Sequence[str] = (),
        spf_domains: Sequence[str] = (),
        report_receivers: Sequence[str] = (),
        hosts: Sequence[str] = (),
        role_name: str | None = None,
    ) -> None:
        with located(scope, id):
            check_public(zone)
            zone_name = name_of(zone)
            check_external_id(external_id)
            if is_known(trusted_account) and _ACCOUNT.fullmatch(trusted_account) is None:
                raise InvalidSettingError(
                    "trusted_account", trusted_account, "is no account", fix="give 12 digits, in quotes"
                )
            scope_of = _scope(
                zone_name,
                {
                    "domains": domains,
                    "mail_from_domains": mail_from_domains,
                    "receiving_domains": receiving_domains,
                    "spf_domains": spf_domains,
                    "report_receivers": report_receivers,
                    "hosts": hosts,
                },
            )
        super().__init__(
            scope,
            id,
            assumed_by=iam.AccountPrincipal(trusted_account),
            external_ids=[external_id],
            role_name=role_name,
            description=f"Writes the DNS records of Amazon SES in {zone_name or zone.hosted_zone_id}",
        )
        arn = f"arn:{Aws.of(self).partition}:route53:::hostedzone/{zone.hosted_zone_id}"
        self.add_to_policy(iam.PolicyStatement(actions=["route53:ListResourceRecordSets"], resources=[arn]))
        self.add_to_policy(
            iam.PolicyStatement(
                actions=["route53:ChangeResourceRecordSets"], resources=[arn], conditions=_conditions(*scope_of)
            )
        )


def _conditions(names: Sequence[str], types: Sequence[str]) -> dict[str, object]:
    """Every change of a batch must fit; a batch that does not say what it changes fits nothing."""
    key = "route53:ChangeResourceRecordSets"
    return {
        "ForAllValues:StringLike": {f"{key}NormalizedRecordNames": list(names)},
        "ForAllValues:StringEquals": {
            f"{key}RecordTypes": list(types),
            f"{key}Actions": list(_ACTIONS),
        },
        "Null": {f"{key}NormalizedRecordNames": "false"},
    }


def _scope(zone: str | None, given: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """Names and types; a name that two settings allow comes once."""
    names: dict[str, None] = {}
    types: set[str] = set()
    for setting, listed in given.items():
        patterns, needed = _SCOPES[setting]
        for domain in listed:
            checked = _checked(setting, domain, zone)
            names |= dict.fromkeys(pattern.format(checked) for pattern in patterns)
            types |= set(needed)
    if not names:
        raise InvalidSettingError("domains", [], "allows nothing", fix="list the domains that send")
    return list(names), sorted(types)


def _checked(setting: str, domain: str, zone: str | None) -> str:
    checked = checked_domain(setting, domain)
    name = zone.rstrip(".").lower() if zone is not None and is_known(zone) else checked
    if checked != name and not is_below(checked, name):
        raise InvalidSettingError(
            setting, domain, f"is not in the hosted zone {zone!r}", fix="give a domain of it"
        )
    return checked
