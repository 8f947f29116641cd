"""Which addresses SES stops sending to by itself; a setting with three states."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.shared.setting_types import checks_types


@checks_types
@dataclass(frozen=True, slots=True)
class Suppression:
    """The suppression of a configuration set: :meth:`of`, :meth:`none` or :meth:`inherit`.

    In SES an empty list of reasons is not the same as no list: the first suppresses nothing, the second leaves
    it to the account. Guide: Using configuration set-level suppression.
    """

    reasons: ses.SuppressionReasons | None
    disabled: bool | None

    @classmethod
    def of(cls, *, bounces: bool = True, complaints: bool = True) -> Suppression:
        """Addresses that bounced for good, or complained, get no more mail; neither is :meth:`none`."""
        if bounces and complaints:
            return cls(ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS, None)
        if bounces:
            return cls(ses.SuppressionReasons.BOUNCES_ONLY, None)
        if complaints:
            return cls(ses.SuppressionReasons.COMPLAINTS_ONLY, None)
        return cls.none()

    @classmethod
    def none(cls) -> Suppression:
        """Sends to every address, whatever the account's list says."""
        return cls(None, True)

    @classmethod
    def inherit(cls) -> Suppression:
        """Does as the account does."""
        return cls(None, None)
