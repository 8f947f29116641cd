"""Lambda functions: who may invoke them, invoking them, what their failures lead to.

Asynchronous invocations from SNS, EventBridge and alarms go the way of real ones: the function's policy is asked,
failures are tried again and end in the dead-letter queue or the on-failure destination, and every attempt counts
in the function's ``AWS/Lambda`` metrics.
"""

from __future__ import annotations

import fcntl
import json
import logging
import math
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO, cast

from ministack.core import lambda_runtime
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudwatch, lambda_svc, sns, sqs

from ses_constructs.local.ministack.permissions import ServiceCaller, role_may
from ses_constructs.local.world import Place, TargetRefusedError

_log = logging.getLogger("ses_constructs.functions")

Record = dict[str, object]
_LOG_SECONDS = 2.0
"""The longest that lines of a log are waited for."""
_LOG_PAUSE_SECONDS = 0.02
"""Without another line for as long, there is none."""
_drain = lambda_runtime.Worker._drain_stderr_bounded


class World:
    """Since when the emulator has what it has.

    A function that was still running when everything was forgotten, or was ended by that, must not count in the
    metrics of the next one of its name.
    """

    since = 0.0

    @classmethod
    @contextmanager
    def forgotten(cls) -> Iterator[None]:
        """While everything is forgotten."""
        cls.since = math.inf
        try:
            yield
        finally:
            cls.since = time.time()


def check_function(caller: ServiceCaller, function_arn: str) -> None:
    """Raises :class:`TargetRefusedError` when the service could not invoke the function."""
    _find(caller, function_arn)


def invoke(caller: ServiceCaller, function_arn: str, payload: object, *, wait: bool, role_arn: str = "") -> object:
    """Invokes a function as the service, or through a role that may; ``wait`` returns what it answered.

    Raises:
        TargetRefusedError: when the function is absent, its policy refuses, or (with ``wait``) it fails.
    """
    record = _find(caller, function_arn, role_arn=role_arn)
    with request_scope(caller.place.account, _region(function_arn)):
        if not wait:
            lambda_svc.invoke_async_with_retry(record, payload)
            return None
        result = lambda_svc._execute_function_with_config_scope(record, payload)
    if result.get("error"):
        raise TargetRefusedError(f"Lambda function {function_arn} failed: {json.dumps(result.get('body'))}")
    return cast("object", result.get("body"))


def install(on_metrics: Callable[[Place], None]) -> None:
    """Puts our deliveries and metrics in the place of MiniStack's.

    Args:
        on_metrics: Called after a function's metrics were written.
    """
    run = lambda_svc._execute_function_dispatch
    route_failure = lambda_svc._route_async_failure

    def run_and_count(func: Record, config: Record, event: object, request_id: str, started: float) -> Record:
        result = cast("Record", run(func, config, event, request_id, started))
        if started < World.since:
            return result
        _count(str(config.get("FunctionName")), started, failed=bool(result.get("error")))
        on_metrics(Place(get_account_id(), get_region()))
        return result

    def dead_letter(target_arn: str, func_name: str, event: object, result: Record) -> None:
        if _dead_letter_target(func_name) != target_arn:
            route_failure(target_arn, func_name, event, result)
            return
        _send_to_dead_letter_target(target_arn, func_name, event, result)

    lambda_svc._execute_function_dispatch = run_and_count
    lambda_svc._emit_lambda_metrics = _count_throttle
    lambda_svc._route_async_failure = dead_letter
    sns._deliver_to_lambda = _deliver_from_topic
    lambda_runtime.Worker._drain_stderr_bounded = _let_logs_come


def _let_logs_come(worker: lambda_runtime.Worker, first_line_wait: float = 0.05) -> str:
    """The lines of one invocation; MiniStack's own waits are so short that lines of a busy machine come too late.

    A function writes its lines before its answer, so at the answer they are in the pipe at least.
    """
    pipe = worker._proc.stderr if worker._proc is not None else None
    end = time.monotonic() + _LOG_SECONDS
    while pipe is not None and _waiting_bytes(pipe) and time.monotonic() < end:
        time.sleep(0.001)
    return cast("str", _drain(worker, first_line_wait, idle_confirm=_LOG_PAUSE_SECONDS, hard_cap=_LOG_SECONDS))


