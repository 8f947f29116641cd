"""S3 objects that a service reads: by the policy of the bucket, and that of the KMS key they lie under."""

from __future__ import annotations

from ministack.core.responses import request_scope
from ministack.services import kms, s3

from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import TargetRefusedError

_KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id"


def read(caller: ServiceCaller, bucket: str, key: str) -> bytes:
    """The body of an object.

    Raises:
        TargetRefusedError: when it is not there, or a policy does not let the service in.
    """
    owner = s3._bucket_owner_account(bucket)
    if owner is None:
        raise TargetRefusedError(f"S3 bucket {bucket} does not exist")
    arn = f"arn:{caller.place.partition}:s3:::{bucket}/{key}"
    policy = s3._bucket_policies.get_scoped(owner, None, bucket)
    if not caller.allowed_by(policy, action="s3:GetObject", resource=arn):
        raise TargetRefusedError(f"the policy of S3 bucket {bucket} does not let {caller.principal} read {key}")
    with request_scope(owner, caller.place.region):
        body = s3._get_object_data(bucket, key)
        encryption = s3._bucket_default_sse_headers(bucket) if body is not None else {}
        found = None if _KEY_HEADER not in encryption else kms._resolve_key(encryption[_KEY_HEADER])
    if body is None:
        raise TargetRefusedError(f"S3 object {bucket}/{key} does not exist")
    if found is not None and not caller.allowed_by(found["Policy"], action="kms:Decrypt", resource=found["Arn"]):
        raise TargetRefusedError(f"the policy of KMS key {found['Arn']} does not let {caller.principal} decrypt")
    return bytes(body)
