"""A single address that may send mail."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address, domain_of, labelled
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .alignment import check_address_is_aligned
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
from .sending_region import check_sending_region, warn_of_unknown_region


@checks_types
class EmailAddressIdentity(ses.CfnEmailIdentity, Identity):
    """Verifies one address for sending, or gives one address of a verified domain settings of its own.

    Creates: ``AWS::SES::EmailIdentity``; with ``mail_from_domain`` and ``dns`` also an
    ``AWS::Route53::RecordSetGroup`` with the MX and SPF records of the MAIL FROM domain.

    Waits: when the domain is not verified, SES sends a mail with a link to the address, which somebody has to
    follow within 24 hours. The deployment does not wait, and does not fail when nobody does.

    An address of a verified domain needs no identity. When it has one, none of the domain's settings apply to it:
    :meth:`DomainIdentity.add_address` copies them. Its mail is signed with the key of the domain, if there is one.

    >>> sender = EmailAddressIdentity(stack, "Owner", address="owner@example.com")
    >>> sender.with_label("order-7")
    'owner+order-7@example.com'

    Args:
        address: Without a display name. What stands before the ``@`` is compared letter by letter.
        dkim_signing: False sends mail of this address unsigned, true signs it though the domain's is not; both
            need a verified domain with DKIM. Left out: as the domain does.
        mail_from_domain: As of a domain identity; below the domain of the address, which must be yours.
            Left out: none, also when the domain has one.
        reject_when_mx_is_missing: As of a domain identity. Left out: false.
        dns: Where the records of ``mail_from_domain`` go. Left out: nothing is published, for another identity
            with the same MAIL FROM domain publishes them.
        configuration_set: What mail of this address uses that names none. Left out: none.
        feedback_forwarding: As of a domain identity. Left out: true.
        feedback_topics: As of a domain identity. Left out: none, also when the domain has some.
        tags: Of the identity. Left out: those that ``cdk.Tags`` gives.
        removal_policy: Of the identity and its records. Left out: RETAIN, since deleting them stops mail. What a
            deployment has made that then fails is taken back all the same, so that the next one can make it.

    Raises:
        InvalidSettingError: for what is no address, or a MAIL FROM domain that can never work.
        ConflictingSettingsError: when its mail could never pass the DMARC record of its domain, or when a name is
            used twice.
        UnavailableInRegionError: when CloudFormation has no identities in the region.

    Guide: Creating an email address identity.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        address: str,
        dkim_signing: bool | None = None,
        mail_from_domain: str | None = None,
        reject_when_mx_is_missing: bool = False,
        dns: Dns | None = None,
        configuration_set: ses.IConfigurationSet | None = None,
        feedback_forwarding: bool = True,
        feedback_topics: FeedbackTopics | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        aws = Aws.of(scope)
        with located(scope, id):
            check_sending_region(aws.region)
            address = _checked(address)
            domain = domain_of(address)
            mail_from = MailFrom.checked(
                mail_from_domain, below=domain, dns=dns, reject_when_mx_is_missing=reject_when_mx_is_missing
            )
            check_names(aws, domain=domain, mail_from=None if mail_from is None else mail_from.domain)
            check_address_is_aligned(aws, address)
            check_feedback(feedback_topics, forwarding=feedback_forwarding, configuration_set=configuration_set)
            tag_settings = tag_list(tags)
            check_removal(removal_policy)
        super().__init__(
            scope,
            id,
            email_identity=address,
            dkim_attributes=dkim_attributes(dkim_signing),
            mail_from_attributes=None if mail_from is None else mail_from.attributes,
            configuration_set_attributes=configuration_set_attributes(configuration_set),
            feedback_attributes=feedback_attributes(feedback_forwarding),
            tags=tag_settings,
        )
        aws.covers(self)
        self._settings = IdentitySettings(self, address)
        self.address = address
        """The address, its domain in lower case."""
        self.configuration_set = configuration_set
        """The default configuration set, if there is one."""
        self._listen(feedback_topics, forwarding=feedback_forwarding)
        self.mail_from = mail_from
        """The MAIL FROM domain, if it has one of its own."""
        self.dns_records: list[DnsRecord] = [] if mail_from is None else mail_from.records(aws.region)
        """The records of the MAIL FROM domain, published or not."""
        apply_removal(self, removal_policy)
        with located(self):
            if dns is not None and self.dns_records:
                dns.publish(self, "Records", self.dns_records, removal_policy=removal_policy)
        with located(self):
            remember(
                aws,
                Known(
                    name=address,
                    owner=self,
                    configuration_set=configuration_set is not None,
                    mail_from=None if mail_from is None else mail_from.domain,
                    feedback_forwarding=feedback_forwarding,
                    feedback_topics=feedback_topics is not None,
                ),
            )
        warn_of_unknown_region(self)

    @staticmethod
    def from_address(
        scope: Construct, id: str, address: str, *, configuration_set: ses.IConfigurationSet | None = None
    ) -> ImportedIdentity:
        """An address that is an identity already.

        Args:
            configuration_set: As of :class:`ImportedIdentity`.
        """
        with located(scope, id):
            name = _checked(address)
        return ImportedIdentity(scope, id, name=name, configuration_set=configuration_set)

    def with_label(self, label: str) -> str:
        """The address with a label, such as ``box+order-7@example.com``, which may send without more ado.

        Raises:
            InvalidSettingError: when the label cannot stand in an address.
        """
        return labelled(self.address, label)


def _checked(address: str) -> str:
    if not is_known(address):
        raise InvalidSettingError(
            "address",
            address,
            "is a value that only the deployment knows, and names policies",
            fix="give the address as text, from context for example",
        )
    return checked_address("address", address)
