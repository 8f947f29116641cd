"""Looks at identities from time to time: a record that somebody removes ends their verification days later."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from types_boto3_cloudwatch.type_defs import MetricDatumTypeDef

_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 6})
_SUCCESS, _FAILED = "SUCCESS", "FAILED"
_MOST_IN_A_CALL = 500

ses = cache(lambda: boto3.client("sesv2", config=_CONFIG))
cloudwatch = cache(lambda: boto3.client("cloudwatch", config=_CONFIG))


class UnseenError(Exception):
    """Some identities could not be looked at; no metric says that they are well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What SES says of one identity; states are its own words, and empty where it has none."""

    identity: str
    sending: bool
    dkim: str = ""
    mail_from: str = ""
    mail_from_domain: str = ""
    behavior: str = ""
    reason: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it may send, and receivers find all that they check."""
        is_signed = "@" in self.identity or self.dkim == _SUCCESS
        return self.sending and is_signed and self.mail_from in ("", _SUCCESS)


def handler(_event: object, _context: object) -> None:
    """Counts the identities that are not verified, and begins anew with MAIL FROM domains that SES gave up on."""
    looks, unseen = [], []
    for name in os.environ["IDENTITIES"].split(","):
        try:
            look = _look(name)
            looks.append(look)
            if not look.is_well:
                print(json.dumps({"did": "found unverified", **asdict(look)}))
            if look.mail_from == _FAILED and os.environ["RECOVER_MAIL_FROM"] == "yes":
                _recover(look)
        except (ClientError, BotoCoreError) as error:
            unseen.append(name)
            print(json.dumps({"did": "failed", "identity": name, "why": type(error).__name__}))
    _count(looks)
    if unseen:
        raise UnseenError(f"not looked at: {', '.join(unseen)}")


def _look(name: str) -> Look:
    client = ses()
    try:
        found = client.get_email_identity(EmailIdentity=name)
    except client.exceptions.NotFoundException:
        return Look(identity=name, sending=False, reason="there is no such identity")
    mail_from = found.get("MailFromAttributes", {})
    return Look(
        identity=name,
        sending=found.get("VerifiedForSendingStatus", False),
        dkim=found.get("DkimAttributes", {}).get("Status", ""),
        mail_from=mail_from.get("MailFromDomainStatus", ""),
        mail_from_domain=mail_from.get("MailFromDomain", ""),
        behavior=mail_from.get("BehaviorOnMxFailure", ""),
        reason=found.get("VerificationInfo", {}).get("ErrorType", ""),
    )


def _recover(look: Look) -> None:
    """Says the same again: SES then looks for the MX record for another 72 hours."""
    ses().put_email_identity_mail_from_attributes(
        EmailIdentity=look.identity,
        MailFromDomain=look.mail_from_domain,
        BehaviorOnMxFailure="REJECT_MESSAGE" if look.behavior == "REJECT_MESSAGE" else "USE_DEFAULT_VALUE",
    )
    print(json.dumps({"did": "began anew", "identity": look.identity, "mail_from": look.mail_from_domain}))


def _count(looks: list[Look]) -> None:
    monitor, namespace = os.environ["MONITOR"], os.environ["NAMESPACE"]
    unwell = sum(not look.is_well for look in looks)
    data = [_datum("UnverifiedIdentities", unwell, "Monitor", monitor)]
    data += [_datum("Unverified", not look.is_well, "Identity", look.identity) for look in looks]
    for start in range(0, len(data), _MOST_IN_A_CALL):
        cloudwatch().put_metric_data(Namespace=namespace, MetricData=data[start : start + _MOST_IN_A_CALL])


def _datum(name: str, value: float, dimension: str, of: str) -> MetricDatumTypeDef:
    return {"MetricName": name, "Value": float(value), "Dimensions": [{"Name": dimension, "Value": of}]}
