"""EventBridge: events of AWS services, and the policies of the targets of rules."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudwatch, eventbridge

from ses_constructs.local.ministack import functions, queues, topics
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError

_log = logging.getLogger("ses_constructs.events")
_PRINCIPAL = "events.amazonaws.com"
_rule: ContextVar[Mapping[str, str]] = ContextVar("rule")


def put_event(
    place: Place, *, source: str, detail_type: str, resources: list[str], detail: Mapping[str, object]
) -> None:
    """Puts an event of an AWS service on the default bus."""
    entry = {
        "Source": source,
        "DetailType": detail_type,
        "Detail": json.dumps(detail),
        "Resources": resources,
        "EventBusName": "default",
    }
    with request_scope(place.account, place.region):
        _, _, body = eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)
    answer = json.loads(body)
    if answer["FailedEntryCount"]:
        raise TargetRefusedError(f"EventBridge refused the event: {answer['Entries'][0]}")


def rule_of_now() -> Mapping[str, str]:
    """The rule whose target is being called."""
    return _rule.get()


def install() -> None:
    """Makes rules obey the policies of their targets, and deliveries to functions behave like real ones."""
    invoke_target = eventbridge._invoke_target
    to_queue = eventbridge._dispatch_to_sqs
    to_topic = eventbridge._dispatch_to_sns

    def remember_rule(target: object, event: object, rule: Mapping[str, str], view: object = None) -> None:
        token = _rule.set(rule)
        try:
            invoke_target(target, event, rule, view)
        finally:
            _rule.reset(token)

    def deliver_to_function(arn: str, payload: str) -> None:
        _deliver(arn, lambda caller: functions.invoke(caller, arn, json.loads(payload), wait=False))

    def deliver_to_topic(arn: str, payload: str) -> None:
        def deliver(caller: ServiceCaller) -> None:
            topics.check_topic(caller, arn)
            to_topic(arn, payload)

        _deliver(arn, deliver)

    def deliver_to_queue(spec: object, payload: str, sqs_parameters: object = None) -> None:
        def deliver(caller: ServiceCaller) -> None:
            queues.check_queue(caller, str(spec))
            to_queue(spec, payload, sqs_parameters)

        _deliver(str(spec), deliver)

    eventbridge._invoke_target = remember_rule
    eventbridge._dispatch_to_lambda = deliver_to_function
    eventbridge._dispatch_to_sns = deliver_to_topic
    eventbridge._dispatch_to_sqs = deliver_to_queue


def _deliver(target: str, deliver: Callable[[ServiceCaller], object]) -> None:
    rule = _rule.get()
    place = Place(get_account_id(), get_region())
    try:
        deliver(ServiceCaller(_PRINCIPAL, place, rule["Arn"]))
    except TargetRefusedError as error:
        _log.error("rule %s did not deliver to %s: %s", rule["Name"], target, error)
        cloudwatch.record_metric("AWS/Events", "FailedInvocations", 1, "Count", {"RuleName": rule["Name"]})
