"""A DKIM key of the owner's: its selectors, and the secret that it is read from at deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names
from ses_constructs.shared import Provider, is_known

from .identity_settings import IdentitySettings

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

    from .dkim_keys import DkimKeys

_SEE = "Provide your own DKIM authentication token (BYODKIM) in Amazon SES"


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The selector to sign with first, then those whose records are published besides."""

    selectors: tuple[str, ...]
    secret: secretsmanager.ISecret
    keys: DkimKeys | None

    @classmethod
    def checked(
        cls,
        selector: str,
        also_published: str | Sequence[str],
        *,
        secret: secretsmanager.ISecret,
        keys: DkimKeys | None,
    ) -> OwnKey:
        """Refuses selectors that SES does not take, or that come twice.

        Raises:
            InvalidSettingError: names the one.
        """
        others = (also_published,) if isinstance(also_published, str) else tuple(also_published)
        selectors = (selector, *others)
        for setting, given in zip(("selector", *["also_published"] * len(others)), selectors, strict=True):
            # The guide asks for letters and digits only; the API's own pattern also takes inner dashes.
            if not is_known(given) or names.DKIM_SELECTOR.fullmatch(given) is None:
                raise InvalidSettingError(
                    setting, given, "is no selector", fix="use up to 63 letters, digits and inner dashes", see=_SEE
                )
        # DNS does not tell 'Mail' from 'mail'.
        if len({each.lower() for each in selectors}) < len(selectors):
            raise InvalidSettingError(
                "also_published", list(others), "has a selector twice", fix="list each once", see=_SEE
            )
        return cls(selectors, secret, keys)

    def apply(
        self, identity: Construct, settings: IdentitySettings, dns: Dns, removal_policy: cdk.RemovalPolicy
    ) -> None:
        """Has the key read, or generated, its records published, and the key put into SES.

        Args:
            dns: Where the records go.
            removal_policy: Of the records.
        """
        role = Provider.of(identity).role
        wanted: dict[str, object] = {"Selector": self.selectors[0], "SecretArn": self.secret.secret_arn}
        if len(self.selectors) > 1:
            wanted["AlsoPublished"] = list(self.selectors[1:])
        grants = [self.secret.grant_read(role)]
        if self.keys is not None:
            wanted["KmsKeyArn"] = self.keys.encryption_key.key_arn
            grants += [self.secret.grant_write(role), self.keys.grant_generate(role)]
        zone = dns.let_provider_write(settings.resource, [] if dns.is_by_hand else self.records(settings))
        if zone:
            kept = {} if removal_policy is cdk.RemovalPolicy.DESTROY else {"Keep": "true"}
            wanted["Zone"] = {**zone, **kept}
        settings.put("Dkim", wanted)
        for grant in grants:
            grant.apply_before(settings.resource)

    def records(self, settings: IdentitySettings) -> list[DnsRecord]:
        """The TXT records; the values are tokens."""
        return [
            DnsRecord(
                name=_name(selector, settings.identity_name),
                type="TXT",
                value=cdk.Token.as_string(settings.attribute(f"DkimRecord{n}")),
                purpose="DKIM",
            )
            for n, selector in enumerate(self.selectors)
        ]


def _name(selector: str, domain: str) -> str:
    return f"{selector}._domainkey.{domain}"
