"""A CloudFormation template as a model: resources, outputs, and what their values refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .finding import Place
from .mentions import mentioned
from .names import NameIndex
from .resolving import Resolver
from .text import Text
from .value import Value

_KEY = re.compile(r"""^\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'#:{}\[\]]+))\s*:""")


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource of a template.

    Args:
        template: The template it stands in.
        logical_id: Its key there.
        type: Its type, such as ``AWS::SES::EmailIdentity``; empty when the template gives none.
        body: All that stands below its key.
    """

    template: Template = field(repr=False)
    logical_id: str
    type: str
    body: Mapping[str, object] = field(repr=False)

    @cached_property
    def properties(self) -> Value:
        """Its properties; a resource without any has an empty map."""
        return Value(self, self.body.get("Properties") or {}, ("Properties",))

    def get(self, path: str) -> Value:
        """The value of a property, by a dotted path below ``Properties``."""
        return self.properties.get(path)

    @cached_property
    def metadata(self) -> Value:
        """Its metadata."""
        return Value(self, self.body.get("Metadata") or {}, ("Metadata",))

    @property
    def construct_path(self) -> str:
        """Path in the CDK tree; empty for what the CDK did not write."""
        raw = self.metadata.raw
        path = raw.get("aws:cdk:path") if isinstance(raw, dict) else None
        return path if isinstance(path, str) else ""

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Logical ids that CloudFormation makes first because the template says so."""
        raw = self.body.get("DependsOn")
        given = raw if isinstance(raw, list) else [raw]
        return tuple(name for name in given if isinstance(name, str))

    def waits_for(self, other: Resource) -> bool:
        """True when CloudFormation certainly makes another resource of the template first."""
        return other.logical_id in self.template.ancestors(self.logical_id)

    @property
    def is_kept(self) -> bool:
        """True unless deleting the stack certainly deletes it."""
        policy = self.body.get("DeletionPolicy", "Delete")
        return not (isinstance(policy, str) and policy == "Delete")

    @property
    def place(self) -> Place:
        """Where it is, for a finding."""
        return self.place_of("")

    def place_of(self, property_path: str) -> Place:
        """The place of a value below it."""
        return Place(
            file=self.template.file,
            stack=self.template.stack,
            logical_id=self.logical_id,
            construct_path=self.construct_path,
            property_path=property_path,
            line=self.template.line_of(self.logical_id),
        )


@dataclass(eq=False)
class Template:
    """A template, and the stack it becomes.

    Args:
        document: What the file holds, read.
        file: Path of the file. Left out: not from a file.
        stack: Name of the stack. Left out: not known.
        environment: Account and region as the CDK writes them, such as ``aws://111122223333/eu-west-1``.
        source: The file's own text, for line numbers.
        parent: The resource that makes this template a nested stack.
    """

    document: Mapping[str, object] = field(repr=False)
    file: str = ""
    stack: str = ""
    environment: str = ""
    source: str = field(default="", repr=False)
    parent: Resource | None = None
    assembly: Assembly = field(init=False, repr=False)
    _known_needs: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Resources by logical id; what is no map is none."""
        found = {}
        for key, body in self.section("Resources").items():
            if isinstance(body, dict):
                type_name = body.get("Type")
                found[key] = Resource(self, key, type_name if isinstance(type_name, str) else "", body)
        return found

    @cached_property
    def outputs(self) -> dict[str, Value]:
        """Values of the outputs by name. Each stands in a resource of its own, so that it has a place."""
        found = {}
        for key, body in self.section("Outputs").items():
            if isinstance(body, dict):
                holder = Resource(self, key, "", {"Properties": body})
                found[key] = Value(holder, body, ("Outputs", key))
        return found

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """Resources by their type."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            found.setdefault(resource.type, []).append(resource)
        return found

    def section(self, name: str) -> dict[str, object]:
        """A section of the template, such as ``Parameters``; empty when it is missing or no map."""
        given = self.document.get(name)
        return (
            {key: body for key, body in given.items() if isinstance(key, str)} if isinstance(given, dict) else {}
        )

    def ancestors(self, logical_id: str) -> frozenset[str]:
        """Logical ids of all resources that are made before one: what it depends on, refers to, and so on."""
        found: set[str] = set()
        waiting = [logical_id]
        while waiting:
            for name in self._needs(waiting.pop()) - found:
                found.add(name)
                waiting.append(name)
        return frozenset(found)

    def _needs(self, logical_id: str) -> frozenset[str]:
        if logical_id not in self._known_needs:
            resource = self.resources.get(logical_id)
            named = mentioned(resource.body) | set(resource.depends_on) if resource is not None else set()
            self._known_needs[logical_id] = frozenset(named & self.resources.keys())
        return self._known_needs[logical_id]

    @cached_property
    def whole(self) -> Resource:
        """The template itself in the place of a resource, for what is said about all of it."""
        return Resource(self, "", "", {"Metadata": self.document.get("Metadata") or {}})

    def text(self, raw: object) -> Text | None:
        """Text of a raw value, as far as it is known."""
        return self._resolver.text(raw)

    def named(self, text: Text, types: tuple[str, ...]) -> Resource | None:
        """The resource of one of these types that a text means."""
        return self.assembly.names.find(self, text, types)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self)

    def line_of(self, logical_id: str) -> int:
        """The line that a logical id stands on, from 1; 0 when not found."""
        return self._lines.get(logical_id, 0)

    @cached_property
    def _lines(self) -> dict[str, int]:
        wanted = self.resources.keys() | self.outputs.keys()
        found: dict[str, int] = {}
        for number, line in enumerate(self.source.splitlines(), 1):
            match = _KEY.match(line)
            key = next(filter(None, match.groups()), "") if match else ""
            if key in wanted and key not in found:
                found[key] = number
        return found


class Assembly:
    """The templates that are deployed together; a single template is an assembly of one.

    Args:
        templates: All of them, nested stacks too.
        path: What the user named.
    """

    def __init__(self, templates: tuple[Template, ...], *, path: str = "") -> None:
        self.templates = templates
        self.path = path
        for template in templates:
            template.assembly = self
        self.names = NameIndex(self)
        self.depth = 0
        self.answers: dict[object, object] = {}
        """What was worked out about it, by the function that did; see ``remembering``."""

    @classmethod
    def of(cls, document: Mapping[str, object], *, file: str = "") -> Assembly:
        """An assembly of one template that is already read."""
        return cls((Template(document, file=file),), path=file)

    def resources(self, *types: str) -> Iterator[Resource]:
        """Resources of these types, in the order of the templates; all resources when none is named."""
        for template in self.templates:
            if not types:
                yield from template.resources.values()
            for type_name in types:
                yield from template.by_type.get(type_name, ())

    @cached_property
    def stacks(self) -> dict[str, Template]:
        """Templates by the name of their stack."""
        return {template.stack: template for template in self.templates if template.stack}

    @cached_property
    def exports(self) -> dict[Text, Value]:
        """Outputs by the name they are exported under."""
        found = {}
        for template in self.templates:
            for output in template.outputs.values():
                name = output.get("Export.Name").text
                if name is not None:
                    found[name] = output
        return found

    @cached_property
    def nested(self) -> dict[Resource, Template]:
        """Templates of nested stacks by the resource that makes the stack."""
        return {template.parent: template for template in self.templates if template.parent is not None}
