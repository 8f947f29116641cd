"""Secrets that services read."""

from __future__ import annotations

from collections.abc import Sequence

from ministack.core.responses import request_scope
from ministack.services import kms, secretsmanager

from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import TargetRefusedError

_READ, _DESCRIBE = "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"
_DECRYPT, _DESCRIBE_KEY = "kms:Decrypt", "kms:DescribeKey"


def read(caller: ServiceCaller, secret_arn: str, *, looked_at: bool = False) -> list[str]:
    """Its current text, and the one before.

    Args:
        caller: Who reads.
        secret_arn: What.
        looked_at: The service describes the secret and its key first.

    Raises:
        TargetRefusedError: when there is no such secret, it lets the service not in, or has no key of its own.
    """
    account, region = caller.place.account, caller.place.region
    with request_scope(account, region):
        _, secret = secretsmanager._resolve(secret_arn, use_arn_scope=True)
        if not secret or secret.get("DeletedDate"):
            raise TargetRefusedError(f"secret {secret_arn} does not exist")
        arn = str(secret["ARN"])
        policy = secretsmanager._resource_policies.get(arn)
        for action in (_DESCRIBE, _READ) if looked_at else (_READ,):
            if not caller.allowed_by(policy, action=action, resource=arn):
                raise TargetRefusedError(f"the policy of secret {arn} does not let {caller.principal} {action}")
        _check_key(caller, arn, secret.get("KmsKeyId"), (_DESCRIBE_KEY, _DECRYPT) if looked_at else (_DECRYPT,))
        found = (secretsmanager._find_stage_version(secret, stage)[1] for stage in ("AWSCURRENT", "AWSPREVIOUS"))
        return [str(version["SecretString"]) for version in found if version and version.get("SecretString")]


def _check_key(caller: ServiceCaller, secret_arn: str, key_id: str | None, actions: Sequence[str]) -> None:
    """Guide: Permission policies for Mail Manager (a customer managed key is required)."""
    key = kms._resolve_key(key_id) if key_id else None
    if key is None:
        raise TargetRefusedError(f"secret {secret_arn} is not encrypted with a customer managed key")
    via = {"kms:ViaService": f"secretsmanager.{caller.place.region}.amazonaws.com"}
    for action in actions:
        if not caller.allowed_by(key.get("Policy"), action=action, resource=key["Arn"], keys=via):
            raise TargetRefusedError(
                f"the policy of KMS key {key['Arn']} does not let {caller.principal} {action} for {secret_arn}"
            )
