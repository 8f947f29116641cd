"""A domain that may send mail, with the DNS records that make receivers trust it."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address, domain_of
from ses_constructs.facts.domains import checked_domain, checked_identity, is_below
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .alignment import check_bimi, check_dmarc, check_strict_dkim
from .bimi import Bimi
from .dkim import Dkim
from .dmarc import Dmarc
from .email_address_identity import EmailAddressIdentity
from .feedback import FeedbackTopics, check_feedback
from .identity import Identity
from .identity_settings import IdentitySettings
from .imported_identity import ImportedIdentity
from .mail_from import MailFrom
from .neighbours import Known, check_names, remember
from .properties import (
    configuration_set_attributes,
    dkim_attributes,
    feedback_attributes,
    tag_list,
)
from .records import dkim_record_sets, dkim_records, group_id, known_records
from .sending_region import check_sending_region, warn_of_unknown_region
from .spf import Spf


# The class of aws_ses comes first: jsii looks through every class before its own for overrides, at each object.
@checks_types
class DomainIdentity(ses.CfnEmailIdentity, Identity):
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
            neither sends nor receives otherwise. SES gives up on one whose MX record is missing for 72 hours;
            ``IdentityMonitor`` and ``wait_until_verified()`` have it look again. Left out: a name of
            ``amazonses.com``, which SPF does not align with the From address.
        reject_when_mx_is_missing: What SES does while it does not find the MX record of ``mail_from_domain``:
            true refuses to send, false sends with the ``amazonses.com`` name. Left out: false.
        dmarc: Left out: no DMARC record is published; a parent domain's then applies, if there is one.
        bimi: The logo beside the mail. Left out: none.
        spf: The TXT values of the domain itself, SES among its senders. Left out: they are not touched, and with
            a MAIL FROM domain need not be.
        configuration_set: What mail of this domain uses that names no configuration set. Left out: none.
        dkim_signing: False sends mail unsigned, which is for signing it yourself. Left out: true.
        feedback_forwarding: False sends no mails about bounces and complaints to the sender, and needs a
            ``configuration_set`` that publishes both, or topics for both. Left out: true.
        feedback_topics: Where SES publishes feedback besides. Left out: nowhere.
        tags: Of the identity. Left out: those that ``cdk.Tags`` gives.
        removal_policy: Of the identity and its records. Left out: RETAIN, since deleting them stops mail. What a
            deployment has made that then fails is taken back all the same, so that the next one can make it,
            but for records that the provider function writes. Records that are kept keep their zone: deleting a
            stack that made both ends with DELETE_FAILED.

    Raises:
        InvalidSettingError: when the domain or ``mail_from_domain`` can never work.
        ConflictingSettingsError: when another construct of the app publishes one of the records, sends from the
            MAIL FROM domain, or when mail could never pass ``dmarc`` or show the logo of ``bimi``.
        UnavailableInRegionError: when CloudFormation has no identities in the region.

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
        bimi: Bimi | None = None,
        spf: Spf | None = None,
        configuration_set: ses.IConfigurationSet | None = None,
        dkim_signing: bool = True,
        feedback_forwarding: bool = True,
        feedback_topics: FeedbackTopics | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        aws = Aws.of(scope)
        dkim = dkim if dkim is not None else Dkim.easy()
        with located(scope, id):
            check_sending_region(aws.region)
            dkim.check(aws.region)
            domain = _checked_identity(domain, dns)
            mail_from = MailFrom.checked(
                mail_from_domain, below=domain, dns=dns, reject_when_mx_is_missing=reject_when_mx_is_missing
            )
            check_names(aws, domain=domain, mail_from=None if mail_from is None else mail_from.domain)
            check_feedback(feedback_topics, forwarding=feedback_forwarding, configuration_set=configuration_set)
            if dmarc is not None:
                check_dmarc(dmarc, mail_from, dkim_signing=dkim_signing)
                check_strict_dkim(aws, domain, dmarc)
            if bimi is not None:
                check_bimi(aws, domain, dmarc, mail_from, dkim_signing=dkim_signing)
            tag_settings = tag_list(tags)
            check_removal(removal_policy)
        super().__init__(
            scope,
            id,
            email_identity=domain,
            dkim_attributes=dkim_attributes(None if dkim_signing else False),
            dkim_signing_attributes=dkim.signing_attributes,
            mail_from_attributes=None if mail_from is None else mail_from.attributes,
            configuration_set_attributes=configuration_set_attributes(configuration_set),
            feedback_attributes=feedback_attributes(feedback_forwarding),
            tags=tag_settings,
        )
        self._aws = aws
        aws.covers(self)
        self._settings = IdentitySettings(self, domain)
        self.domain = domain
        """The domain, in lower case."""
        self.configuration_set = configuration_set
        """The default configuration set, if there is one."""
        self.mail_from = mail_from
        """The MAIL FROM domain, if it has one of its own."""
        self.dmarc = dmarc
        """The DMARC record, if one is published."""
        self._feedback_forwarding = feedback_forwarding
        self._feedback_topics = feedback_topics
        self._dkim = dkim
        self._is_by_hand = dns.is_by_hand and dkim.region is None
        with located(self):
            dkim.apply(self, self._settings, dns, removal_policy)
        self._listen(feedback_topics, forwarding=feedback_forwarding)
        self._removal_policy = removal_policy
        self._known_records = known_records(aws, domain, mail_from, dmarc, bimi, spf)
        apply_removal(self, removal_policy)
        with located(self):
            self.records = dns.publish(
                self,
                group_id(domain, dns),
                self.dns_records if dns.is_by_hand else self._known_records,
                generated=() if dns.is_by_hand else dkim_record_sets(self, dkim),
                removal_policy=removal_policy,
            )
            """The record group; ``None`` by hand, and for own DKIM keys without other records."""
        with located(self):
            remember(
                aws,
                Known(
                    name=domain,
                    owner=self,
                    configuration_set=configuration_set is not None,
                    mail_from=None if mail_from is None else mail_from.domain,
                    feedback_forwarding=feedback_forwarding,
                    feedback_topics=feedback_topics is not None,
                    dmarc=dmarc,
                ),
            )
        warn_of_unknown_region(self)

    @property
    def dns_records(self) -> list[DnsRecord]:
        """Every record of the identity, published or not. DKIM names and values are tokens."""
        return [*dkim_records(self, self._dkim, self._settings), *self._known_records]

    @staticmethod
    def from_domain_name(
        scope: Construct, id: str, domain: str, *, configuration_set: ses.IConfigurationSet | None = None
    ) -> ImportedIdentity:
        """A domain that is an identity already.

        Args:
            configuration_set: As of :class:`ImportedIdentity`.
        """
        with located(scope, id):
            name = checked_domain("domain", domain) if is_known(domain) else domain
        return ImportedIdentity(scope, id, name=name, configuration_set=configuration_set)

    @property
    def report_authorizations(self) -> list[DnsRecord]:
        """Records that other domains need before they get DMARC reports about this one: ``Dmarc`` tells more."""
        return [] if self.dmarc is None else self.dmarc.report_authorizations(self.domain)

    def add_address(self, address: str, *, dkim_signing: bool | None = None) -> EmailAddressIdentity:
        """Makes an address of the domain an identity with the settings of the domain, to be changed from there.

        Args:
            address: An address of the domain or of a subdomain.
            dkim_signing: Whether its mail is signed. Left out: as the domain's.

        Raises:
            InvalidSettingError: for an address elsewhere.
        """
        with located(self):
            checked = checked_address("address", address)
            if domain_of(checked) != self.domain and not is_below(domain_of(checked), self.domain):
                raise InvalidSettingError(
                    "address", address, f"is not an address of {self.domain!r}", fix="give one of this domain"
                )
            mail_from = self.mail_from
            # A MAIL FROM domain lies below the domain of the address; that of a parent serves only its own.
            kept = mail_from is not None and is_below(mail_from.domain, domain_of(checked))
        return EmailAddressIdentity(
            self,
            checked,
            address=checked,
            dkim_signing=dkim_signing,
            mail_from_domain=mail_from.domain if mail_from is not None and kept else None,
            reject_when_mx_is_missing=mail_from is not None and kept and mail_from.reject_when_mx_is_missing,
            configuration_set=self.configuration_set,
            feedback_forwarding=self._feedback_forwarding,
            feedback_topics=self._feedback_topics,
            removal_policy=self._removal_policy,
        )


def _checked_identity(domain: str, dns: Dns) -> str:
    if not is_known(domain):
        raise InvalidSettingError(
            "domain",
            domain,
            "is a value that only the deployment knows, and names records and policies",
            fix="give the domain as text, from context for example",
        )
    domain = checked_identity("domain", domain)
    dns.check_holds("domain", domain)
    return domain
