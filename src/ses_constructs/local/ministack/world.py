"""The rest of AWS for the emulated SES, fulfilled by MiniStack."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from ministack.core.responses import request_scope
from ministack.services import cloudwatch, firehose, iam, s3

from ses_constructs.local.ministack import (
    dns,
    events,
    functions,
    log_deliveries,
    read_objects,
    secret_texts,
    topics,
)
from ses_constructs.local.ministack import keys as kms_keys
from ses_constructs.local.ministack.permissions import ServiceCaller, role_may
from ses_constructs.local.smtp import relaying
from ses_constructs.local.world import Parcel, Place, TargetRefusedError

PRINCIPAL = "ses.amazonaws.com"
SETUP_OBJECT = "AMAZON_SES_SETUP_NOTIFICATION"
"""The object that SES writes to try a bucket when a rule is made."""
_KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id"


class MinistackWorld:
    """Fulfils ``ses_constructs.local.world.World``; to be called from any thread but the event loop's.

    Args:
        on_metrics: Called after metrics of a place were written.
    """

    def __init__(self, on_metrics: Callable[[Place], None]) -> None:
        self._on_metrics = on_metrics

    def now(self) -> datetime:
        return datetime.now(UTC)

    def own_url(self, path: str) -> str:
        return f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}{path}"

    def dns_records(self, name: str, type: str) -> list[str]:
        return dns.answer(name, type)

    def publish(
        self,
        place: Place,
        topic_arn: str,
        message: str,
        *,
        source_arn: str,
        subject: str = "",
        role_arn: str = "",
    ) -> None:
        caller = _ses(place, source_arn)
        if role_arn:
            _check_role(caller, role_arn, action="sns:Publish", resource=topic_arn)
        topics.publish(caller, topic_arn, message, subject=subject, role_arn=role_arn)

    def put_event(
        self, place: Place, *, detail_type: str, resources: list[str], detail: Mapping[str, object]
    ) -> None:
        events.put_event(place, source="aws.ses", detail_type=detail_type, resources=resources, detail=detail)

    def put_record(self, place: Place, stream_arn: str, role_arn: str, data: bytes, *, source_arn: str) -> None:
        self.check_stream(place, stream_arn, role_arn, source_arn=source_arn)
        name = stream_arn.rpartition("/")[2]
        record = {"Data": base64.b64encode(data).decode()}
        with request_scope(place.account, place.region):
            status, _, body = firehose._put_record({"DeliveryStreamName": name, "Record": record})
        if status >= 400:
            raise TargetRefusedError(f"Firehose stream {stream_arn}: {json.loads(body)['message']}")

    def put_metric(
        self, place: Place, name: str, value: float, *, dimensions: Mapping[str, str], timestamp: datetime
    ) -> None:
        with request_scope(place.account, place.region):
            cloudwatch._store_datum(
                "AWS/SES", name, dict(dimensions), timestamp.timestamp(), "None", value, None, None, None
            )
        self._on_metrics(place)

    def put_log(
        self, place: Place, resource_arn: str, log_type: str, entry: Mapping[str, object], *, timestamp: datetime
    ) -> None:
        if log_deliveries.write(place, resource_arn, log_type, entry, timestamp.timestamp()):
            self._on_metrics(place)

    def put_object(
        self,
        place: Place,
        bucket: str,
        key: str,
        body: bytes,
        *,
        source_arn: str,
        role_arn: str = "",
        metadata: Mapping[str, str] | None = None,
        kms_key: str = "",
    ) -> None:
        self._check_object(place, bucket, key, source_arn, role_arn)
        owner = s3._bucket_owner_account(bucket)
        headers = {
            "content-type": "application/octet-stream",
            "content-length": str(len(body)),
            "host": "s3.localhost",
            **{f"x-amz-meta-{name}": value for name, value in (metadata or {}).items()},
        }
        if kms_key:
            headers |= {"x-amz-server-side-encryption": "aws:kms", _KEY_HEADER: kms_key}
        if role_arn:
            with request_scope(owner, place.region):
                kms_key = kms_key or s3._bucket_default_sse_headers(bucket).get(_KEY_HEADER, "")
        if kms_key:
            via = {"kms:ViaService": f"s3.{place.region}.amazonaws.com"}
            caller = _ses(place, source_arn)
            kms_keys.check_key(caller, kms_key, via, role_arn=role_arn, actions=kms_keys.TO_STORE)
        with request_scope(owner, place.region):
            status, _, answer = asyncio.run(
                s3.handle_request(
                    "PUT", f"/{bucket}/{key}", headers, body, {}, enforce_bucket_region=False, internal=True
                )
            )
        if status >= 400:
            raise TargetRefusedError(f"S3 object {bucket}/{key}: {status} {answer!r}")

    def get_object(self, place: Place, bucket: str, key: str, *, source_arn: str) -> bytes:
        return read_objects.read(_ses(place, source_arn), bucket, key)

    def data_key(
        self, place: Place, key_arn: str, context: Mapping[str, str], *, source_arn: str, role_arn: str = ""
    ) -> tuple[bytes, bytes]:
        return kms_keys.data_key(_ses(place, source_arn), key_arn, context, role_arn=role_arn)

    def secret_texts(
        self, place: Place, secret_arn: str, *, source_arn: str, looked_at: bool = False
    ) -> list[str]:
        return secret_texts.read(_ses(place, source_arn), secret_arn, looked_at=looked_at)

    def check_role(
        self,
        place: Place,
        role_arn: str,
        *,
        action: str,
        resource: str,
        source_arn: str,
        keys: Mapping[str, str | list[str]] | None = None,
    ) -> None:
        _check_role(_ses(place, source_arn), role_arn, action=action, resource=resource, keys=keys)

    def relay(self, parcel: Parcel) -> None:
        relaying.relay(parcel, lambda name: dns.answer(name, "A"))

    def invoke(
        self,
        place: Place,
        function_arn: str,
        payload: Mapping[str, object],
        *,
        source_arn: str,
        wait: bool,
        role_arn: str = "",
    ) -> object:
        caller = _ses(place, source_arn)
        if role_arn:
            _check_role(caller, role_arn, action="lambda:InvokeFunction", resource=function_arn)
        return functions.invoke(caller, function_arn, payload, wait=wait, role_arn=role_arn)

    def check_topic(self, place: Place, topic_arn: str, *, source_arn: str) -> None:
        topics.check_topic(_ses(place, source_arn), topic_arn)

    def check_bucket(
        self, place: Place, bucket: str, key_prefix: str, *, source_arn: str, role_arn: str = ""
    ) -> None:
        self._check_object(place, bucket, key_prefix + SETUP_OBJECT, source_arn, role_arn)

    def check_function(self, place: Place, function_arn: str, *, source_arn: str) -> None:
        functions.check_function(_ses(place, source_arn), function_arn)

    def check_stream(self, place: Place, stream_arn: str, role_arn: str, *, source_arn: str) -> None:
        with request_scope(place.account, place.region):
            stream = firehose._streams.get(stream_arn.rpartition("/")[2])
        if stream is None or stream["arn"] != stream_arn:
            raise TargetRefusedError(f"Firehose stream {stream_arn} does not exist")
        _check_role(_ses(place, source_arn), role_arn, action="firehose:PutRecordBatch", resource=stream_arn)

    def _check_object(self, place: Place, bucket: str, key: str, source_arn: str, role_arn: str) -> None:
        owner = s3._bucket_owner_account(bucket)
        if owner is None:
            raise TargetRefusedError(f"S3 bucket {bucket} does not exist")
        arn = f"arn:{place.partition}:s3:::{bucket}/{key}"
        if role_arn:
            _check_role(_ses(place, source_arn), role_arn, action="s3:PutObject", resource=arn)
            return
        policy = s3._bucket_policies.get_scoped(owner, None, bucket)
        if not _ses(place, source_arn).allowed_by(policy, action="s3:PutObject", resource=arn):
            raise TargetRefusedError(f"the policy of S3 bucket {bucket} does not let {PRINCIPAL} write {key}")


def _check_role(
    caller: ServiceCaller,
    role_arn: str,
    *,
    action: str,
    resource: str,
    keys: Mapping[str, str | list[str]] | None = None,
) -> None:
    """Raises when the service may not take on the role, or the role may not do the action."""
    name = role_arn.rpartition("/")[2]
    role = iam._roles.get_scoped(caller.place.account, None, name)
    if role is None:
        raise TargetRefusedError(f"role {role_arn} does not exist")
    if not caller.allowed_by(role["AssumeRolePolicyDocument"], action="sts:AssumeRole", resource=role_arn):
        raise TargetRefusedError(f"role {role_arn} does not trust {PRINCIPAL} for {caller.source_arn}")
    if not role_may(name, caller.place, action=action, resource=resource, keys=keys):
        raise TargetRefusedError(f"role {role_arn} may not {action} on {resource}")


def _ses(place: Place, source_arn: str) -> ServiceCaller:
    return ServiceCaller(PRINCIPAL, place, source_arn)
