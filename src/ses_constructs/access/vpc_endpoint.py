"""SES from inside a VPC, without a way to the internet."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.hosts import smtp_host
from ses_constructs.facts.smtp import PORT_25, STARTTLS_PORTS, TLS_WRAPPER_PORTS
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.setting_types import checks_types

from .send_limits import SendLimits

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2

_SEE = "Setting up VPC endpoints with Amazon SES"
_HTTPS = 443
WITHOUT_SMTP_ENDPOINT: dict[str, frozenset[str]] = {
    "us-east-1": frozenset({"use1-az2", "use1-az3", "use1-az5"}),
    "us-west-1": frozenset({"usw1-az2"}),
    "us-west-2": frozenset({"usw2-az4"}),
    "ap-northeast-2": frozenset({"apne2-az4"}),
    "ca-central-1": frozenset({"cac1-az3", "cac1-az4"}),
}
"""Ids of the availability zones that have no SMTP endpoint. Guide: Setting up VPC endpoints with Amazon SES.

The names of zones (``us-east-1a``) stand for other ids in each account.
"""


class SesInterface(StrEnum):
    """What of SES is reached."""

    API = "email"
    """HTTPS, as the AWS SDKs speak it. They do not go through an SMTP endpoint."""
    MAIL_MANAGER = "mail-manager"
    """HTTPS to the API of Mail Manager."""
    SMTP = "email-smtp"


@checks_types
class SesVpcEndpoint(Construct):
    """An interface endpoint for one interface of SES, with a security group that lets in whom you name.

    Creates: ``AWS::EC2::VPCEndpoint`` with private DNS, so that clients use SES's public host name, and
    ``AWS::EC2::SecurityGroup``, which lets nobody in until ``allow_from`` or :meth:`allow_from` says so.

    Costs or waits: billed by the hour and zone; a new one takes about five minutes.

    Args:
        vpc: With DNS support and DNS host names, which private DNS needs.
        interface: Left out: SMTP.
        ports: SMTP only: 465, 587, 2465 or 2587. Left out: 587.
        subnets: Left out: the private subnets. A deployment fails with one in a zone that has no endpoint: SMTP
            is missing in some zones of five regions, and a warning says so there.
        look_up_zones: True has the CDK ask EC2 for the zones of the endpoint, and uses the subnets in those
            only; for a stack with account and region and a VPC with known zones, ``Vpc.from_lookup(...)`` or one
            of that stack. Left out: all of ``subnets``.
        allow_from: Security groups or address ranges of the clients. Left out: nobody yet.
        identities: API only: the endpoint lets formatted and raw mail of these domains and addresses pass, and
            no other call. Left out: all calls.

    Raises:
        InvalidSettingError: for port 25 or another that SES does not listen on, and for settings of another
            interface.
        ConflictingSettingsError: for a VPC whose DNS is off, and to look up zones where a stack names none.

    Guide: Setting up VPC endpoints with Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        interface: SesInterface = SesInterface.SMTP,
        ports: Sequence[int] | None = None,
        subnets: ec2.SubnetSelection | None = None,
        look_up_zones: bool = False,
        allow_from: Sequence[ec2.IPeer] = (),
        identities: Sequence[str] | None = None,
    ) -> None:
        with located(scope, id):
            self._ports = _checked_ports(interface, ports)
            _check_identities(interface, identities)
            _check_dns(vpc)
        super().__init__(scope, id)
        from aws_cdk import aws_ec2 as ec2

        self._aws = Aws.of(self)
        with located(self):
            _check_zones(self, self._aws, interface, look_up_zones)
        services = {
            SesInterface.API: ec2.InterfaceVpcEndpointAwsService.EMAIL,
            SesInterface.MAIL_MANAGER: ec2.InterfaceVpcEndpointAwsService.MAILMANAGER,
            SesInterface.SMTP: ec2.InterfaceVpcEndpointAwsService.EMAIL_SMTP,
        }
        self.security_group = ec2.SecurityGroup(
            self, "SecurityGroup", vpc=vpc, description=f"Clients of {interface}", allow_all_outbound=False
        )
        """Who may connect."""
        self.endpoint = ec2.InterfaceVpcEndpoint(
            self,
            "Endpoint",
            vpc=vpc,
            service=services[interface],
            security_groups=[self.security_group],
            subnets=subnets,
            lookup_supported_azs=look_up_zones,
            private_dns_enabled=True,
            open=False,
        )
        """The endpoint."""
        self.host = smtp_host(self._aws.region) if interface is SesInterface.SMTP else None
        """Where SMTP clients connect: SES's public name, which means the endpoint inside the VPC."""
        if identities is not None:
            self._let_pass(identities)
        for peer in allow_from:
            self.allow_from(peer)

    @property
    def limits(self) -> SendLimits:
        """For ``grant_send``: the grantee may send through this endpoint only."""
        return SendLimits(vpc_endpoints=(self.endpoint.vpc_endpoint_id,))

    def allow_from(self, peer: ec2.IPeer) -> None:
        """Lets clients connect; their own security group needs the way out to these ports too."""
        from aws_cdk import aws_ec2 as ec2

        for port in self._ports:
            self.security_group.add_ingress_rule(peer, ec2.Port.tcp(port), "sends mail")

    def allow_security_group(self, security_group: ec2.ISecurityGroup) -> None:
        """Lets clients connect, and gives their security group the way out to the endpoint."""
        from aws_cdk import aws_ec2 as ec2

        self.allow_from(security_group)
        for port in self._ports:
            security_group.add_egress_rule(self.security_group, ec2.Port.tcp(port), "sends mail")

    def _let_pass(self, identities: Sequence[str]) -> None:
        from aws_cdk import aws_iam as iam

        stem = {"partition": self._aws.partition, "region": self._aws.region, "account": self._aws.account}
        resources = [permissions.identity_arn(**stem, identity=name) for name in identities]
        resources.append(permissions.configuration_set_arn(**stem, name="*"))
        self.endpoint.add_to_policy(
            iam.PolicyStatement(
                principals=[iam.AnyPrincipal()],
                actions=list(permissions.SEND_ACTIONS),
                resources=resources,
            )
        )


