"""What functions of the Serverless Application Model subscribe to in their ``Events``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .remembering import once

if TYPE_CHECKING:
    from .template import Assembly, Resource
    from .value import Value

FUNCTION = "AWS::Serverless::Function"
FROM_BUS = ("EventBridgeRule", "CloudWatchEvent")
"""Both are a rule on a bus, by ``Pattern`` and ``EventBusName``. Source: SAM, event source types."""


@once
def sources(assembly: Assembly) -> tuple[tuple[Resource, str, Value], ...]:
    """Each event source that is a part of a function: the function, the source's type, and its properties."""
    return tuple(
        (function, source.get("Type").literal or "", source.get("Properties"))
        for function in assembly.resources(FUNCTION)
        for _, source in function.get("Events").entries
    )


def fed_by(assembly: Assembly, kind: str, property_name: str, giver: Resource) -> list[Resource]:
    """Functions that ask to be fed by a resource.

    Args:
        assembly: Where they are.
        kind: Type of the event source: ``SNS`` or ``SQS``.
        property_name: What names the giver there: ``Topic`` or ``Queue``.
        giver: The topic or queue.
    """
    return [
        function
        for function, own_kind, settings in sources(assembly)
        if own_kind == kind and settings.get(property_name).names(giver.type) is giver
    ]
