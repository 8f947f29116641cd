"""A domain whose mail comes in by Mail Manager."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.addresses import checked_address, domain_of
from ses_constructs.facts.domains import checked_identity
from ses_constructs.identities import DomainIdentity
from ses_constructs.mail_manager import (
    Archive,
    ArchiveAction,
    IngressAccess,
    IngressMx,
    IngressPoint,
    Mail,
    Rule,
    RuleCondition,
    RuleSet,
    S3Action,
    TlsPolicy,
    Traffic,
    TrafficPolicy,
)
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_s3 as s3
    from aws_cdk import aws_ses as ses
    from aws_cdk.interfaces import aws_ses as refs

_MEGABYTES = 40
"""What SES takes over SMTP. Guide: Service quotas in Amazon SES."""


@checks_types
class MailGateway(Construct):
    """Lets mail of one domain in, and does with it what its rules say.

    Creates: a ``DomainIdentity``, which proves that the domain is yours; a ``TrafficPolicy`` that lets in mail for
    addresses of the domain and nothing else; a ``RuleSet``; an open ``IngressPoint``; and, last of all, the
    ``IngressMx`` with its name.

    Mail that no rule is for is let in and forgotten: add a rule for it.

    Args:
        domain: What stands after the ``@``.
        dns: Where its records go.
        verify_domain: False for a domain that is verified elsewhere, such as by the identity that sends. Left out:
            true.
        configuration_set: Of mail that is sent from the domain too, and names none. Left out: none.
        max_message_size: Larger messages are turned away. Left out: 40 MB.
        tls_policy: Left out: TLS is required. ``TlsPolicy.OPTIONAL`` lets in mail of old servers too.
        removal_policy: Of the identity, and of archives that are made here. Left out: RETAIN.

    Raises:
        InvalidSettingError: for a domain that SES refuses, or that the zone cannot hold, or for SNAPSHOT.
        ConflictingSettingsError: when another construct of the app publishes an MX record of that name, or for a
            configuration set without an identity.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: Ingress endpoints.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        verify_domain: bool = True,
        configuration_set: ses.IConfigurationSet | None = None,
        max_message_size: cdk.Size | None = None,
        tls_policy: TlsPolicy | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_removal(removal_policy)
            self.domain = checked_identity("domain", domain)
            if configuration_set is not None and not verify_domain:
                raise ConflictingSettingsError(
                    "configuration_set belongs to the identity, which verify_domain=False leaves to somebody else",
                    fix="give the configuration set to that identity",
                )
        super().__init__(scope, id)
        self._removal_policy = removal_policy
        self.identity = (
            DomainIdentity(
                self,
                "Domain",
                domain=self.domain,
                dns=dns,
                configuration_set=configuration_set,
                removal_policy=removal_policy,
            )
            if verify_domain
            else None
        )
        """Proves that the domain is yours; ``None`` when something else does."""
        self.traffic_policy = TrafficPolicy(
            self,
            "TrafficPolicy",
            max_message_size=max_message_size if max_message_size is not None else cdk.Size.mebibytes(_MEGABYTES),
        )
        """Lets in mail for the domain."""
        self.traffic_policy.allow(Traffic.recipient.ends_with(f"@{self.domain}"))
        self.rules = RuleSet(self, "Rules")
        """What becomes of the mail; add more rules to it."""
        self.ingress_point = IngressPoint(
            self,
            "IngressPoint",
            access=IngressAccess.open(),
            traffic_policy=self.traffic_policy,
            rule_set=self.rules,
            tls_policy=tls_policy,
        )
        """Where mail comes in."""
        self.mx = IngressMx(self, "Mx", domain=self.domain, dns=dns, ingress_point=self.ingress_point)
        """Brings the mail."""

    def archive(
        self, name: str, *, recipients: Sequence[str] = (), archive: refs.IMailManagerArchiveRef | None = None
    ) -> Archive | refs.IMailManagerArchiveRef:
        """Adds a rule that archives mail.

        Args:
            name: Of the rule.
            recipients: Addresses of the domain, up to 10. Left out: all mail.
            archive: Left out: one is made, for six months.

        Returns:
            The archive.

        Raises:
            InvalidSettingError: for an address that is not of the domain.
        """
        when = self._for(recipients)
        keep = self._removal_policy
        kept = archive if archive is not None else Archive(self, f"{name}Archive", removal_policy=keep)
        self.rules.add_rule(name, when=when, actions=[ArchiveAction(archive=kept)])
        return kept

    def save(self, name: str, *, bucket: s3.IBucket, recipients: Sequence[str] = (), prefix: str = "") -> Rule:
        """Adds a rule that writes mail to a bucket.

        Args:
            name: Of the rule.
            bucket: Notifications of the bucket tell programs of each message.
            recipients: Addresses of the domain, up to 10. Left out: all mail.
            prefix: Such as ``orders/``. Left out: none.

        Raises:
            InvalidSettingError: for an address that is not of the domain.
        """
        action = S3Action(bucket=bucket, prefix=prefix)
        return self.rules.add_rule(name, when=self._for(recipients), actions=[action])

    def _for(self, recipients: Sequence[str]) -> list[RuleCondition]:
        with located(self):
            wanted = [self._checked(address) for address in recipients]
        return [Mail.recipient.equals(*wanted)] if wanted else []

    def _checked(self, address: str) -> str:
        checked = checked_address("recipients", address)
        if domain_of(checked) != self.domain:
            raise InvalidSettingError(
                "recipients",
                address,
                f"is not an address of {self.domain}, and is not let in",
                fix=f"give one of the domain, such as 'support@{self.domain}'",
            )
        return checked
