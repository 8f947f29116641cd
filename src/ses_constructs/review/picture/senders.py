"""Who is allowed to send, as what, and on which conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.review.policies import Statement, identity_statements, statements
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY

from .naming import joined, key_of, name_of, readable, region_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource
    from ses_constructs.review.value import Value

_HOLDERS = {
    "Roles": ("AWS::IAM::Role", "role"),
    "RoleName": ("AWS::IAM::Role", "role"),
    "Users": ("AWS::IAM::User", "user"),
    "UserName": ("AWS::IAM::User", "user"),
    "Groups": ("AWS::IAM::Group", "group"),
    "GroupName": ("AWS::IAM::Group", "group"),
}
_CARRIERS = {
    "AWS::IAM::Role": "role",
    "AWS::IAM::User": "user",
    "AWS::IAM::Group": "group",
    "AWS::Serverless::Function": "function",
}
_SENDING = ("ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail", "ses:SendBulkEmail")
_PREFIX = "ses:send"
_SUBJECTS = {
    "ses:fromaddress": "the From address",
    "ses:fromdisplayname": "the From name",
    "ses:feedbackaddress": "the address for bounces",
    "ses:recipients": "each recipient",
    "ses:tenantname": "the tenant",
    "ses:multiregionendpointid": "the global endpoint",
    "aws:currenttime": "the time",
    "aws:sourceip": "the IP address of the sender",
    "aws:sourcevpce": "the VPC endpoint",
}
"""Condition keys in words, in lower case. Source: service authorization reference of SES, and of IAM."""
_VERBS = {
    "stringequals": "is",
    "stringequalsignorecase": "is",
    "stringlike": "is like",
    "stringnotequals": "is not",
    "stringnotlike": "is not like",
    "arnequals": "is",
    "arnlike": "is like",
    "datelessthan": "is before",
    "dategreaterthan": "is after",
    "ipaddress": "is in",
    "notipaddress": "is not in",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who may send.

    Args:
        key: Tells them from others.
        name: What they are called.
        kind: Such as ``role``.
        resources: The resource, when it is one of the assembly.
    """

    key: str
    name: str
    kind: str
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission to send.

    Args:
        who: Who has it.
        actions: What they may do.
        on: What they may send as or with, in words.
        over: The identities and configuration sets among them.
        conditions: What must hold besides.
        resource: The resource that carries the policy.
    """

    who: tuple[Sender, ...]
    actions: tuple[str, ...]
    on: tuple[str, ...]
    over: tuple[Resource, ...]
    conditions: tuple[str, ...]
    resource: Resource

    @property
    def is_unbounded(self) -> bool:
        """True when it lets its holder send as anyone in the account."""
        return "*" in self.on and not self.conditions


def grants(assembly: Assembly) -> list[Grant]:
    """Every statement that allows sending: by policies of IAM, and by those of identities."""
    every = (*statements(assembly), *identity_statements(assembly))
    return [_grant(one) for one in every if one.allows and not one.trust and _sends(one)]


def _sends(statement: Statement) -> bool:
    named = any(action.lower().startswith(_PREFIX) for action in statement.actions)
    return named or any(statement.covers(action) for action in _SENDING)


def _grant(statement: Statement) -> Grant:
    found = [value.names(IDENTITY, CONFIGURATION_SET) for value in statement.resources]
    region = region_of(statement.resource)
    return Grant(
        who=tuple(_principals(statement) or _who(statement.resource)),
        actions=statement.actions,
        on=tuple(
            dict.fromkeys(
                name_of(resource) if resource is not None else _last(value, region)
                for value, resource in zip(statement.resources, found, strict=True)
            )
        ),
        over=tuple(dict.fromkeys(resource for resource in found if resource is not None)),
        conditions=tuple(
            f"{_condition(operator, key)} {joined(readable(item.text, region) or '?' for item in value.items)}"
            for operator, key, value in statement.conditions
        ),
        resource=statement.resource,
    )


def _condition(operator: str, key: str) -> str:
    """A condition in words; what there are no words for stays as it is written."""
    verb = _VERBS.get(operator.lower().removeprefix("forallvalues:"))
    subject = _SUBJECTS.get(key.lower())
    return f"{subject} {verb}" if verb is not None and subject is not None else f"{key} {operator}"


def _last(value: Value, region: str | None) -> str:
    """The name in an ARN, with its kind."""
    whole = readable(value.text, region)
    return whole.split(":", 5)[5] if whole.count(":") >= 5 else whole or "known at deployment"


def _principals(statement: Statement) -> list[Sender]:
    """Those that the policy of an identity names; the policies of IAM stand at who may do it."""
    found = [(readable(one.text) or "known at deployment", "another account") for one in statement.accounts]
    services = [(name, "a service of AWS") for name in statement.services]
    everyone = [("anyone", "any account")] if statement.is_for_everyone and not found else []
    return [Sender(f"principal\n{name}", name, kind) for name, kind in (*found, *services, *everyone)]


def _who(policy: Resource) -> Iterator[Sender]:
    kind = _CARRIERS.get(policy.type)
    if kind is not None:
        yield Sender(key_of(policy), name_of(policy), kind, (policy,))
    for path, (type_name, word) in _HOLDERS.items():
        for value in policy.get(path).items:
            holder = value.names(type_name)
            if holder is not None:
                yield Sender(key_of(holder), name_of(holder), word, (holder,))
            else:
                name = readable(value.text) or "known at deployment"
                yield Sender(f"{word}\n{name}", name, f"{word} outside these templates")
