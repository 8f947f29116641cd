"""A DKIM key of the owner's: its selectors, and the secret that it is read from at deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import DnsRecord
from ses_constructs.dns.dns import record_set
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

    def apply(self, identity: Construct, settings: IdentitySettings) -> None:
        """Has the key read, or generated, and put into SES."""
        role = Provider.of(identity).role
        wanted: dict[str, object] = {"Selector": self.selectors[0], "SecretArn": self.secret.secret_arn}
        if len(self.selectors) > 1:
            wanted["AlsoPublished"] = list(self.selectors[1:])
        grants = [self.secret.grant_read(role)]
        if self.keys is not None:
            wanted["KmsKeyArn"] = self.keys.encryption_key.key_arn
            grants += [self.secret.grant_write(role), self.keys.grant_generate(role)]
        settings.put("Dkim", wanted)
        for grant in grants:
            grant.apply_before(settings.resource)

    def record_sets(self, settings: IdentitySettings) -> list[dict[str, object]]:
        """The TXT records as the template wants them."""
        return [
            record_set(_name(selector, settings.identity_name), "TXT", settings.attribute(f"DkimRecord{n}"))
            for n, selector in enumerate(self.selectors)
        ]

    def records(self, settings: IdentitySettings) -> list[DnsRecord]:
        """The same for others' DNS; the values are tokens."""
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
