"""How a domain's mail is signed."""

from __future__ import annotations

from dataclasses import dataclass

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
    def next_signing_key_length(self) -> str:
        """The length as CloudFormation spells it."""
        return f"RSA_{self.key_bits}_BIT"
