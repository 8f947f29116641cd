"""Which resource of the old templates is which of the new ones."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from ses_constructs.review.names import NAME_PROPERTIES
from ses_constructs.review.template import Assembly, Resource, Template
from ses_constructs.review.value import Value

from .spelling import Spelling

_NAMES = {
    **{kind: path for kind, path in NAME_PROPERTIES.items() if path},
    "AWS::SES::ContactList": "ContactListName",
    "AWS::SES::MailManagerAddressList": "AddressListName",
    "AWS::SES::MultiRegionEndpoint": "EndpointName",
    "AWS::SES::ReceiptFilter": "Filter.Name",
    "AWS::SES::Template": "Template.TemplateName",
    "AWS::SES::Tenant": "TenantName",
}
"""The property that holds the physical name, of the types that have one. Source: their schemas."""


class Pairing:
    """The resources of two assemblies, side by side.

    Resources are the same when they have the same stack, type and logical id. What is left is the same thing
    under another logical id when type and physical name agree; CloudFormation does not see that.

    Args:
        old: What was.
        new: What is to be.
    """

    def __init__(self, old: Assembly, new: Assembly) -> None:
        self.old = old
        self.new = new
        self.pairs: dict[Resource, Resource] = {}
        self.renamed: dict[Resource, Resource] = {}
        self._by_logical_id()
        self._by_physical_name()
        same = {one: two.logical_id for one, two in (self.pairs | self.renamed).items()}
        self._old_spelling = Spelling(same)
        self._new_spelling = Spelling({})

    @cached_property
    def removed(self) -> list[Resource]:
        """Resources that are only in the old templates, under any name."""
        return [one for one in self.old.resources() if one not in self.pairs and one not in self.renamed]

    @cached_property
    def added(self) -> list[Resource]:
        """Resources that are only in the new templates."""
        known = {*self.pairs.values(), *self.renamed.values()}
        return [one for one in self.new.resources() if one not in known]

    @cached_property
    def partners(self) -> dict[Resource, Resource]:
        """Every old resource that goes on, also under another logical id, with the new one."""
        return self.pairs | self.renamed

    def of_type(self, *types: str) -> list[tuple[Resource, Resource]]:
        """Old and new of each resource of these types that goes on."""
        return [(one, two) for one, two in self.partners.items() if one.type in types]

    def spelled(self, value: Value, *, old: bool = False) -> str:
        """A value as text in which references to the same thing read the same; empty for what is left out."""
        return (self._old_spelling if old else self._new_spelling).of(value)

    def differs(self, old: Resource, new: Resource, path: str) -> tuple[str, str] | None:
        """Both spellings of a property, when they are not the same."""
        before = self.spelled(old.get(path), old=True)
        after = self.spelled(new.get(path))
        return None if before == after else (before, after)

    def _by_logical_id(self) -> None:
        new = _by_key(self.new)
        for key, one in _by_key(self.old).items():
            two = new.get(key)
            if two is not None and two.type == one.type:
                self.pairs[one] = two

    def _by_physical_name(self) -> None:
        taken = set(self.pairs.values())
        new = {_physical(one): one for one in self.new.resources() if one not in taken}
        for one in self.old.resources():
            name = _physical(one)
            if one not in self.pairs and name is not None and name in new:
                self.renamed[one] = new.pop(name)


def _by_key(assembly: Assembly) -> dict[tuple[str, str], Resource]:
    alone = len(assembly.templates) == 1
    return {
        ("" if alone else _stack(template), resource.logical_id): resource
        for template in assembly.templates
        for resource in template.resources.values()
    }


def _stack(template: Template) -> str:
    """What a stack is known by: its name, the resource that makes it, or its file."""
    if template.stack:
        return template.stack
    if template.parent is not None:
        return f"{_stack(template.parent.template)}/{template.parent.logical_id}"
    return Path(template.file).name


def _physical(resource: Resource) -> tuple[str, str] | None:
    """Type and physical name, when the name is known to the letter."""
    path = _NAMES.get(resource.type)
    name = None if path is None else resource.get(path).literal
    return (resource.type, name) if name else None
