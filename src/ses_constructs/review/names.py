"""Which resource a name, an ARN or a reference means."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from .text import Text

if TYPE_CHECKING:
    from .template import Assembly, Resource, Template

NAME_PROPERTIES = {
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::KMS::Key": "",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SES::ConfigurationSet": "Name",
    "AWS::SES::DedicatedIpPool": "PoolName",
    "AWS::SES::EmailIdentity": "EmailIdentity",
    "AWS::SES::ReceiptRule": "Rule.Name",
    "AWS::SES::ReceiptRuleSet": "RuleSetName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Serverless::Function": "FunctionName",
}
"""The property that holds the physical name of a type. Source: the ``primaryIdentifier`` of each schema."""
_LAST_PART = re.compile(r"[:/]([^:/]*)$")


class NameIndex:
    """Finds resources of an assembly by what other resources call them.

    Args:
        assembly: Where to look.
    """

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly

    def find(self, template: Template, text: Text, types: tuple[str, ...]) -> Resource | None:
        """The resource of one of the types that a text of the template means, or None.

        A text means a resource when it is a reference to it, ends with one (as ARNs do), or is or ends with its
        physical name.
        """
        for reference in text.references:
            if reference.resource.type in types and self._is_last(text, reference):
                return reference.resource
        for candidate in _candidates(text):
            for type_name in types:
                here = self._symbolic.get((template.file, template.stack, type_name, candidate))
                if here is not None:
                    return here
                literal = candidate.literal
                if literal is not None and (type_name, literal) in self._literal:
                    return self._literal[type_name, literal]
        return None

    @staticmethod
    def _is_last(text: Text, reference: object) -> bool:
        # Objects in a bucket and log streams of a group follow the ARN; they still mean the bucket and the group.
        tail = text.pieces[-1]
        return tail is reference or (isinstance(tail, str) and tail.startswith(("/", ":")))

    @cached_property
    def _literal(self) -> dict[tuple[str, str], Resource]:
        return {
            (type_name, literal): resource
            for type_name, name, resource in self._named()
            if (literal := name.literal)
        }

    @cached_property
    def _symbolic(self) -> dict[tuple[str, str, str, Text], Resource]:
        return {
            (resource.template.file, resource.template.stack, type_name, name): resource
            for type_name, name, resource in self._named()
        }

    def _named(self) -> list[tuple[str, Text, Resource]]:
        found = []
        for type_name, path in NAME_PROPERTIES.items():
            for resource in self._assembly.resources(type_name) if path else ():
                name = resource.get(path).text
                if name is not None and name.pieces:
                    found.append((type_name, name, resource))
        return found


def _candidates(text: Text) -> list[Text]:
    """The text itself, and what follows its last slash or colon."""
    found = [text]
    for at in range(len(text.pieces) - 1, -1, -1):
        piece = text.pieces[at]
        match = _LAST_PART.search(piece) if isinstance(piece, str) else None
        if match is not None:
            found.append(Text.of(match.group(1), *text.pieces[at + 1 :]))
            break
    return found
