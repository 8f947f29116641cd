"""Sending with a default configuration set needs permission for the set too."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.permissions import SEND_ACTIONS
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, configuration_set_of
from ses_constructs.review.template import Assembly, Resource
from ses_constructs.review.value import Value

RULE = Rule(
    id="send-grant-without-set",
    severity=Severity.WARNING,
    why="SendEmail is denied at run time, although the identity is allowed.",
    cure="Add the configuration set's ARN to the resources of the statement.",
    source=("Service authorization reference: Amazon SES (SendEmail applies to identity and configuration-set)"),
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        if not statement.allows or not any(statement.covers(action) for action in SEND_ACTIONS):
            continue
        resources = statement.resources
        if not resources or not all(_is_own_identity(resource) for resource in resources):
            continue
        identity = resources[0].names(IDENTITY)
        configuration_set = configuration_set_of(identity) if identity is not None else None
        if configuration_set is not None and not _granted_elsewhere(assembly, configuration_set):
            problem = f"the identity sends with {configuration_set.logical_id}, which the statement does not name"
            yield RULE.at(statement.value.get("Resource").place, problem)


def _is_own_identity(resource: Value) -> bool:
    return resource.names(IDENTITY) is not None


def _granted_elsewhere(assembly: Assembly, configuration_set: Resource) -> bool:
    """True when some statement of the assembly allows sending with the set, or with anything."""
    for other in statements(assembly):
        if other.allows and any(other.covers(action) for action in SEND_ACTIONS):
            for resource in other.resources:
                names_it = resource.names(CONFIGURATION_SET) is configuration_set
                if names_it or resource.literal == "*" or (resource.hidden and resource.text is None):
                    return True
    return False
