"""``AWS::CloudTrail::Trail``, which MiniStack's templates lack: its own API with the names of the template."""

from __future__ import annotations

import json
from collections.abc import Callable

from ministack.services import cloudtrail

from ses_constructs.local.ministack.handlers import Made, Properties, generated_name, replaced

TRAIL = "AWS::CloudTrail::Trail"
_LONGEST_NAME = 128
_NAMES = {"S3BucketName", "S3KeyPrefix", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "IsOrganizationTrail"}
Call = Callable[[dict[str, object]], tuple[int, object, bytes]]


class TrailHandler:
    """Ref gives the name; ``Arn`` is its attribute."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        name = properties.get("TrailName") or generated_name(stack_name, logical_id, longest=_LONGEST_NAME)
        made = _call(cloudtrail._create_trail, {"Name": name, **_settings(properties)})
        _follow(str(name), properties)
        return str(name), {"Arn": str(made["TrailARN"])}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if old.get("TrailName") != new.get("TrailName"):
            return replaced(TRAIL, physical_id, old, new, stack_name, logical_id)
        made = _call(cloudtrail._update_trail, {"Name": physical_id, **_settings(new)})
        _follow(physical_id, new)
        return physical_id, {"Arn": str(made["TrailARN"])}

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        cloudtrail._delete_trail({"Name": physical_id})


def _settings(properties: Properties) -> dict[str, object]:
    found = {name: properties[name] for name in _NAMES if name in properties}
    found["EnableLogFileValidation"] = properties.get("EnableLogFileValidation", False)
    if "KMSKeyId" in properties:
        found["KmsKeyId"] = properties["KMSKeyId"]
    return found


def _follow(name: str, properties: Properties) -> None:
    if "EventSelectors" in properties:
        selectors = {"TrailName": name, "EventSelectors": properties["EventSelectors"]}
        _call(cloudtrail._put_event_selectors, selectors)
    logs = str(properties["IsLogging"]).lower() == "true"
    _call(cloudtrail._start_logging if logs else cloudtrail._stop_logging, {"Name": name})


def _call(operation: Call, body: dict[str, object]) -> dict[str, object]:
    status, _, answer = operation(body)
    content: dict[str, object] = json.loads(answer)
    if status >= 400:
        raise ValueError(f"{content.get('__type')}: {content.get('message') or content.get('Message')}")
    return content
