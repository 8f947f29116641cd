"""How a domain's mail is signed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, Provider, is_known
from ses_constructs.shared.setting_types import checks_types

from .identity_settings import IdentitySettings
from .own_key import OwnKey

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

    from .dkim_keys import DkimKeys

EASY_DKIM_RECORDS = (1, 2, 3)
"""Easy DKIM publishes three CNAMEs. Guide: Easy DKIM in Amazon SES."""

_REGION = re.compile(r"[a-z]+(-[a-z]+)+-\d+")


@checks_types
@dataclass(frozen=True, slots=True)
class Dkim:
    """The signing of an identity: :meth:`easy`, :meth:`of_region`, :meth:`own_key` or :meth:`generated_key`.

    Another kind for a domain that sends already leaves its mail unsigned until SES has found the new records.
    """

    key_bits: int | None
    """Of Easy DKIM."""
    region: str | None = None
    """Whose keys sign."""
    own: OwnKey | None = None

    @classmethod
    def easy(cls, *, key_bits: int = 2048) -> Dkim:
        """Easy DKIM: SES makes, keeps and rotates the key.

        Args:
            key_bits: 2048 or 1024. SES lets it change once in 24 hours.

        Raises:
            InvalidSettingError: for another length.

        Guide: Easy DKIM in Amazon SES.
        """
        if key_bits not in (1024, 2048):
            raise InvalidSettingError(
                "key_bits", key_bits, "is no key length of Easy DKIM", fix="use 2048, or 1024"
            )
        return cls(key_bits)

    @classmethod
    def of_region(cls, region: str) -> Dkim:
        """Signs with the Easy DKIM key that the identity of the same name has in another region of the account.

        The records of that identity serve both, so that this one publishes none (deterministic Easy DKIM). The
        identity there must be deployed first.

        Args:
            region: Such as ``eu-west-1``, as text.

        Raises:
            InvalidSettingError: for a value that only the deployment knows, or is no region; the identity raises
                it for its own region.

        API reference: ``PutEmailIdentityDkimSigningAttributes``.
        """
        if not is_known(region):
            raise InvalidSettingError(
                "region", region, "is a value that only the deployment knows", fix="give it as text"
            )
        if _REGION.fullmatch(region) is None:
            raise InvalidSettingError("region", region, "is no region", fix="give one such as 'eu-west-1'")
        return cls(None, region)

    @classmethod
    def own_key(
        cls, *, selector: str, secret: secretsmanager.ISecret, also_published: str | Sequence[str] = ()
    ) -> Dkim:
        """Signs with a private key of yours, from a secret that is read at deployment (BYODKIM).

        The secret holds the key alone, or a JSON object with a key for each selector. A key is what
        ``openssl genrsa 2048`` prints, as it is or on one line. The key itself gets into no template, log or
        event. A changed key needs a new selector: a deployment does not see that a secret has changed.
        In a zone, what reads the key publishes its records too, before SES is told to sign, and removes those that
        are wanted no more.

        To rotate: deploy with the new selector ``also_published``; a day later sign with the new one and publish
        the old one; a week later leave the old one out.

        Args:
            selector: Up to 63 letters, digits and inner dashes; names the TXT record.
            secret: Of this region.
            also_published: Further selectors of the secret whose records are published too. Left out: none.

        Raises:
            InvalidSettingError: for a selector that SES does not take.

        Guide: Provide your own DKIM authentication token (BYODKIM) in Amazon SES.
        """
        return cls(None, own=OwnKey.checked(selector, also_published, secret=secret, keys=None))

    @classmethod
    def generated_key(cls, *, selector: str, keys: DkimKeys, also_published: str | Sequence[str] = ()) -> Dkim:
        """As :meth:`own_key`, with keys of 2048 bits that are generated at the first deployment of a selector.

        With ``Dns.by_hand()`` the record is printed when that deployment is over: wait for it in a later one.

        Args:
            selector: As of :meth:`own_key`.
            keys: Where they are kept.
            also_published: As of :meth:`own_key`.

        Raises:
            InvalidSettingError: for a selector that SES does not take.
        """
        return cls(None, own=OwnKey.checked(selector, also_published, secret=keys.secret, keys=keys))

    @property
    def signing_attributes(self) -> ses.CfnEmailIdentity.DkimSigningAttributesProperty | None:
        """The signing as the template wants it; ``None`` where the template cannot say it."""
        return None if self.key_bits is None else _signing_attributes(self.key_bits)

    def check(self, region: str) -> None:
        """Refuses the keys of the region that the identity is in.

        Raises:
            InvalidSettingError: tells what to use there.
        """
        if self.region == region:
            raise InvalidSettingError(
                "region",
                region,
                "is the region of the identity itself, whose own key signs",
                fix="use Dkim.easy() in this region, and Dkim.of_region() in the others",
            )

    def apply(
        self, identity: Construct, settings: IdentitySettings, dns: Dns, removal_policy: cdk.RemovalPolicy
    ) -> None:
        """Has done at deployment what the template cannot say; nothing for Easy DKIM.

        Args:
            dns: Where the records of own keys go.
            removal_policy: Of these records.
        """
        if self.own is not None:
            self.own.apply(identity, settings, dns, removal_policy)
        if self.region is not None:
            _replicate(identity, settings, self.region)


def _replicate(identity: Construct, settings: IdentitySettings, region: str) -> None:
    """Lets the provider copy the key, which needs a permission on the identity that has it."""
    from aws_cdk import aws_iam as iam

    aws = Aws.of(identity)
    primary = permissions.identity_arn(
        partition=aws.partition, region=region, account=aws.account, identity=settings.identity_name
    )
    statement = iam.PolicyStatement(actions=["ses:ReplicateEmailIdentityDkimSigningKey"], resources=[primary])
    added = Provider.of(identity).role.add_to_principal_policy(statement)
    settings.put("Dkim", {"Region": region})
    if added.policy_dependable is not None:
        settings.wait_for(added.policy_dependable)


@cache
def _signing_attributes(key_bits: int) -> ses.CfnEmailIdentity.DkimSigningAttributesProperty:
    return ses.CfnEmailIdentity.DkimSigningAttributesProperty(next_signing_key_length=f"RSA_{key_bits}_BIT")
