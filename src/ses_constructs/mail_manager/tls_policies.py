"""Which TLS policy goes with which ingress point. Guide: TLS policy for ingress endpoints."""

from __future__ import annotations

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.mail_manager import FIPS_REGION_PREFIXES, IngressType, TlsPolicy
from ses_constructs.shared import is_known

_SEE = "TLS policy for ingress endpoints"


def check_tls_policy(policy: TlsPolicy | None, type: IngressType, *, private: bool, region: str) -> None:
    """Refuses what the guide rules out.

    Raises:
        InvalidSettingError: for FIPS in a region that is known not to have it.
        ConflictingSettingsError: for a policy that the kind of ingress point does not have.
    """
    if policy is TlsPolicy.FIPS:
        check_fips("tls_policy", str(policy), region)
    asks = type is not IngressType.OPEN
    if policy is TlsPolicy.OPTIONAL and asks and (type is IngressType.MUTUAL_TLS or not private):
        raise ConflictingSettingsError(
            "tls_policy=TlsPolicy.OPTIONAL would let passwords or certificates be given without TLS",
            fix="leave tls_policy out: TLS is required then",
            see=_SEE,
        )
    if policy is TlsPolicy.REQUIRED and asks and not private and _has_fips(region):
        raise ConflictingSettingsError(
            f"in {region}, ingress points that ask who delivers have no TlsPolicy.REQUIRED",
            fix="leave tls_policy out: it is TlsPolicy.FIPS there",
            see=_SEE,
        )


def check_fips(setting: str, got: object, region: str) -> None:
    """Refuses FIPS outside of the US and Canada.

    Raises:
        InvalidSettingError: for such a region.
    """
    if is_known(region) and not _has_fips(region):
        raise InvalidSettingError(
            setting, got, f"is not offered in {region}", fix="leave it out: TLS is required there anyway", see=_SEE
        )


def _has_fips(region: str) -> bool:
    return is_known(region) and region.startswith(FIPS_REGION_PREFIXES)
