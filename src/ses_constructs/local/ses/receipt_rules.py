"""Receipt rule sets: creating, ordering and checking rules, and which set is active."""

from __future__ import annotations

import copy

from ses_constructs.local.ses import names
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError, already_exists, bad_request, limit_exceeded
from ses_constructs.local.ses.receipt_rule import RuleSet
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

_MOST_SETS, _MOST_RULES, _MOST_ACTIONS, _MOST_RECIPIENTS = 40, 200, 10, 100
_DEFAULTS: Document = {
    "Enabled": False,
    "TlsPolicy": "Optional",
    "Recipients": [],
    "Actions": [],
    "ScanEnabled": False,
}


def create_set(state: PlaceState, name: str) -> RuleSet:
    """Creates an empty rule set."""
    names.check_rule_set(name)
    if name in state.rule_sets:
        raise already_exists(f"Rule set already exists: {name}")
    if len(state.rule_sets) >= _MOST_SETS:
        raise limit_exceeded(f"An account has at most {_MOST_SETS} receipt rule sets.")
    state.rule_sets[name] = RuleSet(name, state.now())
    return state.rule_sets[name]


def clone_set(state: PlaceState, name: str, original: str) -> None:
    """Creates a rule set with copies of another's rules."""
    rules = copy.deepcopy(require_set(state, original).rules)
    create_set(state, name).rules = rules


def require_set(state: PlaceState, name: str) -> RuleSet:
    """The rule set of this name."""
    if name not in state.rule_sets:
        raise RefusedError(
            "NotFoundException",
            f"Rule set does not exist: {name}",
            v1="RuleSetDoesNotExistException",
        )
    return state.rule_sets[name]


def delete_set(state: PlaceState, name: str) -> None:
    """Deletes a rule set with its rules; one that is not there is no error, the active one cannot go."""
    if state.active_rule_set == name:
        raise RefusedError(
            "ConflictException", f"Cannot delete active rule set: {name}", v1="CannotDeleteException"
        )
    state.rule_sets.pop(name, None)


def activate(state: PlaceState, name: str | None) -> None:
    """Makes a set the active one; ``None`` switches receiving off."""
    if name is not None:
        require_set(state, name)
    state.active_rule_set = name


def create_rule(state: PlaceState, set_name: str, rule: Document, after: str | None) -> None:
    """Adds a rule behind another; without one it goes to the front."""
    rule_set = require_set(state, set_name)
    names.check_rule(rule["Name"])
    if rule_set.position(rule["Name"]) is not None:
        raise already_exists(f"Rule already exists: {rule['Name']}")
    if len(rule_set.rules) >= _MOST_RULES:
        raise limit_exceeded(f"A receipt rule set has at most {_MOST_RULES} rules.")
    place = 0 if after is None else _require_position(rule_set, after) + 1
    rule_set.rules.insert(place, _checked(state, set_name, rule))


def update_rule(state: PlaceState, set_name: str, rule: Document) -> None:
    """Replaces a rule where it stands."""
    rule_set = require_set(state, set_name)
    place = _require_position(rule_set, rule["Name"])
    rule_set.rules[place] = _checked(state, set_name, rule)


def delete_rule(state: PlaceState, set_name: str, rule_name: str) -> None:
    """Removes a rule; one that is not there is no error."""
    rule_set = require_set(state, set_name)
    rule_set.rules = [rule for rule in rule_set.rules if rule["Name"] != rule_name]


def require_rule(state: PlaceState, set_name: str, rule_name: str) -> Document:
    """A rule."""
    rule_set = require_set(state, set_name)
    return rule_set.rules[_require_position(rule_set, rule_name)]


def move_rule(state: PlaceState, set_name: str, rule_name: str, after: str | None) -> None:
    """Puts a rule behind another, or to the front."""
    rule_set = require_set(state, set_name)
    if after is not None:
        _require_position(rule_set, after)
    if after == rule_name:
        raise bad_request(f"Rule {rule_name} cannot stand behind itself.")
    rule = rule_set.rules.pop(_require_position(rule_set, rule_name))
    rule_set.rules.insert(0 if after is None else _require_position(rule_set, after) + 1, rule)


def reorder(state: PlaceState, set_name: str, rule_names: list[str]) -> None:
    """Puts all rules into the order given, which must name each rule once."""
    rule_set = require_set(state, set_name)
    positions = [_require_position(rule_set, name) for name in rule_names]
    if sorted(positions) != list(range(len(rule_set.rules))):
        raise bad_request(f"All {len(rule_set.rules)} rules of {set_name} must be named, each once.")
    rule_set.rules = [rule_set.rules[position] for position in positions]


def rule_arn(state: PlaceState, set_name: str, rule_name: str) -> str:
    """The ARN that policies of targets see as their source."""
    return state.arn(f"receipt-rule-set/{set_name}:receipt-rule/{rule_name}")


def _require_position(rule_set: RuleSet, rule_name: str) -> int:
    position = rule_set.position(rule_name)
    if position is None:
        raise RefusedError(
            "NotFoundException", f"Rule does not exist: {rule_name}", v1="RuleDoesNotExistException"
        )
    return position


def _checked(state: PlaceState, set_name: str, rule: Document) -> Document:
    full = _DEFAULTS | copy.deepcopy(rule)
    if len(full["Actions"]) > _MOST_ACTIONS:
        raise limit_exceeded(f"A receipt rule has at most {_MOST_ACTIONS} actions.")
    if len(full["Recipients"]) > _MOST_RECIPIENTS:
        raise limit_exceeded(f"A receipt rule has at most {_MOST_RECIPIENTS} recipients.")
    source = rule_arn(state, set_name, rule["Name"])
    for action in full["Actions"]:
        if len(action) != 1:
            raise bad_request(f"An action must be exactly one kind, found: {', '.join(action) or '-'}")
        kind, settings = next(iter(action.items()))
        _check_action(state, kind, settings, source)
    return full


def _check_action(state: PlaceState, kind: str, settings: Document, source: str) -> None:
    """Tries the targets as SES does when a rule is created."""
    if kind == "AddHeaderAction":
        names.check_added_header(settings["HeaderName"], settings["HeaderValue"])
    world, place = state.world, state.place
    refusal = "InvalidSnsTopicException"
    try:
        if settings.get("TopicArn"):
            _check_topic(state, settings["TopicArn"], settings.get("IamRoleArn", ""), source)
        if kind == "S3Action":
            refusal = "InvalidS3ConfigurationException"
            bucket, prefix = settings["BucketName"], settings.get("ObjectKeyPrefix", "")
            role = settings.get("IamRoleArn", "")
            world.check_bucket(place, bucket, prefix, source_arn=source, role_arn=role)
        elif kind == "LambdaAction":
            refusal = "InvalidLambdaFunctionException"
            world.check_function(place, settings["FunctionArn"], source_arn=source)
    except TargetRefusedError as error:
        raise RefusedError("BadRequestException", str(error), v1=refusal) from error


def _check_topic(state: PlaceState, topic: str, role: str, source: str) -> None:
    """A role, where there is one, publishes alone (API reference of version 1, S3Action)."""
    if role:
        state.world.check_role(state.place, role, action="sns:Publish", resource=topic, source_arn=source)
    else:
        state.world.check_topic(state.place, topic, source_arn=source)
