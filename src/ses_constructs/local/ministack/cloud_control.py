"""Cloud Control reads what the emulated SES holds; MiniStack knows only what was made through Cloud Control."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import cloudcontrol

from ses_constructs.local.ses.resources import ResourceError, Resources
from ses_constructs.local.world import Place

Answer = tuple[int, Mapping[str, str], bytes]


def install(ses: Resources) -> None:
    """Puts our reading of ``AWS::SES::*`` before MiniStack's own."""
    get = cloudcontrol._get_resource

    def get_resource(data: Mapping[str, str]) -> Answer:
        type_name = data.get("TypeName", "")
        if type_name not in ses.types:
            return cast("Answer", get(data))
        return _read(ses, type_name, data.get("Identifier", ""))

    cloudcontrol._get_resource = get_resource


def _read(ses: Resources, type_name: str, identifier: str) -> Answer:
    try:
        found = ses.read(Place(get_account_id(), get_region()), type_name, identifier)
    except ResourceError as error:
        return cast("Answer", error_response_json("UnsupportedActionException", str(error), 400))
    if found is None:
        text = f"Resource of type '{type_name}' with identifier '{identifier}' was not found."
        return cast("Answer", error_response_json("ResourceNotFoundException", text, 400))
    described = {"Identifier": identifier, "Properties": json.dumps(found)}
    return cast("Answer", json_response({"TypeName": type_name, "ResourceDescription": described}))
