"""``AWS::Athena::NamedQuery``: the API keeps saved queries already, MiniStack's templates do not know them."""

from __future__ import annotations

import json

from ministack.services import athena

from ses_constructs.local.ministack.handlers import Made, Properties, replaced

NAMED_QUERY = "AWS::Athena::NamedQuery"
_ID = "NamedQueryId"


class NamedQueryHandler:
    """Ref and GetAtt give the id; every change makes a new query, as the schema says."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002 - handlers get it
        group = str(properties.get("WorkGroup", "primary"))
        if group not in athena._workgroups:
            raise ValueError(f"WorkGroup {group} is not found.")
        asked = {"Name": logical_id, **properties, "WorkGroup": group}
        _, _, body = athena._create_named_query(asked)
        made = str(json.loads(body)[_ID])
        return made, {_ID: made}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if old == new:
            return physical_id, {_ID: physical_id}
        return replaced(NAMED_QUERY, physical_id, old, new, stack_name, logical_id)

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002 - handlers get it
        athena._delete_named_query({_ID: physical_id})
