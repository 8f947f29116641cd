"""SSM Automation documents, which MiniStack lacks: kept, read back, and run where a step invokes a function."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ministack.core import iam_evaluator, router
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import lambda_svc, ssm

from ses_constructs.local.ministack.authorization import is_on
from ses_constructs.local.ministack.handlers import Made, Properties, generated_name, replaced

_TYPE = "AWS::SSM::Document"
_INVOKE = "aws:invokeLambdaFunction"
_REFERENCE = re.compile(r"\{\{\s*([\w.:]+)\s*\}\}")
_BAD_PARAMETERS = "InvalidAutomationExecutionParametersException"
Answer = tuple[int, Mapping[str, str], bytes]
Key = tuple[str, str, str]


@dataclass(slots=True)
class Document:
    """One document with its newest version."""

    name: str
    type: str
    content: dict[str, Any]
    version: int = 1


@dataclass(slots=True)
class Kept:
    """Every document, and every execution of one, by account, region and name or id."""

    documents: dict[Key, Document] = field(default_factory=dict)
    executions: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def clear(self) -> None:
        """Forgets all of it."""
        self.documents.clear()
        self.executions.clear()


_KEPT = Kept()


class DocumentHandler:
    """``AWS::SSM::Document``: Ref gives the name."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        name = str(properties.get("Name") or generated_name(stack_name, logical_id, longest=128))
        _KEPT.documents[_key(name)] = Document(
            name, str(properties.get("DocumentType", "Command")), _content(properties)
        )
        return name, {}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        """Only ``UpdateMethod: NewVersion`` keeps the document."""
        if new.get("UpdateMethod") != "NewVersion" or old.get("Name") != new.get("Name"):
            return replaced(_TYPE, physical_id, old, new, stack_name, logical_id)
        document = _KEPT.documents[_key(physical_id)]
        document.content, document.version = _content(new), document.version + 1
        return physical_id, {}

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        _KEPT.documents.pop(_key(physical_id), None)


def install() -> None:
    """Answers the operations on documents and executions; the rest is MiniStack's."""
    theirs, forget = ssm.handle_request, ssm.reset

    async def handle_request(
        method: str, path: str, headers: Mapping[str, str], body: bytes, query_params: Mapping[str, object]
    ) -> Answer:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        if operation not in _OPERATIONS:
            return cast("Answer", await theirs(method, path, headers, body, query_params))
        caller = router.extract_access_key_id(dict(headers))
        return await asyncio.to_thread(_OPERATIONS[operation], json.loads(body or b"{}"), caller)

    def reset() -> None:
        _KEPT.clear()
        forget()

    ssm.handle_request, ssm.reset = handle_request, reset


def _describe(asked: Mapping[str, Any], _caller: str) -> Answer:
    document = _KEPT.documents.get(_key(asked["Name"]))
    if document is None:
        return _fault("InvalidDocument", f"Document with name {asked['Name']} does not exist.")
    shown = {"Name": document.name, "DocumentType": document.type, "Status": "Active", "DocumentFormat": "JSON"}
    shown |= {"SchemaVersion": document.content["schemaVersion"], "DocumentVersion": str(document.version)}
    return _answer({"Document": shown})


def _get(asked: Mapping[str, Any], _caller: str) -> Answer:
    document = _KEPT.documents.get(_key(asked["Name"]))
    if document is None:
        return _fault("InvalidDocument", f"Document with name {asked['Name']} does not exist.")
    content = json.dumps(document.content)
    return _answer({"Name": document.name, "DocumentType": document.type, "Content": content, "Status": "Active"})


