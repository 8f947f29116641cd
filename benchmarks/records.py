"""The DNS records of synthesized templates, so that the four ways can be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Record = tuple[str, str, str, str]


def records_of(outdir: Path) -> list[Record]:
    """Zone, name, type and value of every record of a cloud assembly, sorted; times to live left out."""
    found = []
    for path in outdir.glob("*.template.json"):
        resources = json.loads(path.read_text())["Resources"]
        for resource in resources.values():
            properties = resource["Properties"]
            if resource["Type"] == "AWS::Route53::RecordSet":
                found.append(_record(properties, properties["HostedZoneId"], resources))
            elif resource["Type"] == "AWS::Route53::RecordSetGroup":
                found += [_record(s, properties["HostedZoneId"], resources) for s in properties["RecordSets"]]
    return sorted(found)


def resources_of(outdir: Path) -> int:
    templates = [json.loads(path.read_text()) for path in outdir.glob("*.template.json")]
    return sum(len(template["Resources"]) for template in templates)


def _record(record: dict[str, Any], zone: str, resources: dict[str, Any]) -> Record:
    (value,) = record["ResourceRecords"]
    name = _plain(record["Name"], resources)
    return zone, name.rstrip("."), record["Type"], _plain(value, resources)


def _plain(value: Any, resources: dict[str, Any]) -> str:
    """An attribute of an identity by the identity's name, so that logical ids do not matter."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return str(value["Ref"])
    if "Fn::Join" in value:
        return "".join(_plain(part, resources) for part in value["Fn::Join"][1])
    id, attribute = value["Fn::GetAtt"] if "Fn::GetAtt" in value else value["Fn::Sub"][2:-1].split(".")
    return f"{resources[id]['Properties']['EmailIdentity']}.{attribute}"
