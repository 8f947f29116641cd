"""Relays to other mail servers."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import Relay
from tests.mail_manager.reading import resources, the

TYPE = "AWS::SES::MailManagerRelay"


def test_a_relay_without_credentials_says_so(stack: cdk.Stack) -> None:
    relay = Relay(stack, "Google", server_name="aspmx.l.google.com", relay_name="google", tags={"a": "b"})
    assert not relay.has_credentials
    assert the(stack, TYPE) == {
        "Authentication": {"NoAuthentication": {}},
        "RelayName": "google",
        "ServerName": "aspmx.l.google.com",
        "ServerPort": 25,
        "Tags": [{"Key": "a", "Value": "b"}],
    }


def test_a_relay_with_credentials_waits_for_leave_to_read_them(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=kms.Key(stack, "Key"))
    relay = Relay(stack, "Exchange", server_name="mail.shop.example", server_port=587, credentials=secret)
    assert relay.has_credentials
    (made,) = resources(stack, TYPE).values()
    (policy,) = resources(stack, "AWS::SecretsManager::ResourcePolicy")
    (key,) = resources(stack, "AWS::KMS::Key")
    assert set(made["DependsOn"]) == {policy, key}
    (secret_id,) = resources(stack, "AWS::SecretsManager::Secret")
    assert made["Properties"]["Authentication"] == {"SecretArn": {"Ref": secret_id}}
    (read,) = the(stack, "AWS::SecretsManager::ResourcePolicy")["ResourcePolicy"]["Statement"]
    assert read["Action"] == ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    assert the(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"][-1]["Action"] == [
        "kms:Decrypt",
        "kms:DescribeKey",
    ]


@pytest.mark.parametrize("name", ["", "smtp://mail.shop.example", "a b", "mail.shop.example:25", "x" * 101])
def test_what_is_no_host_name_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="server_name="):
        Relay(stack, "Relay", server_name=name)


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_what_is_no_port_is_refused(stack: cdk.Stack, port: int) -> None:
    with pytest.raises(InvalidSettingError, match="is no port"):
        Relay(stack, "Relay", server_name="mail.shop.example", server_port=port)


def test_a_port_that_only_the_deployment_knows_is_left_to_it(stack: cdk.Stack) -> None:
    port = cdk.CfnParameter(stack, "Port", type="Number").value_as_number
    Relay(stack, "Relay", server_name="mail.shop.example", server_port=port)  # type: ignore[arg-type]
    assert the(stack, TYPE)["ServerPort"] == {"Ref": "Port"}


def test_an_imported_relay_refers_by_its_id(stack: cdk.Stack) -> None:
    assert Relay.from_relay_id(stack, "Relay", "r-1").mail_manager_relay_ref.relay_id == "r-1"
