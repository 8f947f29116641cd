"""The certificate with which SES signs a sender's mail by S/MIME."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError, UnavailableInRegionError
from ses_constructs.facts import regions
from ses_constructs.facts.addresses import checked_address, domain_of
from ses_constructs.facts.domains import is_below
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types

from .domain_identity import DomainIdentity
from .email_address_identity import EmailAddressIdentity
from .imported_identity import ImportedIdentity

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm


@checks_types
class EmailIdentityCertificate(ses.CfnEmailIdentityCertificate):
    """Lets SES sign the mail of one sender with a certificate of AWS Certificate Manager.

    Creates: ``AWS::SES::EmailIdentityCertificate``. Deleting it leaves the certificate alone; every change
    replaces it, the old one first.

    Args:
        identity: The identity that sends: a domain, or the address itself.
        certificate: Of the sender; it must be in the region of the identity.
        from_address: The sender. Left out: the address of an address identity; a domain needs one.

    Raises:
        InvalidSettingError: when the sender is missing, or is not of the identity.
        UnavailableInRegionError: where CloudFormation is known not to have it.

    Schema of ``AWS::SES::EmailIdentityCertificate``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        identity: DomainIdentity | EmailAddressIdentity | ImportedIdentity,
        certificate: acm.ICertificate,
        from_address: str | None = None,
    ) -> None:
        name = _name_of(identity)
        with located(scope, id):
            _check_region(Aws.of(scope).region)
            sender = _checked_sender(from_address, name)
        super().__init__(
            scope,
            id,
            email_identity=name,
            from_address=sender,
            certificate_arn=certificate.certificate_arn,
        )
        # The name is plain text, so that CloudFormation does not see by itself what has to exist first.
        if not isinstance(identity, ImportedIdentity):
            self.add_resource_dependency(identity)


def _name_of(identity: DomainIdentity | EmailAddressIdentity | ImportedIdentity) -> str:
    if isinstance(identity, DomainIdentity):
        return identity.domain
    return identity.address if isinstance(identity, EmailAddressIdentity) else identity.identity_name


def _check_region(region: str) -> None:
    if region in regions.WITHOUT_CERTIFICATES:
        raise UnavailableInRegionError(
            f"CloudFormation has no certificates of identities in {region}",
            fix="sign in the program that sends, or send from another region",
        )


def _checked_sender(from_address: str | None, identity: str) -> str:
    if from_address is None:
        if "@" not in identity:
            raise InvalidSettingError(
                "from_address",
                None,
                f"is missing, and {identity!r} has many senders",
                fix=f"give one, such as from_address='billing@{identity}'",
            )
        return identity
    sender = checked_address("from_address", from_address)
    domain = domain_of(sender)
    if sender != identity and domain != identity and not is_below(domain, identity):
        raise InvalidSettingError(
            "from_address",
            from_address,
            f"is not a sender of {identity!r}",
            fix="give an address of the identity" if "@" not in identity else "leave it out",
        )
    return sender
