"""The map of the stacks: which takes what from which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .flow import Arrow, Carries, Flow, FlowBuilder
from .naming import counted, readable
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Template

_FUNCTIONS = ("Fn::ImportValue", "Fn::GetStackOutput")
_OUR_SERVICES = ("AWS::SES::",)


def stacks_flow(assembly: Assembly) -> Flow:
    """One box a stack, with arrows from the stack that gives a value to the one that takes it."""
    flow = FlowBuilder()
    if len(assembly.templates) < 2:
        return flow.flow()
    keys = _keys(assembly)
    for template in assembly.templates:
        flow.part(_stack(template, keys[id(template)]))
    for template in assembly.templates:
        if template.parent is not None:
            flow.arrow(Arrow(keys[id(template.parent.template)], keys[id(template)], Carries.ACCESS, "contains"))
        for giver, name in _taken(template):
            if giver is not template:
                flow.arrow(Arrow(keys[id(giver)], keys[id(template)], Carries.ACCESS, name))
    return flow.flow()


def _keys(assembly: Assembly) -> dict[int, str]:
    """A key for each template, by its identity; the same in every review of the same app."""
    found: dict[int, str] = {}
    met: dict[str, int] = {}
    for template in assembly.templates:
        name = stack_name(template)
        met[name] = met.get(name, 0) + 1
        found[id(template)] = f"stack\n{name}\n{met[name]}"
    return found


def stack_name(template: Template) -> str:
    """What a template's stack is called: by itself, by the resource that makes it, or by its file."""
    if template.stack:
        return template.stack
    if template.parent is not None:
        return template.parent.logical_id
    return template.file.rpartition("/")[2] or "the template"


def _stack(template: Template, key: str) -> Part:
    number = len(template.resources)
    ours = sum(len(found) for name, found in template.by_type.items() if name.startswith(_OUR_SERVICES))
    facts = (Fact("Resources", f"{number}, {ours} of them of SES"), Fact("File", template.file))
    return Part(key, Kind.STACK, stack_name(template), counted(number, "resource"), facts, (template.whole,))


def _taken(template: Template) -> Iterator[tuple[Template, str]]:
    """Templates of the assembly that give this one a value, and what the value is called."""
    assembly = template.assembly
    for name, given in _intrinsics(template.document):
        if name == "Fn::ImportValue":
            text = template.text(given)
            output = assembly.exports.get(text) if text is not None else None
            if output is not None:
                yield output.resource.template, readable(output.get("Value").text)
        elif isinstance(given, dict):
            stack, output_name = given.get("StackName"), given.get("OutputName")
            giver = assembly.stacks.get(stack) if isinstance(stack, str) else None
            if giver is not None and isinstance(output_name, str):
                yield giver, output_name


def _intrinsics(raw: object) -> Iterator[tuple[str, object]]:
    """Every use of the functions that take values from other stacks; each part is looked at once."""
    seen: set[int] = set()
    waiting = [raw]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict | list) or id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, list):
            waiting.extend(part)
            continue
        waiting.extend(part.values())
        for name in _FUNCTIONS:
            if name in part:
                yield name, part[name]
