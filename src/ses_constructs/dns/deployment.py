"""What a deployment knows and a template does not: outputs, the region, attributes of resources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ses_constructs.errors import SesConstructsError

from .assembly import SynthesizedStack

if TYPE_CHECKING:
    import boto3
    from types_boto3_cloudformation.type_defs import StackTypeDef


class Deployment(Protocol):
    """Where values come from that only a deployment knows."""

    def outputs(self, stack: SynthesizedStack) -> Mapping[str, str]:
        """Value by logical id of the output; empty when the stack is not deployed, as far as is known."""
        ...

    def value(self, stack: SynthesizedStack, reference: str) -> str | None:
        """What a reference of the template stands for; ``None`` when this does not know."""
        ...


class OutputsFile:
    """The file that ``cdk deploy --outputs-file`` writes.

    Args:
        outputs: Its content: stack name, logical id, value.
    """

    def __init__(self, outputs: Mapping[str, Mapping[str, str]]) -> None:
        self._outputs = outputs

    @classmethod
    def read(cls, file: Path) -> OutputsFile:
        """Reads a file.

        Raises:
            SesConstructsError: when it is not there or is none of these files.
        """
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _no_outputs(file, str(error)) from error
        if not isinstance(content, dict) or not all(isinstance(each, dict) for each in content.values()):
            raise _no_outputs(file, "it holds no outputs by stack")
        return cls(content)

    def outputs(self, stack: SynthesizedStack) -> Mapping[str, str]:
        return self._outputs.get(stack.name, {})

    def value(self, stack: SynthesizedStack, reference: str) -> str | None:
        return {"AWS::Region": stack.region, "AWS::AccountId": stack.account}.get(reference)


class CloudFormation:
    """The deployed stacks themselves, asked through boto3 and its usual credentials.

    Args:
        session: A boto3 session, for stacks whose region the app does not fix.
    """

    def __init__(self, session: boto3.Session) -> None:
        self._session = session
        self._stacks: dict[str, StackTypeDef] = {}
        self._attributes: dict[tuple[str, str], Mapping[str, object]] = {}

    def outputs(self, stack: SynthesizedStack) -> Mapping[str, str]:
        return {output["OutputKey"]: output["OutputValue"] for output in self._describe(stack).get("Outputs", [])}

    def value(self, stack: SynthesizedStack, reference: str) -> str | None:
        found = self._describe(stack)
        _, partition, _, region, account, _ = found["StackId"].split(":", 5)
        known = {"AWS::Partition": partition, "AWS::Region": region, "AWS::AccountId": account}
        for parameter in found.get("Parameters", []):
            known[parameter["ParameterKey"]] = parameter["ParameterValue"]
        if reference in known:
            return known[reference]
        logical_id, _, attribute = reference.partition(".")
        if not attribute or logical_id not in stack.section("Resources"):
            return None
        value = self._attributes_of(stack, logical_id).get(attribute)
        return value if isinstance(value, str) else None

    def _describe(self, stack: SynthesizedStack) -> StackTypeDef:
        from botocore.exceptions import BotoCoreError, ClientError

        if stack.name not in self._stacks:
            try:
                client = self._session.client("cloudformation", region_name=stack.region)
                (self._stacks[stack.name],) = client.describe_stacks(StackName=stack.name)["Stacks"]
            except (BotoCoreError, ClientError) as error:
                raise SesConstructsError(
                    f"CloudFormation does not describe stack {stack.name!r}: {error}",
                    fix="deploy it first, and check the account and region of your AWS credentials",
                ) from error
        return self._stacks[stack.name]

    def _attributes_of(self, stack: SynthesizedStack, logical_id: str) -> Mapping[str, object]:
        """All that ``Fn::GetAtt`` gives of a resource, which only Cloud Control tells; empty where it does not."""
        from botocore.exceptions import BotoCoreError, ClientError

        key = (stack.name, logical_id)
        if key not in self._attributes:
            formation = self._session.client("cloudformation", region_name=stack.region)
            control = self._session.client("cloudcontrol", region_name=stack.region)
            type_name = str(stack.section("Resources")[logical_id]["Type"])
            try:
                described = formation.describe_stack_resource(StackName=stack.name, LogicalResourceId=logical_id)
                identifier = described["StackResourceDetail"]["PhysicalResourceId"]
                answer = control.get_resource(TypeName=type_name, Identifier=identifier)
                self._attributes[key] = json.loads(answer["ResourceDescription"]["Properties"])
            except (BotoCoreError, ClientError):
                self._attributes[key] = {}
        return self._attributes[key]


def _no_outputs(file: Path, reason: str) -> SesConstructsError:
    return SesConstructsError(
        f"{file} is not a file of stack outputs: {reason}",
        fix=f"let 'cdk deploy --all --outputs-file {file}' write it",
    )
