"""Receipt rule sets, rules and IP address filters."""

from __future__ import annotations

from ses_constructs.local.ses import names, receipt_rules
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import already_exists, limit_exceeded
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page
from ses_constructs.local.ses.receipt_rule import RuleSet

_MOST_FILTERS = 100


@operation("ses", "CreateReceiptRuleSet")
def create_set(call: Call) -> None:
    """Creates an empty rule set."""
    receipt_rules.create_set(call.state, call.text("RuleSetName"))


@operation("ses", "CloneReceiptRuleSet")
def clone_set(call: Call) -> None:
    """Copies a rule set."""
    receipt_rules.clone_set(call.state, call.text("RuleSetName"), call.text("OriginalRuleSetName"))


@operation("ses", "DeleteReceiptRuleSet")
def delete_set(call: Call) -> None:
    """Deletes a rule set."""
    receipt_rules.delete_set(call.state, call.text("RuleSetName"))


@operation("ses", "ListReceiptRuleSets")
def list_sets(call: Call) -> Document:
    """Every rule set."""
    return page([_metadata(each) for each in call.state.rule_sets.values()], call.parameters, "RuleSets")


@operation("ses", "DescribeReceiptRuleSet")
def describe_set(call: Call) -> Document:
    """A rule set with its rules."""
    return _described(receipt_rules.require_set(call.state, call.text("RuleSetName")))


@operation("ses", "DescribeActiveReceiptRuleSet")
def describe_active_set(call: Call) -> Document:
    """The active rule set with its rules; nothing when none is."""
    active = call.state.active_rule_set
    return {} if active is None else _described(receipt_rules.require_set(call.state, active))


@operation("ses", "SetActiveReceiptRuleSet")
def set_active_set(call: Call) -> None:
    """Makes a rule set the active one, or none."""
    receipt_rules.activate(call.state, call.optional_text("RuleSetName"))


@operation("ses", "ReorderReceiptRuleSet")
def reorder_set(call: Call) -> None:
    """Orders all rules of a set."""
    receipt_rules.reorder(call.state, call.text("RuleSetName"), call.parameters["RuleNames"])


@operation("ses", "CreateReceiptRule")
def create_rule(call: Call) -> None:
    """Adds a rule."""
    rule, after = call.parameters["Rule"], call.optional_text("After")
    receipt_rules.create_rule(call.state, call.text("RuleSetName"), rule, after)


@operation("ses", "UpdateReceiptRule")
def update_rule(call: Call) -> None:
    """Replaces a rule."""
    receipt_rules.update_rule(call.state, call.text("RuleSetName"), call.parameters["Rule"])


@operation("ses", "DeleteReceiptRule")
def delete_rule(call: Call) -> None:
    """Removes a rule."""
    receipt_rules.delete_rule(call.state, call.text("RuleSetName"), call.text("RuleName"))


@operation("ses", "DescribeReceiptRule")
def describe_rule(call: Call) -> Document:
    """A rule."""
    return {"Rule": receipt_rules.require_rule(call.state, call.text("RuleSetName"), call.text("RuleName"))}


@operation("ses", "SetReceiptRulePosition")
def set_rule_position(call: Call) -> None:
    """Moves a rule."""
    after = call.optional_text("After")
    receipt_rules.move_rule(call.state, call.text("RuleSetName"), call.text("RuleName"), after)


@operation("ses", "CreateReceiptFilter")
def create_filter(call: Call) -> None:
    """Creates an IP address filter."""
    created = call.parameters["Filter"]
    names.check_filter(created["Name"])
    if created["Name"] in call.state.filters:
        raise already_exists(f"Filter already exists: {created['Name']}")
    if len(call.state.filters) >= _MOST_FILTERS:
        raise limit_exceeded(f"An account has at most {_MOST_FILTERS} IP address filters.")
    call.state.filters[created["Name"]] = created


@operation("ses", "DeleteReceiptFilter")
def delete_filter(call: Call) -> None:
    """Deletes an IP address filter; one that is not there is no error."""
    call.state.filters.pop(call.text("FilterName"), None)


@operation("ses", "ListReceiptFilters")
def list_filters(call: Call) -> Document:
    """Every IP address filter."""
    return {"Filters": list(call.state.filters.values())}


def _metadata(rule_set: RuleSet) -> Document:
    return {"Name": rule_set.name, "CreatedTimestamp": rule_set.created}


def _described(rule_set: RuleSet) -> Document:
    return {"Metadata": _metadata(rule_set), "Rules": rule_set.rules}
