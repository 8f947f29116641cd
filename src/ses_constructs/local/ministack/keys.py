"""KMS keys that services encrypt with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ministack.core.responses import request_scope
from ministack.services import kms

from ses_constructs.local.ministack.permissions import ServiceCaller, role_may
from ses_constructs.local.world import TargetRefusedError

_ACTION = "kms:GenerateDataKey"
TO_STORE = ("kms:Encrypt", _ACTION)
"""What a role needs to store an object under a key. API reference of Mail Manager, S3Action."""
_OWN_ALIAS = ":alias/aws/ses"
"""The AWS managed key, which needs no permission. API reference of SES version 1, S3Action."""


def check_key(
    caller: ServiceCaller,
    key_arn: str,
    keys: Mapping[str, str],
    *,
    role_arn: str = "",
    actions: Sequence[str] = (_ACTION,),
) -> dict[str, object]:
    """The key, when the service (or the role) may do all of the actions with it. Left out: generate data keys.

    Raises:
        TargetRefusedError: when there is no such key, or a policy refuses.
    """
    with request_scope(_owner(key_arn, caller), caller.place.region):
        if key_arn.endswith(_OWN_ALIAS):
            return _managed_key()
        key: dict[str, object] | None = kms._resolve_key(key_arn)
    if key is None:
        raise TargetRefusedError(f"KMS key {key_arn} does not exist")
    for action in actions:
        _check_action(caller, key, action, keys, role_arn)
    return key


def _check_action(
    caller: ServiceCaller, key: dict[str, object], action: str, keys: Mapping[str, str], role_arn: str
) -> None:
    arn = str(key["Arn"])
    if role_arn:
        allowed = role_may(role_arn.rpartition("/")[2], caller.place, action=action, resource=arn, keys=keys)
        who = f"role {role_arn}"
    else:
        policy = key.get("Policy")
        assert isinstance(policy, str | dict | None)
        allowed = caller.allowed_by(policy, action=action, resource=arn, keys=keys)
        who = f"{caller.principal}, whom its policy must name,"
    if not allowed:
        raise TargetRefusedError(f"{who} may not {action} with KMS key {arn}")


def data_key(
    caller: ServiceCaller, key_arn: str, context: Mapping[str, str], *, role_arn: str = ""
) -> tuple[bytes, bytes]:
    """A data key, plain and encrypted under the key and the context."""
    keys = {f"kms:EncryptionContext:{name}": value for name, value in context.items()}
    key = check_key(caller, key_arn, keys, role_arn=role_arn)
    wanted = {"KeyId": key["Arn"], "KeySpec": "AES_256", "EncryptionContext": dict(context)}
    with request_scope(_owner(key_arn, caller), caller.place.region):
        found, plain, encrypted = kms._generate_data_key_common(wanted)
    if found is None:
        raise TargetRefusedError(f"KMS key {key_arn} does not encrypt: it is disabled, or not symmetric")
    return plain, encrypted


def _managed_key() -> dict[str, object]:
    """``alias/aws/ses`` of the current account, made when SES first uses it."""
    key: dict[str, object] | None = kms._resolve_key("alias/aws/ses")
    if key is None:
        kms._create_key({"Description": "Default key that protects my SES data when no other key is defined"})
        key = list(kms._keys.values())[-1]
        kms._aliases[kms._alias_arn("alias/aws/ses")] = key["KeyId"]
    return key


def _owner(key_arn: str, caller: ServiceCaller) -> str:
    parts = key_arn.split(":")
    return parts[4] if len(parts) > 4 else caller.place.account
