"""CloudFormation changes a resource or replaces it, but never makes one of another type under its name.

What it says: aws-sam-cli issue 6786, of a change set; quickstart-amazon-eks issue 141, of an update.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import engine, handlers, helpers


def install() -> None:
    """Fails change sets and refuses updates that change the type of a resource."""
    actions: dict[str, Any] = handlers._ACTION_HANDLERS
    create_change_set, update_stack = actions["CreateChangeSet"], actions["UpdateStack"]

    def create_and_judge(params: Mapping[str, str]) -> object:
        before = set(cloudformation._change_sets)
        answer: object = create_change_set(params)
        for id in set(cloudformation._change_sets) - before:
            made = cloudformation._change_sets[id]
            wrong = _refusal(made["StackName"], made["_template"])
            if wrong:
                made.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=wrong, Changes=[])
        return answer

    def judge_and_update(params: Mapping[str, str]) -> object:
        body, unreadable = helpers._resolve_template(params)
        if unreadable or not body:
            return update_stack(params)
        wrong = _refusal(helpers._p(params, "StackName"), engine._parse_template(body))
        return helpers._error("ValidationError", wrong) if wrong else update_stack(params)

    actions.update(CreateChangeSet=create_and_judge, UpdateStack=judge_and_update)


def _refusal(stack_name: str, template: Mapping[str, Any]) -> str:
    stack = handlers._resolve_stack(stack_name) or {}
    deployed = stack.get("_template", {}).get("Resources", {})
    wanted = template.get("Resources", {})
    changed = [id for id in wanted if id in deployed and wanted[id]["Type"] != deployed[id]["Type"]]
    if not changed:
        return ""
    return (
        "Update of resource type is not permitted. The new template modifies resource type of the following "
        f"resources: [{', '.join(changed)}]"
    )