def _start(asked: Mapping[str, Any], caller: str) -> Answer:
    document = _KEPT.documents.get(_key(asked["DocumentName"]))
    if document is None:
        return _fault("AutomationDefinitionNotFoundException", f"no document {asked['DocumentName']}")
    given = {name: values[0] for name, values in (asked.get("Parameters") or {}).items()}
    wrong = _wrong_parameter(document.content.get("parameters") or {}, given)
    if wrong is not None:
        return _fault(_BAD_PARAMETERS, wrong)
    execution = str(uuid.uuid4())
    names = {**given, "automation:EXECUTION_ID": execution}
    record: dict[str, Any] = {"AutomationExecutionId": execution, "DocumentName": document.name}
    record |= {"AutomationExecutionStatus": "Success", "StepExecutions": []}
    for step in document.content["mainSteps"]:
        done = _run(step, names, caller)
        record["StepExecutions"].append(done)
        if done["StepStatus"] == "Failed":
            record |= {"AutomationExecutionStatus": "Failed", "FailureMessage": done["FailureMessage"]}
            break
    _KEPT.executions[_key(execution)] = record
    return _answer({"AutomationExecutionId": execution})


def _execution(asked: Mapping[str, Any], _caller: str) -> Answer:
    record = _KEPT.executions.get(_key(asked["AutomationExecutionId"]))
    if record is None:
        return _fault("AutomationExecutionNotFoundException", f"no execution {asked['AutomationExecutionId']}")
    return _answer({"AutomationExecution": record})


_OPERATIONS = {
    "DescribeDocument": _describe,
    "GetDocument": _get,
    "StartAutomationExecution": _start,
    "GetAutomationExecution": _execution,
}


def _wrong_parameter(declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str]) -> str | None:
    for name in given.keys() - declared.keys():
        return f"the document has no parameter {name}"
    for name, rules in declared.items():
        value = given.get(name, rules.get("default"))
        if value is None:
            return f"parameter {name} has no value"
        if rules.get("allowedValues") and value not in rules["allowedValues"]:
            return f"parameter {name}: {value!r} is not one of the allowed values"
        if rules.get("allowedPattern") and re.search(rules["allowedPattern"], value) is None:
            return f"parameter {name}: {value!r} does not match the allowed pattern"
    return None


def _run(step: Mapping[str, Any], names: Mapping[str, str], caller: str) -> dict[str, Any]:
    done = {"StepName": step["name"], "Action": step["action"], "StepStatus": "Failed"}
    if step["action"] != _INVOKE:
        return {**done, "FailureMessage": f"the emulator does not know {step['action']}"}
    inputs = {key: _filled(str(value), names) for key, value in step["inputs"].items()}
    record, config, _ = lambda_svc._get_func_record_for_ref(inputs["FunctionName"])
    if record is None or config is None:
        return {**done, "FailureMessage": f"there is no function {inputs['FunctionName']}"}
    refused = _refused(caller, str(config["FunctionArn"]))
    if refused is not None:
        return {**done, "FailureMessage": refused}
    runnable = {**record, **lambda_svc._execution_record_for_config(record, config)}
    result = lambda_svc._execute_function_with_config_scope(runnable, json.loads(inputs["Payload"]))
    said = json.dumps(result.get("body"))
    if result.get("error"):
        return {**done, "FailureMessage": said}
    return {**done, "StepStatus": "Success", "Outputs": {"Payload": [said]}}


def _refused(caller: str, function_arn: str) -> str | None:
    """Without a role of its own an execution has the rights of whoever started it."""
    if not is_on():
        return None
    answer = iam_evaluator.enforce(caller, "lambda:InvokeFunction", "lambda", get_region(), function_arn)
    return None if answer is None else f"not authorized to perform lambda:InvokeFunction on {function_arn}"


def _filled(text: str, names: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: names[found[1]], text)


def _content(properties: Properties) -> dict[str, Any]:
    content = properties["Content"]
    parsed = json.loads(content) if isinstance(content, str) else content
    return cast("dict[str, Any]", parsed)


def _key(name: str) -> Key:
    return get_account_id(), get_region(), name


def _answer(content: object) -> Answer:
    return cast("Answer", json_response(content))


def _fault(code: str, message: str) -> Answer:
    return cast("Answer", error_response_json(code, message, 400))
