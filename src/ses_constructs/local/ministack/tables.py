"""Tables of DynamoDB: expiry, backups and encryption, which the templates of MiniStack drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from ministack.core.responses import get_region
from ministack.services import dynamodb

from ses_constructs.local.ministack.handlers import Made, Properties


def completed(handlers: Mapping[str, Callable[..., Made]]) -> dict[str, Callable[..., Made]]:
    """MiniStack's ``create`` and ``update``, followed by the settings of the table here."""
    create, update = handlers["create"], handlers["update"]

    def create_complete(logical_id: str, properties: Properties, stack_name: str) -> Made:
        made = create(logical_id, properties, stack_name)
        _apply(made[0], properties)
        return made

    def update_complete(*arguments: object) -> Made:
        made = update(*arguments)
        _apply(made[0], cast("Properties", arguments[2]))
        return made

    return {"create": create_complete, "update": update_complete}


def _apply(name: str, properties: Properties) -> None:
    expiry = _section(properties, "TimeToLiveSpecification")
    if expiry:
        dynamodb._update_ttl({"TableName": name, "TimeToLiveSpecification": expiry})
    else:
        dynamodb._ttl_settings.pop(name, None)
    backups = _section(_here(properties), "PointInTimeRecoverySpecification")
    dynamodb._update_continuous_backups(
        {
            "TableName": name,
            "PointInTimeRecoverySpecification": backups or {"PointInTimeRecoveryEnabled": False},
        }
    )
    encryption = _section(properties, "SSESpecification")
    if encryption.get("SSEEnabled"):
        key = _section(_here(properties), "SSESpecification").get("KMSMasterKeyId")
        described = {"Status": "ENABLED", "SSEType": str(encryption.get("SSEType", "KMS"))}
        dynamodb._tables[name]["SSEDescription"] = described | ({"KMSMasterKeyArn": str(key)} if key else {})


def _here(properties: Properties) -> Properties:
    """The replica of a global table that is in this region; of another table, the table itself."""
    replicas = cast("list[Properties] | None", properties.get("Replicas"))
    if replicas is None:
        return properties
    return next((replica for replica in replicas if replica.get("Region") == get_region()), {})


def _section(properties: Properties, name: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", properties.get(name) or {})
