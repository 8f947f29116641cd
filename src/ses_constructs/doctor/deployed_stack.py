"""A stack as CloudFormation keeps it: its template, and what became of each resource."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

from ses_constructs.dns.assembly import SynthesizedStack
from ses_constructs.errors import SesConstructsError
from ses_constructs.review import Assembly, Place, Resource, Template
from ses_constructs.review.reading import parse
from ses_constructs.review.text import Reference, Unknown
from ses_constructs.review.value import Value

from .conditions import Conditions
from .live_values import LiveValues
from .name_server import NameServer

if TYPE_CHECKING:
    import boto3

_GONE = ("DELETE_COMPLETE",)


@dataclass(eq=False)
class DeployedStack:
    """What the checks look at.

    Args:
        session: A boto3 session of the stack's account and region.
        name: Name of the stack.
        name_server: Where DNS is asked.
        now: The time that ages are counted to.
    """

    session: boto3.Session
    name: str
    name_server: NameServer
    now: datetime

    @cached_property
    def template(self) -> Template:
        """The template that is deployed, with the resources that exist.

        Raises:
            SesConstructsError: when CloudFormation does not give it.
        """
        body = self.synthesized.template
        resources = cast("Mapping[str, object]", body["Resources"])
        made = {key: one for key, one in resources.items() if key in self._physical_ids}
        return Template({**body, "Resources": made}, stack=self.name)

    @cached_property
    def assembly(self) -> Assembly:
        """The template as the review's rules read it."""
        return Assembly((self.template,), path=f"stack {self.name}")

    @cached_property
    def synthesized(self) -> SynthesizedStack:
        """The template as the records are read from it."""
        return SynthesizedStack(
            name=self.name, path=self.name, account=None, region=self.session.region_name, template=self._body()
        )

    @cached_property
    def deployment(self) -> LiveValues:
        """What references of the template stand for."""
        return LiveValues(self.session, self._physical_ids)

    def of_type(self, *types: str) -> Iterator[tuple[Resource, str]]:
        """Resources of these types that exist, with their physical ids."""
        for resource in self.assembly.resources(*types):
            yield resource, self._physical_ids[resource.logical_id]

    def physical_id(self, resource: Resource) -> str:
        """What CloudFormation calls a resource that exists."""
        return self._physical_ids[resource.logical_id]

    def text(self, value: Value) -> str | None:
        """The text of a value with all that the deployment knows; None when part of it stays unknown."""
        text = value.text
        if text is None:
            return None
        pieces = [piece if isinstance(piece, str) else self._known(piece) for piece in text.pieces]
        known = [piece for piece in pieces if piece is not None]
        return "".join(known) if len(known) == len(pieces) else None

    def place(self, name: str, resource: Resource | None = None) -> Place:
        """Where a finding is: something that is called so in the account, made by a resource of the stack."""
        path = "" if resource is None else resource.construct_path
        return Place(stack=self.name, logical_id=name, construct_path=path)

    def _known(self, piece: Reference | Unknown) -> str | None:
        if isinstance(piece, Unknown):
            return self.deployment.value(self.synthesized, piece.name)
        name = piece.resource.logical_id
        return self.deployment.value(self.synthesized, f"{name}.{piece.attribute}" if piece.attribute else name)

    @cached_property
    def _physical_ids(self) -> dict[str, str]:
        from botocore.exceptions import ClientError

        found = {}
        pages = self.session.client("cloudformation").get_paginator("list_stack_resources")
        try:
            for page in pages.paginate(StackName=self.name):
                for one in page["StackResourceSummaries"]:
                    if one["ResourceStatus"] not in _GONE and one.get("PhysicalResourceId"):
                        found[one["LogicalResourceId"]] = one["PhysicalResourceId"]
        except ClientError as error:
            raise _not_there(self.name, error) from error
        return found

    def _body(self) -> Mapping[str, object]:
        from botocore.exceptions import ClientError

        formation = self.session.client("cloudformation")
        try:
            # Processed: what transforms and macros made of it, which is what was deployed.
            body: object = formation.get_template(StackName=self.name, TemplateStage="Processed")["TemplateBody"]
        except ClientError as error:
            raise _not_there(self.name, error) from error
        read = parse(body if isinstance(body, str) else json.dumps(body), file=f"the template of {self.name}")
        return Conditions(read, self._parameters()).settled() if isinstance(read.get("Conditions"), dict) else read

    def _parameters(self) -> dict[str, str]:
        """What parameters were at the deployment, and what the stack says of itself."""
        from botocore.exceptions import ClientError

        try:
            (stack,) = self.session.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as error:
            raise _not_there(self.name, error) from error
        _, partition, _, region, account, _ = stack["StackId"].split(":", 5)
        known = {
            "AWS::Partition": partition,
            "AWS::Region": region,
            "AWS::AccountId": account,
            "AWS::StackId": stack["StackId"],
            "AWS::StackName": stack["StackName"],
        }
        for parameter in stack.get("Parameters", []):
            # Of one that names a parameter of Systems Manager, what was found there.
            known[parameter["ParameterKey"]] = parameter.get("ResolvedValue", parameter["ParameterValue"])
        return known


def _not_there(name: str, error: Exception) -> SesConstructsError:
    return SesConstructsError(
        f"CloudFormation does not show stack {name!r}: {error}",
        fix="check the name, --region and --profile, and that you may do what --policy prints",
    )
