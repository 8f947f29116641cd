"""Tables of DynamoDB keep what their templates say."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Sandbox

KEYS: dict[str, object] = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
EXPIRY = {"AttributeName": "expires_at", "Enabled": True}
BACKUPS = {"PointInTimeRecoveryEnabled": True}


def table(type: str, **properties: object) -> dict[str, object]:
    return {"Table": {"Type": type, "Properties": {"TableName": "events", **KEYS, **properties}}}


def settings(sandbox: Sandbox) -> tuple[str, str]:
    client: Any = sandbox.emulator.client("dynamodb", account=sandbox.account)
    expiry = client.describe_time_to_live(TableName="events")["TimeToLiveDescription"]
    backups = client.describe_continuous_backups(TableName="events")["ContinuousBackupsDescription"]
    return expiry["TimeToLiveStatus"], backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]


@pytest.mark.parametrize("type", ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"])
def test_expiry_and_backups_come_and_go_with_the_template(sandbox: Sandbox, type: str) -> None:
    here = {"Region": {"Ref": "AWS::Region"}}
    on: dict[str, object] = {"PointInTimeRecoverySpecification": BACKUPS}
    off: dict[str, object] = {}
    if type.endswith("GlobalTable"):
        on, off = {"Replicas": [here | on]}, {"Replicas": [here]}
    sandbox.deploy(table(type, TimeToLiveSpecification=EXPIRY, **on))
    assert settings(sandbox) == ("ENABLED", "ENABLED")
    sandbox.deploy(
        table(type, Tags=[{"Key": "a", "Value": "b"}], **off) if "Global" not in type else table(type, **off)
    )
    assert settings(sandbox) == ("DISABLED", "DISABLED")


def test_a_key_of_its_own_is_seen(sandbox: Sandbox) -> None:
    replica = {"Region": {"Ref": "AWS::Region"}, "SSESpecification": {"KMSMasterKeyId": "arn:key"}}
    encryption = {"SSEEnabled": True, "SSEType": "KMS"}
    sandbox.deploy(table("AWS::DynamoDB::GlobalTable", Replicas=[replica], SSESpecification=encryption))
    client: Any = sandbox.emulator.client("dynamodb", account=sandbox.account)
    described = client.describe_table(TableName="events")["Table"]["SSEDescription"]
    assert described == {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "arn:key"}
