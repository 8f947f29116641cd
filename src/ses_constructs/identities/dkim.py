"""How a domain's mail is signed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError

EASY_DKIM_RECORDS = (1, 2, 3)
"""Easy DKIM publishes three CNAMEs. Guide: Easy DKIM in Amazon SES."""


@dataclass(frozen=True, slots=True)
class Dkim:
    """The signing of an identity; made by :meth:`easy`."""

    key_bits: int

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

    @property
    def signing_attributes(self) -> ses.CfnEmailIdentity.DkimSigningAttributesProperty:
        """The signing as the template wants it."""
        return _signing_attributes(self.key_bits)


@cache
def _signing_attributes(key_bits: int) -> ses.CfnEmailIdentity.DkimSigningAttributesProperty:
    return ses.CfnEmailIdentity.DkimSigningAttributesProperty(next_signing_key_length=f"RSA_{key_bits}_BIT")
