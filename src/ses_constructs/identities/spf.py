"""The SPF record of a domain itself, merged with what its TXT record holds already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ses_constructs.dns import DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.dns_text import SPF_OF_MAIL_FROM, check_txt, quoted
from ses_constructs.facts.quotas import SPF_LOOKUPS
from ses_constructs.shared.setting_types import checks_types

_INCLUDE = "include:amazonses.com"
_LOOKUPS = ("include", "a", "mx", "ptr", "exists", "redirect")
"""Terms that cost a DNS look-up. RFC 7208, section 4.6.4."""
_SEE = "Authenticating Email with SPF in Amazon SES"


@checks_types
@dataclass(frozen=True, slots=True)
class Spf:
    """The TXT values of a domain, with SES among the senders of its SPF; made by :meth:`merged_with`.

    With a MAIL FROM domain it is not needed: SPF is then checked there. It serves receivers and scanners that
    look at the domain itself.

    A name has one TXT record set, so that everything else which stands there has to be in it, and an existing one
    cannot be created again: Route 53 refuses it rather than overwrites it.
    """

    values: tuple[str, ...]

    @classmethod
    def merged_with(cls, values: str | Sequence[str]) -> Spf:
        """The TXT values the domain has today, SES added to the SPF among them; an empty list for none.

        >>> Spf.merged_with(["site-check=1", "v=spf1 mx -all"]).values
        ('site-check=1', 'v=spf1 mx include:amazonses.com -all')

        Args:
            values: Each without quotes, as one text, however many strings it is written as. One may stand alone.

        Raises:
            InvalidSettingError: for what is no printable ASCII, for two SPF values, for an SPF that needs more
                than ten look-ups, or for one that ``redirect`` hands to another domain.

        Guide: Authenticating Email with SPF in Amazon SES. RFC 7208, sections 3.2 and 4.6.4.
        """
        values = [values] if isinstance(values, str) else list(dict.fromkeys(values))
        for value in values:
            check_txt("values", value)
        found = [value for value in values if _is_spf(value)]
        if len(found) > 1:
            raise InvalidSettingError(
                "values",
                found,
                "hold more than one SPF, so that receivers ignore all",
                fix="merge them",
                see=_SEE,
            )
        if not found:
            return cls((*values, SPF_OF_MAIL_FROM))
        return cls(tuple(_with_ses(value) if _is_spf(value) else value for value in values))

    def records(self, domain: str) -> list[DnsRecord]:
        """The records of the domain: one TXT record set with every value."""
        return [
            DnsRecord(
                name=domain,
                type="TXT",
                value=quoted(value),
                purpose="SPF of the domain" if _is_spf(value) else "kept from before",
            )
            for value in self.values
        ]


def _is_spf(value: str) -> bool:
    return value.lower().split(" ")[0] == "v=spf1"


def _with_ses(spf: str) -> str:
    version, *terms = spf.split()
    kinds = [_kind(term) for term in terms]
    if _INCLUDE not in (term.lstrip("+").lower() for term in terms):
        # Beside ``all`` a redirect does nothing. RFC 7208, section 6.1.
        if "redirect" in kinds and "all" not in kinds:
            raise InvalidSettingError(
                "values",
                spf,
                "hands the question to another domain, so that SES cannot be added here",
                fix=f"add {_INCLUDE!r} to the SPF of that domain",
                see=_SEE,
            )
        # Receivers stop at ``all``, wherever it stands.
        terms.insert(kinds.index("all") if "all" in kinds else len(terms), _INCLUDE)
    if sum(_kind(term) in _LOOKUPS for term in terms) > SPF_LOOKUPS:
        raise InvalidSettingError(
            "values",
            spf,
            f"needs more than {SPF_LOOKUPS} look-ups with SES, which makes receivers ignore it",
            fix="remove senders that are not used any more, or leave spf out: a MAIL FROM domain needs none here",
            see=_SEE,
        )
    return " ".join([version, *terms])


def _kind(term: str) -> str:
    for mark in ":=/":
        term = term.partition(mark)[0]
    return term.lstrip("+-~?").lower()
