"""Answers the custom resources of ses_constructs: one function of a stack for all resource types.

A new resource type is a module with ``create``, ``update`` and ``delete`` beside this one, and a line below.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import account_setting
import active_rule_set
import adopted_identity
import clients
import dedicated_ips
import default_configuration_set
import dns_records
import identity_settings
import imported_list
import production_access
import ready_endpoint
import smtp_credentials
import verified_identity
from answer import Answer, deliver
from botocore.exceptions import BotoCoreError, ClientError
from lifecycle import NOT_CREATED, NotYetError, RefusedError, Request, ResourceType, Result, number

RESOURCE_TYPES: dict[str, ResourceType] = {
    "Custom::SesAccountSetting": account_setting,
    "Custom::SesActiveReceiptRuleSet": active_rule_set,
    "Custom::SesAdoptedIdentity": adopted_identity,
    "Custom::SesDedicatedIps": dedicated_ips,
    "Custom::SesDefaultConfigurationSet": default_configuration_set,
    "Custom::SesDnsRecords": dns_records,
    "Custom::SesIdentitySettings": identity_settings,
    "Custom::SesImport": imported_list,
    "Custom::SesProductionAccess": production_access,
    "Custom::SesReadyEndpoint": ready_endpoint,
    "Custom::SesSmtpCredentials": smtp_credentials,
    "Custom::SesVerifiedIdentity": verified_identity,
}

_PAUSES_SECONDS = (2, 4, 8, 16)
"""A permission that the same deployment has just made takes a few seconds to reach all of IAM."""

_SINCE = "WaitingSince"
"""A field of ours in an event that is passed on."""

T = TypeVar("T")


def handler(event: Mapping[str, object], context: Any) -> None:
    """Does what the event asks, and always answers it, if need be in another invocation."""
    request = Request.of(event)
    request.since = number(event, _SINCE) or time.time()
    request.seconds_left = lambda: context.get_remaining_time_in_millis() / 1000
    answer = respond(request, lambda: _go_on(event, request, context))
    if answer is None:
        return
    shown = {
        "request": request.kind,
        "type": request.type,
        "resource": event.get("LogicalResourceId"),
        "physical_id": answer.physical_id,
        "failed": answer.reason or None,
    }
    print(json.dumps(shown))
    deliver(str(event["ResponseURL"]), answer.body(event))


def respond(request: Request, go_on: Callable[[], None]) -> Answer | None:
    """The answer to a request, whatever happens on the way; ``None`` when another invocation gives it."""
    try:
        try:
            result = _perform(request)
        except NotYetError:
            go_on()
            return None
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


def _go_on(event: Mapping[str, object], request: Request, context: Any) -> None:
    """Has the same function go on with the same event.

    Lambda ends a function that invokes itself after some 16 times; with 15 minutes each, CloudFormation's hour is
    over before.
    """
    again = json.dumps({**event, _SINCE: request.since}).encode()
    clients.lambda_().invoke(FunctionName=context.invoked_function_arn, InvocationType="Event", Payload=again)


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
        cure = "correct what AWS says here, then deploy again"
    return f"{error.operation_name} failed with {code}: {said}. Fix: {cure}"
