"""What SES takes as a domain name."""

from __future__ import annotations

from ses_constructs.errors import InvalidSettingError

from .names import DNS_LABEL
from .quotas import DNS_LABEL_LENGTH, DNS_NAME_LENGTH

_SEE = "Creating a domain identity"
_DKIM_NAME_LENGTH = 32 + len("._domainkey.")
"""What stands before the domain: a token of 32 characters. Guide: Troubleshooting DKIM problems in Amazon SES."""
_OTHERWISE_TODAY = frozenset("ß\u1e9eς\u200c\u200d")
"""Letters of which IDNA 2003, which is Python's own, makes another domain than today's IDNA 2008. Source: Unicode
Technical Standard 46, "Deviations"."""


def checked_domain(setting: str, domain: str) -> str:
    """The domain in lower case, as SES compares it.

    Raises:
        InvalidSettingError: for an address, a trailing dot, ``www.``, letters outside ASCII, or lengths and
            characters that DNS does not have.
    """
    wrong, fix = _fault(domain)
    if wrong:
        raise InvalidSettingError(setting, domain, wrong, fix=fix, see=_SEE)
    return domain.lower()


def checked_identity(setting: str, domain: str) -> str:
    """The domain in lower case, short enough for the names of its Easy DKIM records.

    Raises:
        InvalidSettingError: as :func:`checked_domain`, and when DNS has no room for the names of its records.
    """
    checked = checked_domain(setting, domain)
    if len(checked) + _DKIM_NAME_LENGTH > DNS_NAME_LENGTH:
        raise InvalidSettingError(
            setting, domain, "leaves no room for the names of its DKIM records", fix="use a shorter name", see=_SEE
        )
    return checked


def is_below(name: str, domain: str) -> bool:
    """True when ``name`` is a subdomain of ``domain``, at any depth, and not the domain itself."""
    return name.lower().endswith(f".{domain.lower()}")


def parents_of(domain: str) -> list[str]:
    """The domains above, the nearest first, down to two labels."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(1, len(labels) - 1)]


def _fault(domain: str) -> tuple[str, str]:
    """What is wrong with a domain and what to type instead; empty texts when nothing is."""
    if "@" in domain:
        return "is an e-mail address", f"give the domain alone: {domain.rpartition('@')[2]!r}"
    if domain.endswith("."):
        return "ends with a dot", f"leave the dot out: {domain.rstrip('.')!r}"
    if not domain.isascii():
        return "has letters outside ASCII, which DNS does not have", f"give its ASCII form: {_ascii(domain)}"
    if domain.lower().startswith("www."):
        return "never verifies: SES does not take names with 'www.'", f"leave it out: {domain[4:]!r}"
    labels = domain.split(".")
    # An address of the internet looks like a domain; no top-level domain is a number (RFC 3696, section 2).
    if len(labels) < 2 or labels[-1].isdigit():
        return "is not a domain name", "give a name with a dot, such as 'example.com'"
    if len(domain) > DNS_NAME_LENGTH:
        return f"is longer than {DNS_NAME_LENGTH} characters", "use a shorter name"
    for label in labels:
        if len(label) > DNS_LABEL_LENGTH:
            return f"has a part longer than {DNS_LABEL_LENGTH} characters", f"shorten {label!r}"
        if DNS_LABEL.fullmatch(label) is None:
            return f"has the part {label!r}, which DNS does not allow", "use letters, digits and inner dashes"
    return "", ""


def _ascii(domain: str) -> str:
    if not _OTHERWISE_TODAY.isdisjoint(domain):
        return "the one that its registrar shows, with 'xn--' in it"
    try:
        return repr(domain.encode("idna").decode("ascii"))
    except UnicodeError:
        return "the one that starts with 'xn--'"
