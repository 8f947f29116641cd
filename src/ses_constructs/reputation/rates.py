"""Bounce and complaint rates as fractions, and the order in which they have to lie."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import metrics
from ses_constructs.shared.tokens import is_number_token

_GUIDE = "Reputation metrics messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """A bounce rate and a complaint rate.

    Args:
        bounce: Hard bounces as a fraction of what was sent: 0.05 is 5 %.
        complaint: Complaints as a fraction of what was sent: 0.001 is 0.1 %.

    Raises:
        InvalidSettingError: when a rate is not a number between 0 and 1.

    Guide: Reputation metrics messages.
    """

    bounce: float
    complaint: float

    def __post_init__(self) -> None:
        for setting, rate in (("bounce", self.bounce), ("complaint", self.complaint)):
            check_fraction(setting, rate)
            if not 0 < rate < 1:
                raise InvalidSettingError(
                    setting, rate, "is not a fraction between 0 and 1", fix=_fraction(setting, rate), see=_GUIDE
                )


def check_fraction(setting: str, got: object) -> None:
    """Refuses what is no number at all, with the fraction that a text means."""
    if isinstance(got, bool) or not isinstance(got, int | float):
        raise InvalidSettingError(setting, got, "is not a number", fix=_written(setting, got))
    if is_number_token(got):
        raise InvalidSettingError(
            setting,
            got,
            "is how the CDK writes a number that only the deployment knows",
            fix="give the number itself",
        )


WARN = Rates(bounce=metrics.AWS_REVIEW_BOUNCE_RATE, complaint=metrics.AWS_REVIEW_COMPLAINT_RATE)
"""Where AWS may put the account under review; the values of the guide's notification alarms."""
PAUSE = Rates(bounce=0.08, complaint=0.004)
"""Four fifths of where AWS may pause the account."""
_AWS_PAUSES = Rates(bounce=metrics.AWS_PAUSE_BOUNCE_RATE, complaint=metrics.AWS_PAUSE_COMPLAINT_RATE)


def percent(rate: float) -> str:
    """A fraction as people read it: ``5 %``."""
    return f"{rate * 100:g} %"


def check_levels(*, warn: Rates, pause: Rates) -> None:
    """Refuses a pause that comes too late to help, and a warning that does not come before the pause."""
    for kind in ("bounce", "complaint"):
        warns, pauses, limit = (getattr(rates, kind) for rates in (warn, pause, _AWS_PAUSES))
        if pauses >= limit:
            raise InvalidSettingError(
                f"pause.{kind}",
                pauses,
                f"is too late: AWS itself may pause the account from {limit:g} ({percent(limit)}) on",
                fix=f"use a rate below {limit:g}, or leave it out for {getattr(PAUSE, kind):g}",
                see=_GUIDE,
            )
        if warns >= pauses:
            raise ConflictingSettingsError(
                f"warn.{kind}={warns:g} does not come before pause.{kind}={pauses:g}",
                fix="give a warn rate below the pause rate, so that somebody can act before mail stops",
            )


def _fraction(setting: str, rate: float) -> str:
    if 1 <= rate < 100:
        return f"rates are fractions: {rate / 100:g} is {rate:g} %, so give {setting}={rate / 100:g}"
    return "rates are fractions: 0.05 is 5 %"


def _written(setting: str, got: object) -> str:
    text = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", str(got))
    if text is None or isinstance(got, bool):
        return f"rates are fractions: 0.05 is 5 %, so give {setting}=0.05"
    number = float(text[1])
    # A text of 1 or more without the sign is meant as per cent all the same: no rate is 100 % or more.
    fraction = number / 100 if text[2] or number >= 1 else number
    return f"rates are fractions and numbers: give {setting}={fraction:g}"
