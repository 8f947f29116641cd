"""Ingress points of every kind."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.mail_manager import (
    IngressAccess,
    IngressNetwork,
    IngressPoint,
    IngressType,
    IngressVpcEndpoint,
    RuleSet,
    TlsPolicy,
    TrafficPolicy,
)
from tests.mail_manager.reading import resources, the
from tests.mail_manager.test_ingress_access import CERTIFICATE, REVOKED

TYPE = "AWS::SES::MailManagerIngressPoint"


def ingress(
    stack: cdk.Stack,
    access: IngressAccess,
    *,
    network: IngressNetwork | None = None,
    tls_policy: TlsPolicy | None = None,
    name: str | None = None,
) -> IngressPoint:
    return IngressPoint(
        stack,
        "Ingress",
        traffic_policy=TrafficPolicy.from_traffic_policy_id(stack, "Policy", "tp-1"),
        rule_set=RuleSet.from_rule_set_id(stack, "Rules", "rs-1"),
        access=access,
        network=network,
        tls_policy=tls_policy,
        ingress_point_name=name,
        tags={"a": "b"},
    )


def test_an_open_one_leaves_to_ses_what_nobody_says(stack: cdk.Stack) -> None:
    made = ingress(stack, IngressAccess.open())
    assert the(stack, TYPE) == {
        "Type": "OPEN",
        "TrafficPolicyId": "tp-1",
        "RuleSetId": "rs-1",
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    (id,) = resources(stack, TYPE)
    assert stack.resolve(made.host) == {"Fn::GetAtt": [id, "ARecord"]}
    assert stack.resolve(made.ingress_point_id) == {"Fn::GetAtt": [id, "IngressPointId"]}
    assert stack.resolve(made.mail_manager_ingress_point_ref.ingress_point_arn) == {
        "Fn::GetAtt": [id, "IngressPointArn"]
    }
    assert made.secret is None


def test_one_with_a_password_waits_for_leave_to_read_it(stack: cdk.Stack) -> None:
    made = ingress(stack, IngressAccess.password(), name="relay", tls_policy=TlsPolicy.REQUIRED)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    made.grant_read_password(role)
    (point,) = resources(stack, TYPE).values()
    (secret,) = resources(stack, "AWS::SecretsManager::Secret")
    assert point["Properties"]["Type"] == "AUTH"
    assert point["Properties"]["IngressPointConfiguration"] == {"SecretArn": {"Ref": secret}}
    assert (point["Properties"]["IngressPointName"], point["Properties"]["TlsPolicy"]) == ("relay", "REQUIRED")
    waits = {*resources(stack, "AWS::SecretsManager::ResourcePolicy"), *resources(stack, "AWS::KMS::Key")}
    assert waits <= set(point["DependsOn"])
    (read,) = the(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert read["Action"] == ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    (role_id,) = resources(stack, "AWS::IAM::Role")
    use = the(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"]
    readers = [one["Principal"] for one in use if one["Action"] == "kms:Decrypt"]
    assert {"AWS": {"Fn::GetAtt": [role_id, "Arn"]}} in readers


def test_a_secret_of_the_users_own_is_used_as_it_is(stack: cdk.Stack) -> None:
    own = secretsmanager.Secret(stack, "Own", encryption_key=kms.Key(stack, "Key"))
    assert ingress(stack, IngressAccess.password(own)).secret is own
    assert len(resources(stack, "AWS::SecretsManager::Secret")) == 1


def test_a_secret_that_ses_cannot_read_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="cannot be let in") as caught:
        ingress(stack, IngressAccess.password(secretsmanager.Secret(stack, "Own")))
    assert caught.value.at == "Mail/Ingress"


def test_one_with_mutual_tls_has_its_authorities_in_the_template(stack: cdk.Stack) -> None:
    ingress(stack, IngressAccess.mutual_tls(ca_certificates=CERTIFICATE, revocation_list=REVOKED))
    properties = the(stack, TYPE)
    assert properties["Type"] == "MTLS"
    assert properties["IngressPointConfiguration"] == {
        "TlsAuthConfiguration": {"TrustStore": {"CAContent": CERTIFICATE, "CrlContent": REVOKED}}
    }


def test_a_private_one_is_reached_by_its_endpoint(stack: cdk.Stack) -> None:
    vpc = ec2.Vpc(stack, "Vpc", restrict_default_security_group=False)
    door = IngressVpcEndpoint(stack, "Door", vpc=vpc, type=IngressType.AUTHENTICATED)
    made = ingress(
        stack,
        IngressAccess.password(),
        network=IngressNetwork.private(door),
        tls_policy=TlsPolicy.OPTIONAL,
    )
    (endpoint,) = resources(stack, "AWS::EC2::VPCEndpoint")
    assert the(stack, TYPE)["NetworkConfiguration"] == {
        "PrivateNetworkConfiguration": {"VpcEndpointId": {"Ref": endpoint}}
    }
    with pytest.raises(ConflictingSettingsError, match="has no public name"):
        _ = made.host


def test_who_has_no_password_grants_none(stack: cdk.Stack) -> None:
    made = ingress(stack, IngressAccess.open())
    with pytest.raises(ConflictingSettingsError, match="asks for no password") as caught:
        made.grant_read_password(iam.AccountRootPrincipal())
    assert caught.value.at == "Mail/Ingress"


def test_a_tls_policy_that_does_not_exist_there_is_refused(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="not offered in eu-west-1") as caught:
        ingress(irish_stack, IngressAccess.open(), tls_policy=TlsPolicy.FIPS)
    assert caught.value.at == "Irish/Ingress"


@pytest.mark.parametrize("name", ["", "ab", "a.b", "x" * 64])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="ingress_point_name"):
        ingress(stack, IngressAccess.open(), name=name)


def test_a_region_without_mail_manager_is_refused() -> None:
    stack = cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(region="eu-south-2"))
    with pytest.raises(UnavailableInRegionError, match="eu-south-2"):
        ingress(stack, IngressAccess.open())


def test_the_key_of_a_trust_store_is_named_and_its_policy_left_to_the_user(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    ingress(stack, IngressAccess.mutual_tls(ca_certificates=CERTIFICATE, encryption_key=key))
    (id,) = resources(stack, "AWS::KMS::Key")
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::MailManagerIngressPoint").values()
    store = made["Properties"]["IngressPointConfiguration"]["TlsAuthConfiguration"]["TrustStore"]
    assert store == {"CAContent": CERTIFICATE, "KmsKeyArn": {"Fn::GetAtt": [id, "Arn"]}}
    notes = Annotations.from_stack(stack)
    notes.has_warning("/Mail/Ingress", Match.string_like_regexp("the policy of the key has to let it"))


def test_without_a_key_of_ones_own_nothing_is_said_of_it(stack: cdk.Stack) -> None:
    ingress(stack, IngressAccess.mutual_tls(ca_certificates=CERTIFICATE))
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


@pytest.mark.parametrize(("closed", "status"), [(None, None), (True, "CLOSED"), (False, "ACTIVE")])
def test_it_is_closed_and_opened(stack: cdk.Stack, closed: bool | None, status: str | None) -> None:
    IngressPoint(
        stack,
        "Ingress",
        traffic_policy=TrafficPolicy(stack, "Policy"),
        rule_set=RuleSet(stack, "Rules"),
        access=IngressAccess.open(),
        closed=closed,
    )
    assert the(stack, TYPE).get("StatusToUpdate") == status


def test_an_imported_one_refers_by_its_id(stack: cdk.Stack) -> None:
    imported = IngressPoint.from_ingress_point_id(stack, "Imported", "inp-1")
    assert imported.mail_manager_ingress_point_ref.ingress_point_id == "inp-1"