def _checked_ports(interface: SesInterface, ports: Sequence[int] | None) -> tuple[int, ...]:
    if interface is not SesInterface.SMTP:
        if ports is not None:
            raise InvalidSettingError("ports", ports, "belongs to SMTP", fix="leave it out: the API speaks HTTPS")
        return (_HTTPS,)
    wanted = (587,) if ports is None else tuple(ports)
    known = {*STARTTLS_PORTS, *TLS_WRAPPER_PORTS} - {PORT_25}
    if not wanted or not set(wanted) <= known:
        raise InvalidSettingError(
            "ports", ports, "are not ports of an SMTP endpoint", fix="use 587, 2587, 465 or 2465", see=_SEE
        )
    return wanted


def _check_identities(interface: SesInterface, identities: Sequence[str] | None) -> None:
    if identities is None:
        return
    if interface is not SesInterface.API:
        raise InvalidSettingError(
            "identities",
            identities,
            "belongs to the API: IAM knows actions of SES there",
            fix="leave it out, and narrow the permission of the SMTP user instead",
        )
    if not identities:
        raise InvalidSettingError("identities", identities, "would let nothing pass", fix="leave it out")


def _check_dns(vpc: ec2.IVpc) -> None:
    """Refuses a VPC of this app that cannot have private DNS; of an imported one nothing is known."""
    from aws_cdk import aws_ec2 as ec2

    if not isinstance(vpc, ec2.Vpc):
        return
    made = vpc.node.default_child
    assert isinstance(made, ec2.CfnVPC)
    if made.enable_dns_support is False or made.enable_dns_hostnames is False:
        raise ConflictingSettingsError(
            f"the VPC {vpc.node.path} has no DNS, without which clients find the endpoint by no name they know",
            fix="leave enable_dns_support and enable_dns_hostnames of the VPC at true",
            see=_SEE,
        )


def _check_zones(scope: Construct, aws: Aws, interface: SesInterface, look_up_zones: bool) -> None:
    if look_up_zones:
        if not (is_known(aws.region) and is_known(aws.account)):
            raise ConflictingSettingsError(
                "look_up_zones=True asks the account of the stack, which names none",
                fix="give the stack env=cdk.Environment(account=..., region=...), or leave it out",
            )
        return
    gaps = WITHOUT_SMTP_ENDPOINT.get(aws.region) if is_known(aws.region) else None
    if interface is not SesInterface.SMTP or gaps is None:
        return
    cdk.Annotations.of(scope).add_warning_v2(
        "ses-constructs:zones-without-smtp-endpoint",
        f"zones {', '.join(sorted(gaps))} of {aws.region} have no SMTP endpoint, and a subnet in one of them "
        "fails the deployment. See which names they have in your account with "
        "'aws ec2 describe-availability-zones', then give subnets=..., or look_up_zones=True",
    )
