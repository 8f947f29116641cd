"""``AWS::SES::ReceiptRuleSet``, ``ReceiptRule`` and ``ReceiptFilter``."""

from __future__ import annotations

from ses_constructs.local.ses.resource_kinds import Resource, ResourceKind, api, picked, resource_kind


@resource_kind("AWS::SES::ReceiptRuleSet")
class ReceiptRuleSetKind(ResourceKind):
    """A rule set; CloudFormation cannot make it the active one."""

    def create(self, resource: Resource) -> str:
        """Creates an empty rule set."""
        name = str(resource.properties.get("RuleSetName") or resource.new_name())
        api(resource.state, "ses", "CreateReceiptRuleSet", {"RuleSetName": name})
        return name

    def delete(self, resource: Resource) -> None:
        """Deletes the rule set, which must not be the active one."""
        api(resource.state, "ses", "DeleteReceiptRuleSet", {"RuleSetName": resource.id})


@resource_kind("AWS::SES::ReceiptRule")
class ReceiptRuleKind(ResourceKind):
    """A rule.

    Ref gives the rule's name alone although the schema has two identifiers: ``After`` of the next rule is
    written as a Ref.
    """

    def create(self, resource: Resource) -> str:
        """Adds the rule behind ``After``, or to the front."""
        rule = resource.properties["Rule"]
        rule.setdefault("Name", resource.new_name())
        parameters = {"RuleSetName": resource.properties["RuleSetName"], "Rule": rule}
        api(resource.state, "ses", "CreateReceiptRule", parameters | picked(resource.properties, After="After"))
        return str(rule["Name"])

    def update(self, resource: Resource) -> None:
        """Replaces the rule; it moves only when ``After`` changed."""
        set_name = resource.properties["RuleSetName"]
        rule = resource.properties["Rule"] | {"Name": resource.id}
        api(resource.state, "ses", "UpdateReceiptRule", {"RuleSetName": set_name, "Rule": rule})
        if resource.old.get("After") != resource.properties.get("After"):
            parameters = {"RuleSetName": set_name, "RuleName": resource.id}
            api(
                resource.state,
                "ses",
                "SetReceiptRulePosition",
                parameters | picked(resource.properties, After="After"),
            )

    def delete(self, resource: Resource) -> None:
        """Removes the rule."""
        parameters = {"RuleSetName": resource.properties["RuleSetName"], "RuleName": resource.id}
        api(resource.state, "ses", "DeleteReceiptRule", parameters)


@resource_kind("AWS::SES::ReceiptFilter")
class ReceiptFilterKind(ResourceKind):
    """An IP address filter; every property is create-only."""

    def create(self, resource: Resource) -> str:
        """Creates the filter."""
        created = resource.properties["Filter"]
        created.setdefault("Name", resource.new_name())
        api(resource.state, "ses", "CreateReceiptFilter", {"Filter": created})
        return str(created["Name"])

    def delete(self, resource: Resource) -> None:
        """Deletes the filter."""
        api(resource.state, "ses", "DeleteReceiptFilter", {"FilterName": resource.id})
