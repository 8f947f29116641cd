"""``AWS::IAM::AccessKey``."""

from __future__ import annotations

import re

from ministack.services import iam

from ses_constructs.local.ministack.handlers import Made, Properties, replaced

_TYPE = "AWS::IAM::AccessKey"


class AccessKeyHandler:
    """Ref gives the access key id, GetAtt ``SecretAccessKey`` the secret."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        status, _, body = iam._create_access_key({"UserName": [str(properties.get("UserName", ""))]})
        if status >= 400:
            raise ValueError(f"{_TYPE}: {body.decode()}")
        found = re.search(rb"<AccessKeyId>([^<]+)</AccessKeyId>", body)
        assert found is not None
        key_id = found[1].decode()
        self._set_status(key_id, properties)
        return key_id, {"SecretAccessKey": iam._access_keys[key_id]["SecretAccessKey"]}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        """``UserName`` and ``Serial`` need a new key; ``Status`` does not."""
        if any(old.get(name) != new.get(name) for name in ("UserName", "Serial")):
            return replaced(_TYPE, physical_id, old, new, stack_name, logical_id)
        self._set_status(physical_id, new)
        return physical_id, {"SecretAccessKey": iam._access_keys[physical_id]["SecretAccessKey"]}

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        iam._delete_access_key({"AccessKeyId": [physical_id]})

    def _set_status(self, key_id: str, properties: Properties) -> None:
        status = str(properties.get("Status", "Active"))
        answer, _, body = iam._update_access_key({"AccessKeyId": [key_id], "Status": [status]})
        if answer >= 400:
            raise ValueError(f"{_TYPE}: {body.decode()}")
