"""The brand logo that mailbox providers may show beside a domain's mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ses_constructs.dns import DnsRecord
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.dns_text import quoted
from ses_constructs.facts.names import DNS_LABEL
from ses_constructs.shared.setting_types import checks_types

_SEE = "Using BIMI in Amazon SES"
_URL = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+=-]|%[0-9A-Fa-f]{2})+")
"""The characters of RFC 3986 without those that end a tag of the record."""
_HOST = re.compile(r"https://([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*(:[0-9]+)?/")
"""The draft of BIMI wants a full name, not a number."""


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class Bimi:
    """The BIMI record of a domain: ``default._bimi.<domain>``.

    Providers show the logo only for domains whose DMARC policy is enforced, the organizational domain's too, and
    only once mail comes steadily and with a good name: published does not mean visible. ``BimiLogo`` serves the
    files, and has the record that names them.

    >>> Bimi(logo_url="https://shop.example/logo.svg").text
    'v=BIMI1; l=https://shop.example/logo.svg; a='

    Args:
        logo_url: Of the logo, an SVG in the profile *Tiny Portable/Secure*, public over HTTPS.
        certificate_url: Of the mark certificate, a PEM file, public over HTTPS. Gmail and Apple Mail want one.
            Left out: none.
        selector: A name for this logo, which mail can choose with the header ``BIMI-Selector``. Left out:
            ``default``, which is looked up for all mail.

    Raises:
        InvalidSettingError: for addresses that no provider fetches, or a selector that DNS does not have.

    Guide: Using BIMI in Amazon SES.
    """

    logo_url: str
    certificate_url: str | None = None
    selector: str = "default"

    def __post_init__(self) -> None:
        _check_url("logo_url", self.logo_url, ".svg")
        if self.certificate_url is not None:
            _check_url("certificate_url", self.certificate_url, ".pem")
        if DNS_LABEL.fullmatch(self.selector) is None:
            raise InvalidSettingError(
                "selector",
                self.selector,
                "is not one label of a DNS name",
                fix="use letters, digits and inner dashes, or leave it out",
            )

    @property
    def text(self) -> str:
        """The value of the TXT record, without quotes."""
        return f"v=BIMI1; l={self.logo_url}; a={self.certificate_url or ''}"

    def record(self, domain: str) -> DnsRecord:
        """The record of a domain."""
        return DnsRecord(
            name=f"{self.selector}._bimi.{domain}", type="TXT", value=quoted(self.text), purpose="BIMI: the logo"
        )


def _check_url(setting: str, url: str, ending: str) -> None:
    wrong = ""
    if _HOST.match(url) is None:
        wrong = "is not an address that starts with 'https://' and the name of a host"
    elif _URL.fullmatch(url) is None:
        # The guide's own sample has a hyphen outside ASCII, which is not seen and breaks the record.
        wrong = "has a character that ends the value, or that an address does not have"
    elif not urlsplit(url).path.lower().endswith(ending):
        wrong = f"does not end with {ending!r}"
    if wrong:
        raise InvalidSettingError(
            setting, url, wrong, fix=f"give one such as 'https://example.com/mark{ending}'", see=_SEE
        )