def _waiting_bytes(pipe: TextIO) -> int:
    """How many bytes nobody has read yet; none in a pipe that is closed."""
    try:
        return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
    except (OSError, ValueError):
        return 0


def _find(caller: ServiceCaller, function_arn: str, *, role_arn: str = "") -> Record:
    """The function as MiniStack executes it."""
    with request_scope(caller.place.account, _region(function_arn)):
        func, config, _ = lambda_svc._get_func_record_for_ref(function_arn)
        owner, _, _ = lambda_svc._get_base_func_record_for_ref(function_arn)
    if func is None or config is None or owner is None:
        raise TargetRefusedError(f"Lambda function {function_arn} does not exist")
    allowed = role_arn or caller.allowed_by(owner["policy"], action="lambda:InvokeFunction", resource=function_arn)
    if not allowed:
        raise TargetRefusedError(
            f"the policy of Lambda function {function_arn} does not let {caller.principal} invoke it"
        )
    record = cast("Record", lambda_svc._execution_record_for_config(func, config))
    return {**owner, **record}


def _deliver_from_topic(
    endpoint: str,
    envelope: str,
    topic_arn: str,
    sub_arn: str,
    msg_id: str,  # noqa: ARG001  (MiniStack's signature)
    raw_message: str,  # noqa: ARG001
    message_attributes: Mapping[str, object],  # noqa: ARG001
) -> None:
    """A message of a topic to a function that subscribed to it."""
    caller = ServiceCaller("sns.amazonaws.com", Place(get_account_id(), get_region()), topic_arn)
    notification = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": sub_arn,
        "Sns": json.loads(envelope),
    }
    try:
        invoke(caller, endpoint, {"Records": [notification]}, wait=False)
    except TargetRefusedError as error:
        _log.error("not delivered from %s: %s", topic_arn, error)


def _count(name: str, started: float, *, failed: bool) -> None:
    dimensions = {"FunctionName": name}
    cloudwatch.record_metric("AWS/Lambda", "Invocations", 1, "Count", dimensions)
    cloudwatch.record_metric("AWS/Lambda", "Errors", int(failed), "Count", dimensions)
    cloudwatch.record_metric("AWS/Lambda", "Duration", (time.time() - started) * 1000, "Milliseconds", dimensions)


def _count_throttle(function_name: str, duration_ms: float, error: bool, throttle: bool) -> None:  # noqa: ARG001
    """What is left of MiniStack's own counting, which takes an asynchronous invocation for a success at once."""
    if throttle:
        cloudwatch.record_metric("AWS/Lambda", "Throttles", 1, "Count", {"FunctionName": function_name})


def _configuration(name: str) -> Mapping[str, object]:
    record = lambda_svc._functions.get(name) or {}
    return cast("Mapping[str, object]", record.get("config") or {})


def _dead_letter_target(name: str) -> str | None:
    settings = _configuration(name).get("DeadLetterConfig")
    return settings.get("TargetArn") if isinstance(settings, Mapping) else None


def _send_to_dead_letter_target(target_arn: str, name: str, event: object, result: Record) -> None:
    """Sends the event itself with three attributes; the function's role must allow it."""
    service = target_arn.split(":")[2]
    action = "sqs:SendMessage" if service == "sqs" else "sns:Publish"
    role = str(_configuration(name).get("Role")).rpartition("/")[2]
    if not role_may(role, Place(get_account_id(), get_region()), action=action, resource=target_arn):
        _log.error("role %s of function %s may not %s on %s", role, name, action, target_arn)
        cloudwatch.record_metric("AWS/Lambda", "DeadLetterErrors", 1, "Count", {"FunctionName": name})
        return
    body = result.get("body")
    failure = body.get("errorMessage", "") if isinstance(body, Mapping) else ""
    attributes = {
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": str(failure)[:1024] or "unknown"},
        "RequestID": {"DataType": "String", "StringValue": lambda_svc.new_uuid()},
    }
    if service == "sns":
        sns.publish_internal(target_arn, json.dumps(event), message_attributes=attributes)
        return
    queue = sqs._queue_by_arn(target_arn)
    if queue is None:
        _log.error("dead-letter queue %s of function %s does not exist", target_arn, name)
        return
    message = {"QueueUrl": queue["url"], "MessageBody": json.dumps(event), "MessageAttributes": attributes}
    sqs._act_send_message(message, queue["url"])


def _region(function_arn: str) -> str:
    return function_arn.split(":")[3]
