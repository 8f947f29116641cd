"""The permissions of an assembly: every statement of every policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .remembering import once
from .template import Assembly, Resource
from .value import Value

SES = "ses.amazonaws.com"

IDENTITY_SETTINGS = "Custom::SesIdentitySettings"
"""This library's resource for what CloudFormation has no property for, of an identity."""

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
    "AWS::IAM::Policy": ("Roles", "AWS::IAM::Role"),
    "AWS::IAM::ManagedPolicy": ("Roles", "AWS::IAM::Role"),
    "AWS::IAM::RolePolicy": ("RoleName", "AWS::IAM::Role"),
    "AWS::S3::BucketPolicy": ("Bucket", "AWS::S3::Bucket"),
    "AWS::SNS::TopicPolicy": ("Topics", "AWS::SNS::Topic"),
}
"""Policies that name what they belong to: the property, and the type of what it names."""


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def allows(self) -> bool:
        """True when it says Allow."""
        return self.value.get("Effect").literal == "Allow"

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """Its actions, as far as they are known."""
        return self.value.get("Action").literals

    @cached_property
    def resources(self) -> tuple[Value, ...]:
        """What it applies to."""
        return self.value.get("Resource").items

    @property
    def services(self) -> tuple[str, ...]:
        """AWS services that are its principals."""
        return self.value.get("Principal.Service").literals

    @property
    def accounts(self) -> tuple[Value, ...]:
        """Accounts, roles and users that are its principals."""
        return self.value.get("Principal.AWS").items

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

    @cached_property
    def conditions(self) -> tuple[tuple[str, str, Value], ...]:
        """Operator, key and value of each condition."""
        return tuple(
            (operator, key, value)
            for operator, keys in self.value.get("Condition").entries
            for key, value in keys.entries
        )

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


@once
def statements(assembly: Assembly) -> tuple[Statement, ...]:
    """Every statement of every policy in the assembly."""
    return tuple(_read(assembly))


@once
def identity_statements(assembly: Assembly) -> tuple[Statement, ...]:
    """Every statement of the sending authorization policies that this library puts on identities."""
    return tuple(
        statement
        for resource in assembly.resources(IDENTITY_SETTINGS)
        for _, document in resource.get("Policies").entries
        for statement in _in_document(document, resource)
    )


def granted_to(assembly: Assembly, role: Resource) -> list[Statement]:
    """What a role may do through policies of the assembly."""
    carriers = (role, *_attached(assembly).get(role, ()))
    return [statement for statement in statements_of(assembly, *carriers) if not statement.trust]


def has_foreign_policies(role: Resource) -> bool:
    """True when a role also carries policies that the assembly does not spell out."""
    return role.get("ManagedPolicyArns").present or role.get("PermissionsBoundary").present


def policies_of(assembly: Assembly, target: Resource) -> list[Resource]:
    """The policies of a bucket or topic, or those attached to a role."""
    return _attached(assembly).get(target, [])


def statements_of(assembly: Assembly, *policies: Resource) -> list[Statement]:
    """The statements that these policies carry."""
    by_holder = _by_holder(assembly)
    return [statement for policy in policies for statement in by_holder.get(policy, ())]


@once
def _by_holder(assembly: Assembly) -> dict[Resource, list[Statement]]:
    found: dict[Resource, list[Statement]] = {}
    for statement in statements(assembly):
        found.setdefault(statement.resource, []).append(statement)
    return found


@once
def _attached(assembly: Assembly) -> dict[Resource, list[Resource]]:
    found: dict[Resource, list[Resource]] = {}
    for policy in assembly.resources(*_ATTACHED):
        path, type_name = _ATTACHED[policy.type]
        named = dict.fromkeys(item.names(type_name) for item in policy.get(path).items)
        for target in named:
            if target is not None:
                found.setdefault(target, []).append(policy)
    return found


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
