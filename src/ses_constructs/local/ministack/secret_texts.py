"""Secrets that services read."""

from __future__ import annotations

from ministack.core.responses import request_scope
from ministack.services import kms, secretsmanager

from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import TargetRefusedError

_ACTION = "secretsmanager:GetSecretValue"


def read(caller: ServiceCaller, secret_arn: str) -> list[str]:
    """Its current text, and the one before.

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
        if not caller.allowed_by(policy, action=_ACTION, resource=arn):
            raise TargetRefusedError(f"the policy of secret {arn} does not let {caller.principal} read it")
        _check_key(caller, arn, secret.get("KmsKeyId"))
        found = (secretsmanager._find_stage_version(secret, stage)[1] for stage in ("AWSCURRENT", "AWSPREVIOUS"))
        return [str(version["SecretString"]) for version in found if version and version.get("SecretString")]


def _check_key(caller: ServiceCaller, secret_arn: str, key_id: str | None) -> None:
    """Guide: Permission policies for Mail Manager (a customer managed key is required)."""
    key = kms._resolve_key(key_id) if key_id else None
    if key is None:
        raise TargetRefusedError(f"secret {secret_arn} is not encrypted with a customer managed key")
    via = {"kms:ViaService": f"secretsmanager.{caller.place.region}.amazonaws.com"}
    if not caller.allowed_by(key.get("Policy"), action="kms:Decrypt", resource=key["Arn"], keys=via):
        raise TargetRefusedError(
            f"the policy of KMS key {key['Arn']} does not let {caller.principal} decrypt secret {secret_arn}"
        )
