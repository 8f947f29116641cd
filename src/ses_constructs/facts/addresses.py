"""What SES takes as an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from ses_constructs.errors import InvalidSettingError

from .domains import checked_domain

LOCAL_PART_LENGTH = 64
"""RFC 5321, section 4.5.3.1.1."""
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""The dot-atom of RFC 5322; quoted local parts are left out, as mail systems do."""
_LABEL = re.compile(r"[A-Za-z0-9=_-]+(\.[A-Za-z0-9=_-]+)*")
_BREAKS_A_LIST = ",;!"
"""They separate addresses and sizes in a DMARC record. RFC 7489, section 6.2."""
_SAFE_IN_MAILTO = "@+$'*/="
"""Everything else that an address may hold is percent-encoded. RFC 6068, section 2."""
_SEE = "Creating an email address identity"


def checked_address(setting: str, address: str) -> str:
    """The address with its domain in lower case; the part before the ``@`` stays, for SES tells its cases apart.

    Raises:
        InvalidSettingError: for a display name, a missing part, or letters outside ASCII.
    """
    local, at, domain = address.rpartition("@")
    wrong, fix = "", "give one such as 'reports@example.com'"
    if not at or not local or not domain or "." not in domain:
        wrong = "is not an e-mail address"
    elif "<" in address or ">" in address:
        wrong, fix = "has a display name", f"give the address alone: {address.rpartition('<')[2].rstrip('>')!r}"
    elif not local.isascii():
        wrong, fix = "has letters outside ASCII before the '@', which SES does not take", "use another address"
    elif len(local) > LOCAL_PART_LENGTH:
        wrong, fix = f"has more than {LOCAL_PART_LENGTH} characters before the '@'", "use a shorter address"
    elif _LOCAL.fullmatch(local) is None:
        wrong = "is not an e-mail address"
    if wrong:
        raise InvalidSettingError(setting, address, wrong, fix=fix, see=_SEE)
    return f"{local}@{checked_domain(setting, domain)}"


def checked_addresses(setting: str, given: str | Sequence[str] | None) -> tuple[str, ...]:
    """Addresses of a DNS record, one or several; each once.

    Raises:
        InvalidSettingError: for an address that is none, or that would break the record.
    """
    addresses = [given] if isinstance(given, str) else list(given or [])
    for address in addresses:
        if any(mark in address for mark in _BREAKS_A_LIST):
            raise InvalidSettingError(
                setting,
                address,
                "has a character that ends an address in a DNS record",
                fix="give one address without ',', ';' and '!', such as 'reports@example.com'",
            )
    return tuple(dict.fromkeys(checked_address(setting, address) for address in addresses))


def domain_of(address: str) -> str:
    """What stands after the ``@``, in lower case."""
    return address.rpartition("@")[2].lower()


def mailto(address: str) -> str:
    """The address as a URI."""
    return f"mailto:{quote(address, safe=_SAFE_IN_MAILTO)}"


def labelled(address: str, label: str) -> str:
    """``box+label@domain``: an address that needs no verification of its own, and finds back to its box.

    Raises:
        InvalidSettingError: when the label would make it another address, or too long.

    Guide: Verified identities in Amazon SES (email address labels).
    """
    local, _, domain = address.rpartition("@")
    if _LABEL.fullmatch(label) is None or len(local) + 1 + len(label) > LOCAL_PART_LENGTH:
        raise InvalidSettingError(
            "label",
            label,
            "cannot stand in an address",
            fix="use letters, digits, '-', '_', '=' and inner dots, "
            f"{LOCAL_PART_LENGTH} characters with the box and the '+'",
        )
    return f"{local}+{label}@{domain}"
