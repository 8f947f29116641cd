"""What IAM is asked about a call where MiniStack asks about ``*`` or knows no condition key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from ministack.core import iam_actions

from ses_constructs.local.world import Place

Naming = Callable[[str, bytes, Place], str | None]
"""The ARN that a call is about, from its action, body and place; ``None`` where MiniStack knows best."""


def name_resources(service: str, naming: Naming) -> None:
    """Has IAM asked about the resource that a call of a service names.

    Args:
        service: As MiniStack routes it.
    """
    resource_of = iam_actions.extract_resource_arn

    def extract_resource_arn(
        service_of_call: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        query_params: Mapping[str, list[str]],
        region: str,
        account_id: str,
    ) -> str:
        asked = (service_of_call, method, path, headers, body, query_params)
        named = None
        if service_of_call == service:
            named = naming(iam_actions.extract_iam_action(*asked), body, Place(account_id, region))
        return named if named is not None else str(resource_of(*asked, region, account_id))

    iam_actions.extract_resource_arn = extract_resource_arn


def add_condition_keys(action: str, keys_of: Callable[[bytes], Mapping[str, object]]) -> None:
    """Tells IAM the condition keys of an action, which are read from the body of the call."""
    context_of = iam_actions.request_tag_context

    def request_tag_context(
        service: str, iam_action: str, body: bytes, params: Mapping[str, object]
    ) -> dict[str, object]:
        found = cast("dict[str, object]", context_of(service, iam_action, body, params))
        return {**found, **keys_of(body)} if iam_action == action else found

    iam_actions.request_tag_context = request_tag_context
