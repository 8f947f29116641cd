"""EventBridge posting to web addresses: the resources, the role, retries, and the dead-letter queue.

MiniStack has the API and posts once; its templates know neither connections nor API destinations.
"""

from __future__ import annotations

import json
import logging
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch, eventbridge

from ses_constructs.local.ministack import served_hosts
from ses_constructs.local.ministack.dead_letters import bury
from ses_constructs.local.ministack.handlers import Made, Properties, generated_name, replaced
from ses_constructs.local.ministack.permissions import ServiceCaller, role_may
from ses_constructs.local.world import Place

_log = logging.getLogger("ses_constructs.api_destinations")
CONNECTION, API_DESTINATION = "AWS::Events::Connection", "AWS::Events::ApiDestination"
_PRINCIPAL, _INVOKE = "events.amazonaws.com", "events:InvokeApiDestination"
_RETRIED = frozenset({0, 401, 407, 409, 429})
_MOST_RETRIES, _MOST_SECONDS, _LONGEST_WAIT = 185, 86_400, 600.0
_NAME_LENGTH = 64
Target = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Delivery:
    """An event on its way to an address."""

    place: Place
    rule_arn: str
    payload: str
    target: Target

    def waits(self) -> Iterator[float]:
        """Seconds before each retry, as long as the target's policy lets it; EventBridge does not say how long."""
        policy = self.target.get("RetryPolicy") or {}
        left = float(policy.get("MaximumEventAgeInSeconds", _MOST_SECONDS))
        for number in range(int(policy.get("MaximumRetryAttempts", _MOST_RETRIES))):
            wait = min(2.0**number, _LONGEST_WAIT)
            left -= wait
            if left < 0:
                return
            yield wait

    def give_up(self, status: int) -> None:
        queue = (self.target.get("DeadLetterConfig") or {}).get("Arn")
        _log.warning("rule %s did not deliver to %s: %s", self.rule_arn, self.target["Arn"], status)
        if queue:
            why = {"RULE_ARN": self.rule_arn, "TARGET_ARN": str(self.target["Arn"]), "ERROR_CODE": str(status)}
            bury(ServiceCaller(_PRINCIPAL, self.place, self.rule_arn), queue, self.payload, why)


_going_out: ContextVar[_Delivery] = ContextVar("going_out")


def install(speed: float, rule_of_now: Callable[[], Mapping[str, str]]) -> None:
    """Takes the place of MiniStack's delivery to API destinations.

    Args:
        speed: How many times faster than real the waits pass.
        rule_of_now: The rule whose target is called.
    """
    dispatch, build = eventbridge._dispatch_to_api_destination, eventbridge._build_api_destination_request

    def dispatch_as_role(spec: object, payload: str, target: Target) -> None:
        rule, here = rule_of_now(), Place(get_account_id(), get_region())
        role = str(target.get("RoleArn", "")).rpartition("/")[2]
        if not role_may(role, here, action=_INVOKE, resource=str(target["Arn"])):
            _log.error("rule %s: role %r may not %s on %s", rule["Name"], role, _INVOKE, target["Arn"])
            cloudwatch.record_metric("AWS/Events", "FailedInvocations", 1, "Count", {"RuleName": rule["Name"]})
            return
        token = _going_out.set(_Delivery(here, rule["Arn"], payload, target))
        try:
            dispatch(spec, payload, target)
        finally:
            _going_out.reset(token)

    def build_with_delivery(
        dest: object, conn: object, target_http_params: object, payload: str
    ) -> dict[str, object]:
        request = build(dest, conn, target_http_params, payload)
        return {**request, "delivery": _going_out.get()}

    def deliver(name: str, request: dict[str, Any], conn: object, token_key: object) -> None:  # noqa: ARG001 - its place
        delivery = cast("_Delivery", request["delivery"])
        status = 0
        for wait in (0.0, *delivery.waits()):
            time.sleep(wait / speed)
            status = _send(request, conn, token_key)
            if 200 <= status < 300:
                return
            if status < 500 and status not in _RETRIED:
                break
        delivery.give_up(status)

    eventbridge._dispatch_to_api_destination = dispatch_as_role
    eventbridge._build_api_destination_request = build_with_delivery
    eventbridge._deliver_to_api_destination = deliver
    _reach_served_hosts_only()


def _reach_served_hosts_only() -> None:
    reach = eventbridge._http_open

    def reach_here(req: urllib.request.Request, timeout: int = 5) -> object:
        return reach(served_hosts.redirected(req), timeout)

    eventbridge._http_open = reach_here


def _send(request: Mapping[str, Any], connection: object, token_key: object) -> int:
    try:
        headers = eventbridge._connection_auth_headers(connection, token_key)
        return int(eventbridge._api_destination_send_sync(request, headers))
    except OSError:
        return 0


class ConnectionHandler:
    """``AWS::Events::Connection``: Ref gives the name. The secret that EventBridge makes of it is not there."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        name = str(properties.get("Name") or generated_name(stack_name, logical_id, longest=_NAME_LENGTH))
        made = _called(eventbridge._create_connection, {**properties, "Name": name})
        return name, {"Arn": str(made["ConnectionArn"])}

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if old.get("Name") != new.get("Name"):
            return replaced(CONNECTION, physical_id, old, new, stack_name, logical_id)
        made = _called(eventbridge._update_connection, {**new, "Name": physical_id})
        return physical_id, {"Arn": str(made["ConnectionArn"])}

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002 - handlers get it
        eventbridge._delete_connection({"Name": physical_id})


class ApiDestinationHandler:
    """``AWS::Events::ApiDestination``: Ref gives the name."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        name = str(properties.get("Name") or generated_name(stack_name, logical_id, longest=_NAME_LENGTH))
        return name, _arns(_called(eventbridge._create_api_destination, {**properties, "Name": name}))

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if old.get("Name") != new.get("Name"):
            return replaced(API_DESTINATION, physical_id, old, new, stack_name, logical_id)
        return physical_id, _arns(_called(eventbridge._update_api_destination, {**new, "Name": physical_id}))

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002 - handlers get it
        eventbridge._delete_api_destination({"Name": physical_id})


def _arns(made: Mapping[str, Any]) -> dict[str, str]:
    arn = str(made["ApiDestinationArn"])
    return {"Arn": arn, "ArnForPolicy": arn}


def _called(operation: Callable[..., tuple[int, object, bytes]], asked: Mapping[str, object]) -> dict[str, Any]:
    status, _, body = operation(asked)
    told: dict[str, Any] = json.loads(body)
    if status >= 400:
        raise ValueError(str(told.get("message", told)))
    return told
