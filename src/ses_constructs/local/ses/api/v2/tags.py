"""Tags, by the ARN of what carries them."""

from __future__ import annotations

from ses_constructs.local.ses.documents import Document, tag_list, tags_of
from ses_constructs.local.ses.failures import not_found
from ses_constructs.local.ses.operations import Call, operation


@operation("sesv2", "TagResource")
@operation("mailmanager", "TagResource")
def tag_resource(call: Call) -> None:
    """Adds and replaces tags."""
    _tags(call).update(tags_of(call.parameters))


@operation("sesv2", "UntagResource")
@operation("mailmanager", "UntagResource")
def untag_resource(call: Call) -> None:
    """Removes tags."""
    tags = _tags(call)
    for key in call.parameters["TagKeys"]:
        tags.pop(key, None)


@operation("sesv2", "ListTagsForResource")
@operation("mailmanager", "ListTagsForResource")
def list_tags(call: Call) -> Document:
    """Every tag of a resource."""
    return {"Tags": tag_list(_tags(call))}


def _tags(call: Call) -> dict[str, str]:
    arn = call.text("ResourceArn")
    if arn not in call.state.tags:
        raise not_found(f"Resource {arn} does not exist or cannot carry tags.")
    return call.state.tags[arn]
