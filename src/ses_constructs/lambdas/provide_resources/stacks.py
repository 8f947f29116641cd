"""What CloudFormation is doing with the stack that a request belongs to."""

from __future__ import annotations

import clients
from botocore.exceptions import BotoCoreError, ClientError


def is_rolling_back(stack_id: str) -> bool:
    """True while CloudFormation undoes a failed deployment; false too when it cannot be asked.

    A request does not say it: the undoing of an update is an update like any other.
    """
    try:
        stacks = clients.cloudformation().describe_stacks(StackName=stack_id)["Stacks"]
    except (ClientError, BotoCoreError):
        return False
    return any("ROLLBACK" in stack["StackStatus"] for stack in stacks)
