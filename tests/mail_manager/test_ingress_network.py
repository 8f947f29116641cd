"""Where an ingress point is reached."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import IngressNetwork, IngressType, IngressVpcEndpoint, TlsPolicy
from tests.mail_manager.schema_judge import faults, rendered

ID = "vpce-0123456789abcdef0"


@pytest.mark.parametrize(
    ("network", "written"),
    [
        (IngressNetwork.ipv4(), {"PublicNetworkConfiguration": {"IpType": "IPV4"}}),
        (IngressNetwork.dual_stack(), {"PublicNetworkConfiguration": {"IpType": "DUAL_STACK"}}),
        (IngressNetwork.private_with_id(ID), {"PrivateNetworkConfiguration": {"VpcEndpointId": ID}}),
    ],
)
def test_each_network_as_the_template_wants_it(network: IngressNetwork, written: dict[str, object]) -> None:
    assert rendered(network.render()) == written
    assert faults("IngressPoint", "NetworkConfiguration", written) == []
    assert network.is_private is ("PrivateNetworkConfiguration" in written)


@pytest.mark.parametrize("id", ["", "vpce-1", "eni-0123456789abcdef0"])
def test_what_is_no_id_is_refused(id: str) -> None:
    with pytest.raises(InvalidSettingError, match="no id of a VPC endpoint"):
        IngressNetwork.private_with_id(id)


def test_an_endpoint_is_for_one_ingress_point_of_its_kind() -> None:
    stack = cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(region="us-east-1"))
    vpc = ec2.Vpc(stack, "Vpc", restrict_default_security_group=False)
    door = IngressVpcEndpoint(stack, "Door", vpc=vpc, type=IngressType.OPEN, fips=True)
    network = IngressNetwork.private(door)
    with pytest.raises(ConflictingSettingsError, match="is for ingress points of type OPEN"):
        network.take_endpoint("Mail/Ingress", IngressType.AUTHENTICATED, None)
    with pytest.raises(ConflictingSettingsError, match="does not go with tls_policy=REQUIRED"):
        network.take_endpoint("Mail/Ingress", IngressType.OPEN, TlsPolicy.REQUIRED)
    network.take_endpoint("Mail/Ingress", IngressType.OPEN, TlsPolicy.FIPS)
    with pytest.raises(ConflictingSettingsError, match="is used by Mail/Ingress"):
        network.take_endpoint("Mail/Other", IngressType.OPEN, None)
    IngressNetwork.ipv4().take_endpoint("Mail/Public", IngressType.OPEN, None)


@pytest.mark.parametrize(("fips", "policy"), [(True, TlsPolicy.FIPS), (False, TlsPolicy.REQUIRED)])
def test_where_no_policy_is_given_it_is_that_of_the_endpoint(fips: bool, policy: TlsPolicy) -> None:
    stack = cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(region="us-east-1"))
    vpc = ec2.Vpc(stack, "Vpc", restrict_default_security_group=False)
    door = IngressVpcEndpoint(stack, "Door", vpc=vpc, type=IngressType.OPEN, fips=fips)
    assert IngressNetwork.private(door).tls_policy_of(None) is policy
    assert IngressNetwork.private(door).tls_policy_of(TlsPolicy.OPTIONAL) is TlsPolicy.OPTIONAL
    assert IngressNetwork.private_with_id(ID).tls_policy_of(None) is None
    assert IngressNetwork.ipv4().tls_policy_of(None) is None
