"""Answers the custom resources of ses_constructs: one function of a stack for all resource types.

A new resource type is a module with ``create``, ``update`` and ``delete`` beside this one, and a line below.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Mapping
from typing import TypeVar

import active_rule_set
from answer import Answer, deliver
from botocore.exceptions import BotoCoreError, ClientError
from lifecycle import NOT_CREATED, RefusedError, Request, ResourceType, Result

RESOURCE_TYPES: dict[str, ResourceType] = {"Custom::SesActiveReceiptRuleSet": active_rule_set}

_PAUSES_SECONDS = (2, 4, 8, 16)
"""A permission that the same deployment has just made takes a few seconds to reach all of IAM."""

T = TypeVar("T")


def handler(event: Mapping[str, object], _context: object) -> None:
    """Does what the event asks, and always answers it."""
    request = Request.of(event)
    answer = respond(request)
    shown = {
        "request": request.kind,
        "type": request.type,
        "resource": event.get("LogicalResourceId"),
        "physical_id": answer.physical_id,
        "failed": answer.reason or None,
    }
    print(json.dumps(shown))
    deliver(str(event["ResponseURL"]), answer.body(event))


def respond(request: Request) -> Answer:
    """The answer to a request, whatever happens on the way."""
    try:
        result = _perform(request)
    except RefusedError as refused:
        return Answer(physical_id=request.physical_id, reason=str(refused))
    except ClientError as error:
        return Answer(physical_id=request.physical_id, reason=_refusal(error))
    except BotoCoreError as error:
        problem = f"AWS could not be reached ({type(error).__name__}). Fix: deploy again"
        return Answer(physical_id=request.physical_id, reason=problem)
    except Exception as error:
        # Only where it happened: the message of an unexpected error may hold a value that is nobody's business.
        print("".join(traceback.format_tb(error.__traceback__)))
        problem = f"unexpected {type(error).__name__}. Fix: see the log of the provider function, and report it"
        return Answer(physical_id=request.physical_id, reason=problem)
    return Answer(physical_id=result.physical_id, attributes=result.attributes, no_echo=result.no_echo)


def _perform(request: Request) -> Result:
    resource = RESOURCE_TYPES.get(request.type)
    if request.kind == "Delete":
        # What was never made, or by a version that is gone, must not keep a stack from being deleted.
        if resource is not None and request.physical_id != NOT_CREATED:
            resource.delete(request.properties, request)
        return Result(physical_id=request.physical_id)
    if resource is None:
        raise RefusedError(
            f"the provider function does not know {request.type}. "
            "Fix: deploy the stack again with the version of ses-constructs the app uses"
        )
    if request.kind == "Create":
        return _patiently(lambda: resource.create(request.properties, request))
    if request.kind == "Update":
        return _patiently(lambda: resource.update(request.properties, request))
    raise RefusedError(f"CloudFormation sent the unknown request {request.kind!r}. Fix: report it")


def _patiently(work: Callable[[], T]) -> T:
    """Tries again while IAM says no; each call of a resource type may be repeated."""
    for pause in _PAUSES_SECONDS:
        try:
            return work()
        except ClientError as error:
            if not _code(error).startswith("AccessDenied"):
                raise
            time.sleep(pause)
    return work()


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def _refusal(error: ClientError) -> str:
    code = _code(error)
    said = error.response.get("Error", {}).get("Message", "")
    if code.startswith("AccessDenied"):
        cure = "allow the call in the organization's policies and permission boundaries, then deploy again"
    else:
        cure = "see what Amazon SES says, then deploy again"
    return f"{error.operation_name} failed with {code}: {said}. Fix: {cure}"
