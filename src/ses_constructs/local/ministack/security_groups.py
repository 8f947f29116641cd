"""Rules of security groups that are resources of their own, which MiniStack's templates do not know."""

from __future__ import annotations

from typing import cast

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from ses_constructs.local.ministack.handlers import Made, Properties, replaced

INGRESS, EGRESS = "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"
_LIST = {INGRESS: "IpPermissions", EGRESS: "IpPermissionsEgress"}

Rule = dict[str, object]


class RuleHandler:
    """One of the two types; Ref gives the id of the rule.

    As in AWS, an egress rule of its own leaves the rules alone that its group has.
    """

    def __init__(self, type_name: str) -> None:
        self._type = type_name

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:  # noqa: ARG002
        group_id = str(properties.get("GroupId"))
        rules = _rules(group_id, _LIST[self._type])
        if rules is None:
            raise ValueError(f"InvalidGroup.NotFound: the security group '{group_id}' does not exist")
        (rule,) = cast("list[Rule]", provisioners._ec2_sg_permissions([dict(properties)]))
        rule_id = str(ec2._sg_rule_id(group_id, self._type == EGRESS, rule))
        if any(held.get("SecurityGroupRuleId") == rule_id for held in rules):
            raise ValueError("InvalidPermission.Duplicate: the specified rule already exists")
        rules.append({**rule, "SecurityGroupRuleId": rule_id})
        return rule_id, {"Id": rule_id}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        return replaced(self._type, physical_id, old, new, stack_name, logical_id)

    def delete(self, physical_id: str, properties: Properties) -> None:
        rules = _rules(str(properties.get("GroupId")), _LIST[self._type])
        if rules is not None:
            rules[:] = [rule for rule in rules if rule.get("SecurityGroupRuleId") != physical_id]


def _rules(group_id: str, name: str) -> list[Rule] | None:
    group = ec2._security_groups.get(group_id)
    return None if group is None else cast("list[Rule]", group[name])
