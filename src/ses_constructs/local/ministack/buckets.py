"""``AWS::S3::Bucket``: its ``Tags``, which MiniStack drops, and its deletion, which MiniStack does too easily."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from ministack.services import s3

from ses_constructs.local.ministack.handlers import Made, Properties


def completed(handlers: Mapping[str, Callable[..., Made]]) -> dict[str, Callable[..., object]]:
    """MiniStack's ``create`` and ``update``, followed by the tags; its ``delete``, if the bucket is empty."""
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def create_tagged(logical_id: str, properties: Properties, stack_name: str) -> Made:
        made = create(logical_id, properties, stack_name)
        _tag(made[0], properties)
        return made

    def update_tagged(physical_id: str, old: Properties, new: Properties, stack_name: str) -> Made:
        made = update(physical_id, old, new, stack_name)
        _tag(made[0], new)
        return made

    def delete_empty(physical_id: str, properties: Properties) -> None:
        _refuse_full(physical_id)
        delete(physical_id, properties)

    return {"create": create_tagged, "update": update_tagged, "delete": delete_empty}


def _tag(bucket: str, properties: Properties) -> None:
    tags = cast("list[Mapping[str, str]]", properties.get("Tags") or [])
    if tags:
        s3._bucket_tags[bucket] = {tag["Key"]: tag["Value"] for tag in tags}
    else:
        s3._bucket_tags.pop(bucket, None)


def _refuse_full(bucket: str) -> None:
    versions = any(versions for (owner, _), versions in s3._object_versions.items() if owner == bucket)
    if versions or s3._buckets.get(bucket, {}).get("objects"):
        raise ValueError(f"The bucket you tried to delete is not empty (BucketNotEmpty; {bucket})")
