"""The door of a private ingress point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import IngressType
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types

from .tls_policies import check_fips

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2

_SEE = "Receiving email through Amazon VPC endpoints"


@checks_types
class IngressVpcEndpoint(Construct):
    """A VPC endpoint for one private ingress point, with a security group that lets in whom you name.

    Creates: ``AWS::EC2::VPCEndpoint`` and ``AWS::EC2::SecurityGroup``, which lets nobody in until ``allow_from``
    or :meth:`allow_from` says so. Endpoint policies do not exist here.

    Costs or waits: billed by the hour and zone.

    Args:
        vpc: Where clients are.
        type: Of the ingress point that uses it.
        fips: True for an ingress point with ``TlsPolicy.FIPS``, and for no other. Left out: false.
        ports: 25, 587 or both. Left out: both.
        subnets: Left out: the private subnets.
        allow_from: Security groups or address ranges of the clients. Left out: nobody yet.

    Raises:
        InvalidSettingError: for a port that no ingress point listens on, or FIPS outside of the US and Canada.

    Guide: Receiving email through Amazon VPC endpoints.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        type: IngressType,
        fips: bool = False,
        ports: Sequence[int] = facts.INGRESS_PORTS,
        subnets: ec2.SubnetSelection | None = None,
        allow_from: Sequence[ec2.IPeer] = (),
    ) -> None:
        with located(scope, id):
            if not ports or not set(ports) <= set(facts.INGRESS_PORTS):
                raise InvalidSettingError(
                    "ports", ports, "are not ports of an ingress point", fix="use 25, 587 or both", see=_SEE
                )
            if fips:
                check_fips("fips", fips, Aws.of(scope).region)
        super().__init__(scope, id)
        from aws_cdk import aws_ec2 as ec2

        self.type = type
        """Of the ingress point that uses it."""
        self.fips = fips
        """Whether it is for ``TlsPolicy.FIPS``."""
        self.used_by: str | None = None
        """Path of the ingress point that uses it: there can be one only."""
        self._ports = tuple(ports)
        service = facts.INGRESS_ENDPOINT_SERVICE[type] + (".fips" if fips else "")
        self.security_group = ec2.SecurityGroup(
            self, "SecurityGroup", vpc=vpc, description="Clients of the ingress point", allow_all_outbound=False
        )
        """Who may connect."""
        self.endpoint = ec2.InterfaceVpcEndpoint(
            self,
            "Endpoint",
            vpc=vpc,
            service=ec2.InterfaceVpcEndpointService(f"com.amazonaws.{Aws.of(self).region}.{service}"),
            security_groups=[self.security_group],
            subnets=subnets,
            # Clients use the names of the endpoint itself; SES has no public name that could mean this one.
            private_dns_enabled=False,
            open=False,
        )
        """The endpoint."""
        for peer in allow_from:
            self.allow_from(peer)

    @property
    def host(self) -> str:
        """Where clients connect, inside the VPC."""
        first = cdk.Fn.select(0, self.endpoint.vpc_endpoint_dns_entries)
        return cdk.Fn.select(1, cdk.Fn.split(":", first))

    def allow_from(self, peer: ec2.IPeer) -> None:
        """Lets clients connect; their own security group needs the way out to these ports too."""
        from aws_cdk import aws_ec2 as ec2

        for port in self._ports:
            self.security_group.add_ingress_rule(peer, ec2.Port.tcp(port), "delivers mail")
