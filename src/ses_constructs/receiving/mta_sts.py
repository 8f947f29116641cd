"""The policy by which senders deliver to a domain over verified TLS only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.dns import Dns, DnsRecord
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.dns_text import quoted
from ses_constructs.facts.domains import checked_domain
from ses_constructs.facts.hosts import inbound_host
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.public_texts import PublicText, PublicTexts
from ses_constructs.shared.setting_types import checks_types

from .receiving_region import check_region

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm

_DAY = 86_400
_PATH = ".well-known/mta-sts.txt"
"""RFC 8461, section 3.2."""
_LONGEST = 31_557_600
"""A year. RFC 8461, section 3.2."""


class MtaStsMode(StrEnum):
    """What senders do when the policy is not met. RFC 8461, section 5."""

    NONE = "none"
    """Nothing, and they forget an earlier policy: the way out."""
    TESTING = "testing"
    """They deliver all the same, and tell in TLS reports."""
    ENFORCE = "enforce"
    """They do not deliver."""


@checks_types
class MtaSts(Construct):
    """Asks senders to deliver a domain's mail over TLS, to the servers named here and no others.

    Creates: the TXT record ``_mta-sts.<domain>``, and at ``https://mta-sts.<domain>`` an API of API Gateway that
    answers with the policy: a domain name with a certificate, a mapping, and an alias record. Nothing runs when
    nobody asks.

    Begin with ``testing`` and :class:`~ses_constructs.receiving.TlsReporting`; enforce when the reports are quiet.
    To end it, set ``none`` and wait ``max_age`` before the construct goes, for senders remember the policy.

    Args:
        domain: What stands after the ``@``.
        dns: Where the records go. By hand, and in another account's zone, ``certificate`` is needed.
        mode: Left out: ``testing``.
        max_age: Seconds for which senders remember the policy, from a day to a year. Left out: a week, or a
            day while testing.
        mail_servers: Hosts of the MX records; ``*`` may stand for the first label. Left out: the host of
            Amazon SES in this region.
        certificate: For ``mta-sts.<domain>``, in this region. Left out: one is made, which the zone validates.

    Raises:
        InvalidSettingError: for a domain or a time that senders do not accept.
        ConflictingSettingsError: for records by hand, or in another account, without a certificate.
        UnavailableInRegionError: when the region receives no mail, and ``mail_servers`` is left out.

    RFC 8461.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        mode: MtaStsMode = MtaStsMode.TESTING,
        max_age: int | None = None,
        mail_servers: Sequence[str] | None = None,
        certificate: acm.ICertificate | None = None,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            domain = checked_domain("domain", domain)
            dns.check_holds("domain", domain)
            if mail_servers is None:
                check_region(self)
                mail_servers = [inbound_host(Aws.of(self).region)]
            if certificate is None and not dns.validates_certificates:
                raise ConflictingSettingsError(
                    "only a hosted zone of this account can validate a certificate",
                    fix=f"give certificate=, for 'mta-sts.{domain}'",
                )
            self.policy = _policy(mode, _checked_age(max_age, mode), mail_servers)
            """The text that senders fetch."""
            host = f"mta-sts.{domain}"
            site = PublicTexts(
                self,
                "Site",
                host=host,
                texts=[PublicText(path=_PATH, content=self.policy, content_type="text/plain")],
                description=f"The MTA-STS policy at {host}",
                hosted_zone_id=dns.hosted_zone_id,
                certificate=certificate,
            )
            self.dns_records: list[DnsRecord] = [
                DnsRecord(
                    name=f"_mta-sts.{domain}",
                    type="TXT",
                    value=quoted(f"v=STSv1; id={_id_of(self.policy)}"),
                    purpose="MTA-STS: there is a policy",
                ),
                DnsRecord(name=host, type="CNAME", value=site.alias, purpose="MTA-STS: the policy is here"),
            ]
            group = dns.publish(self, "Records", self.dns_records)
            if group is not None:
                # Senders that see the record fetch the policy at once.
                group.node.add_dependency(site.mapping)


def _policy(mode: MtaStsMode, max_age: int, mail_servers: Sequence[str]) -> str:
    if not mail_servers:
        raise InvalidSettingError(
            "mail_servers", mail_servers, "names no host", fix="give the hosts of the MX records, or leave it out"
        )
    mail_servers = [_checked_host(host) for host in mail_servers]
    lines = ["version: STSv1", f"mode: {mode}", *(f"mx: {host}" for host in mail_servers), f"max_age: {max_age}"]
    return "".join(f"{line}\n" for line in lines)


def _checked_host(host: str) -> str:
    if not is_known(host):
        return host
    wildcard = "*." if host.startswith("*.") else ""
    return wildcard + checked_domain("mail_servers", host.removeprefix(wildcard))


def _checked_age(max_age: int | None, mode: MtaStsMode) -> int:
    if max_age is None:
        return 7 * _DAY if mode is MtaStsMode.ENFORCE else _DAY
    if not _DAY <= max_age <= _LONGEST:
        raise InvalidSettingError(
            "max_age", max_age, "is less than a day or more than a year", fix=f"give {_DAY} to {_LONGEST} seconds"
        )
    return max_age


def _id_of(policy: str) -> str:
    """Changes when the policy does: senders fetch it again only then. Up to 32 letters and digits.

    Tokens are left out, for they are numbered anew at each synthesis.
    """
    policy = re.sub(r"\$\{Token\[[^]]*\]\}", "", policy)
    return hashlib.sha256(policy.encode()).hexdigest()[:32]
