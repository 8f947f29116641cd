"""``AWS::SecretsManager::ResourcePolicy``, the policy of a secret, which MiniStack's CloudFormation lacks."""

from __future__ import annotations

import json
from typing import cast

from ministack.services import secretsmanager

from ses_constructs.local.ministack.handlers import Made, Properties

RESOURCE_POLICY = "AWS::SecretsManager::ResourcePolicy"


class ResourcePolicyHandler:
    """Ref gives the ARN of the secret."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        _, secret = secretsmanager._resolve(str(properties["SecretId"]), use_arn_scope=True)
        if not secret:
            raise ValueError(f"there is no secret {properties['SecretId']}")
        arn = str(secret["ARN"])
        policy = properties["ResourcePolicy"]
        text = policy if isinstance(policy, str) else json.dumps(policy)
        secretsmanager._resource_policies[arn] = text
        return arn, {"Id": arn}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        made = self.create(logical_id, new, stack_name)
        if made[0] != physical_id:
            self.delete(physical_id, old)
        return made

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        cast("dict[str, str]", secretsmanager._resource_policies).pop(physical_id, None)
