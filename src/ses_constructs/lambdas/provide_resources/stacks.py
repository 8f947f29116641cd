"""What CloudFormation is doing with the stack that a request belongs to."""

from __future__ import annotations

import clients
from botocore.exceptions import BotoCoreError, ClientError


def is_rolling_back(stack_id: str) -> bool:
    """True while CloudFormation undoes a failed deployment; false too when it cannot be asked.

    A request does not say it: the undoing of an update is an update like any other.
    """
    return any("ROLLBACK" in status for status in _statuses(stack_id))


def is_given_up(stack_id: str) -> bool:
    """True while nobody waits for a deployment any more: it is being undone, or the stack deleted meanwhile."""
    return any("ROLLBACK" in status or status.startswith("DELETE") for status in _statuses(stack_id))


def _statuses(stack_id: str) -> list[str]:
    try:
        stacks = clients.cloudformation().describe_stacks(StackName=stack_id)["Stacks"]
    except (ClientError, BotoCoreError):
        return []
    return [stack["StackStatus"] for stack in stacks]
