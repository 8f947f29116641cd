"""The permissions of an assembly: every statement of every policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .template import Assembly, Resource
from .value import Value

SES = "ses.amazonaws.com"

_OWN = {
    "AWS::IAM::Policy": ("PolicyDocument",),
    "AWS::IAM::ManagedPolicy": ("PolicyDocument",),
    "AWS::IAM::RolePolicy": ("PolicyDocument",),
    "AWS::IAM::UserPolicy": ("PolicyDocument",),
    "AWS::IAM::GroupPolicy": ("PolicyDocument",),
    "AWS::S3::BucketPolicy": ("PolicyDocument",),
    "AWS::SNS::TopicPolicy": ("PolicyDocument",),
    "AWS::SQS::QueuePolicy": ("PolicyDocument",),
    "AWS::KMS::Key": ("KeyPolicy",),
    "AWS::IAM::Role": ("AssumeRolePolicyDocument",),
}
_INLINE = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")
_FUNCTION = "AWS::Serverless::Function"
_ATTACHED = {
    "AWS::IAM::Policy": "Roles",
    "AWS::IAM::ManagedPolicy": "Roles",
    "AWS::IAM::RolePolicy": "RoleName",
}


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One statement of a policy.

    Args:
        value: Where it stands.
        resource: The resource that carries the policy.
        trust: True in the policy that says who may take a role.
    """

    value: Value
    resource: Resource
    trust: bool = False

    @property
    def allows(self) -> bool:
        """True when it says Allow."""
        return self.value.get("Effect").literal == "Allow"

    @property
    def actions(self) -> tuple[str, ...]:
        """Its actions, as far as they are known."""
        return self.value.get("Action").literals

    @property
    def resources(self) -> tuple[Value, ...]:
        """What it applies to."""
        return self.value.get("Resource").items

    @property
    def services(self) -> tuple[str, ...]:
        """AWS services that are its principals."""
        return self.value.get("Principal.Service").literals

    @property
    def is_for_everyone(self) -> bool:
        """True when any principal is meant."""
        principal = self.value.get("Principal")
        return principal.literal == "*" or "*" in principal.get("AWS").literals

    @property
    def is_understood(self) -> bool:
        """True when neither principals nor actions are hidden in an intrinsic."""
        principal = self.value.get("Principal")
        return not principal.hidden and self.value.get("Action").complete and principal.get("Service").complete

    @property
    def conditions(self) -> Iterator[tuple[str, str, Value]]:
        """Operator, key and value of each condition."""
        for operator, keys in self.value.get("Condition").entries:
            for key, value in keys.entries:
                yield operator, key, value

    def covers(self, action: str) -> bool:
        """True when one of its actions is, or matches with wildcards, this one."""
        return any(matches(pattern, action) for pattern in self.actions)

    def admits(self, service: str) -> bool:
        """True when it allows something to an AWS service, by name or to everyone."""
        return self.allows and (service in self.services or self.is_for_everyone)


def matches(pattern: str, action: str) -> bool:
    """True when an action matches a pattern of IAM, in which case counts for nothing and ``*`` is anything."""
    pattern, action = pattern.lower(), action.lower()
    head, star, tail = pattern.partition("*")
    if not star:
        return pattern == action
    return action.startswith(head) and action.endswith(tail.rpartition("*")[2]) and len(action) >= len(head)


@lru_cache(maxsize=1)
def statements(assembly: Assembly) -> tuple[Statement, ...]:
    """Every statement of every policy in the assembly."""
    return tuple(_read(assembly))


def granted_to(assembly: Assembly, role: Resource) -> list[Statement]:
    """What a role may do through policies of the assembly."""
    return [statement for statement in statements(assembly) if not statement.trust and _applies(statement, role)]


def has_foreign_policies(role: Resource) -> bool:
    """True when a role also carries policies that the assembly does not spell out."""
    return role.get("ManagedPolicyArns").present or role.get("PermissionsBoundary").present


def policy_of(assembly: Assembly, type_name: str, list_name: str, target: Resource) -> list[Resource]:
    """Policies of a type, such as ``AWS::SNS::TopicPolicy``, that name a resource."""
    found = []
    for policy in assembly.resources(type_name):
        if any(item.names(target.type) is target for item in policy.get(list_name).items):
            found.append(policy)
    return found


def statements_of(assembly: Assembly, *policies: Resource) -> list[Statement]:
    """The statements that these policies carry."""
    return [statement for statement in statements(assembly) if statement.resource in policies]


def _applies(statement: Statement, role: Resource) -> bool:
    if statement.resource is role:
        return True
    attached = _ATTACHED.get(statement.resource.type)
    return attached is not None and any(
        item.names(role.type) is role for item in statement.resource.get(attached).items
    )


def _read(assembly: Assembly) -> Iterator[Statement]:
    for type_name, paths in _OWN.items():
        for resource in assembly.resources(type_name):
            for path in paths:
                yield from _in_document(resource.get(path), resource, trust=path.startswith("Assume"))
    for resource in assembly.resources(*_INLINE):
        for policy in resource.get("Policies").items:
            yield from _in_document(policy.get("PolicyDocument"), resource)
    for resource in assembly.resources(_FUNCTION):
        for policy in resource.get("Policies").items:
            yield from _in_document(policy, resource)


def _in_document(document: Value, resource: Resource, *, trust: bool = False) -> Iterator[Statement]:
    for member in document.get("Statement").items:
        if isinstance(member.raw, dict) and not member.hidden:
            yield Statement(member, resource, trust)
