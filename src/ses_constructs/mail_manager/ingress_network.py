"""Where an ingress point is reached."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.mail_manager import IngressType, TlsPolicy
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types

from .ingress_vpc_endpoint import IngressVpcEndpoint

_Point = ses.CfnMailManagerIngressPoint
_ENDPOINT_ID = re.compile(r"vpce-[a-zA-Z0-9]{17}")
"""Schema of ``AWS::SES::MailManagerIngressPoint``."""
_SEE = "Receiving email through Amazon VPC endpoints"


@checks_types
@dataclass(frozen=True, slots=True)
class IngressNetwork:
    """Made by :meth:`ipv4`, :meth:`dual_stack`, :meth:`private` or :meth:`private_with_id`.

    Another network is another ingress point, with another name.
    """

    ip_type: str | None
    vpc_endpoint_id: str | None = None
    endpoint: IngressVpcEndpoint | None = None

    @classmethod
    def ipv4(cls) -> IngressNetwork:
        """The internet, over IPv4."""
        return cls("IPV4")

    @classmethod
    def dual_stack(cls) -> IngressNetwork:
        """The internet, over IPv4 and IPv6. Add-ons of traffic policies are not asked about IPv6."""
        return cls("DUAL_STACK")

    @classmethod
    def private(cls, endpoint: IngressVpcEndpoint) -> IngressNetwork:
        """A VPC, by an endpoint that no other ingress point uses."""
        return cls(None, endpoint.endpoint.vpc_endpoint_id, endpoint)

    @classmethod
    def private_with_id(cls, vpc_endpoint_id: str) -> IngressNetwork:
        """A VPC, by an endpoint of this account that something else made.

        Raises:
            InvalidSettingError: for what is no id.
        """
        if is_known(vpc_endpoint_id) and _ENDPOINT_ID.fullmatch(vpc_endpoint_id) is None:
            raise InvalidSettingError(
                "vpc_endpoint_id",
                vpc_endpoint_id,
                "is no id of a VPC endpoint",
                fix="give 'vpce-' and the 17 letters and digits after it",
            )
        return cls(None, vpc_endpoint_id)

    @property
    def is_private(self) -> bool:
        return self.vpc_endpoint_id is not None

    @property
    def ip_versions(self) -> tuple[int, ...]:
        """Versions of IP that clients use."""
        return (4,) if self.ip_type == "IPV4" else (4, 6)

    def tls_policy_of(self, given: TlsPolicy | None) -> TlsPolicy | None:
        """The policy that goes with the endpoint where none is given: SES's own default is another in the US."""
        if given is not None or self.endpoint is None:
            return given
        return TlsPolicy.FIPS if self.endpoint.fips else TlsPolicy.REQUIRED

    def take_endpoint(self, path: str, type: IngressType, tls_policy: TlsPolicy | None) -> None:
        """Gives the endpoint to the ingress point at this path.

        Raises:
            ConflictingSettingsError: for an endpoint of another kind, or of another ingress point.
        """
        endpoint = self.endpoint
        if endpoint is None:
            return
        wrong = ""
        if endpoint.type is not type:
            wrong = f"is for ingress points of type {endpoint.type}"
        elif tls_policy is not None and endpoint.fips is not (tls_policy is TlsPolicy.FIPS):
            wrong = f"has fips={endpoint.fips}, which does not go with tls_policy={tls_policy}"
        elif endpoint.used_by is not None:
            wrong = f"is used by {endpoint.used_by}"
        if wrong:
            raise ConflictingSettingsError(
                f"VPC endpoint {endpoint.node.path} {wrong}",
                fix="make an IngressVpcEndpoint of the same kind for each ingress point",
                see=_SEE,
            )
        endpoint.used_by = path

    def render(self) -> ses.CfnMailManagerIngressPoint.NetworkConfigurationProperty:
        """As the template wants it."""
        if self.vpc_endpoint_id is not None:
            private = _Point.PrivateNetworkConfigurationProperty(vpc_endpoint_id=self.vpc_endpoint_id)
            return _Point.NetworkConfigurationProperty(private_network_configuration=private)
        public = _Point.PublicNetworkConfigurationProperty(ip_type=str(self.ip_type))
        return _Point.NetworkConfigurationProperty(public_network_configuration=public)
