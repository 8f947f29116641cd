"""SNS posting to web addresses: confirmation, delivery policy, and dead-letter queue.

MiniStack posts once, never to a subscription that a template made, and forgets what was not taken.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from ministack.services import sns

from ses_constructs.local.ministack import served_hosts
from ses_constructs.local.ministack.dead_letters import bury
from ses_constructs.local.ministack.handlers import Made, Properties
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place

_log = logging.getLogger("ses_constructs.web_subscriptions")
_PRINCIPAL = "sns.amazonaws.com"
_PROTOCOLS = ("http", "https")
_THROTTLED = 429
_DEFAULT_POLICY = {"numRetries": 3, "minDelayTarget": 20, "maxDelayTarget": 20}
"""SNS guide: Creating an HTTP/S delivery policy."""
_topic: ContextVar[str] = ContextVar("topic")
Subscription = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message for one subscriber."""

    topic: str
    endpoint: str
    body: str

    def subscription(self) -> Subscription | None:
        """``None`` once it was deleted."""
        topic = sns._topic_by_arn_any_scope(self.topic) or {"subscriptions": []}
        return next(
            (
                one
                for one in topic["subscriptions"]
                if one["protocol"] in _PROTOCOLS and one["endpoint"] == self.endpoint
            ),
            None,
        )


def install(speed: float) -> None:
    """Takes the place of MiniStack's delivery to web addresses.

    Args:
        speed: How many times faster than real the waits pass.
    """
    fan_out = sns._fanout

    def fan_out_of_topic(topic_arn: str, *message: object, **more: object) -> None:
        token = _topic.set(topic_arn)
        try:
            fan_out(topic_arn, *message, **more)
        finally:
            _topic.reset(token)

    def deliver(endpoint: str, payload: str) -> Coroutine[Any, Any, None]:
        letter = _Letter(_topic.get(), endpoint, payload)

        async def run() -> None:
            _deliver(letter, speed)

        return run()

    sns._fanout = fan_out_of_topic
    sns._deliver_to_http = deliver
    sns._http_post_sync = _post_message


def with_confirmation(handlers: Mapping[str, Callable[..., Made]]) -> dict[str, Callable[..., Made]]:
    """MiniStack's ``create`` of subscriptions, which asks a web address whether it wants this."""
    create = handlers["create"]

    def create_and_ask(logical_id: str, properties: Properties, stack_name: str) -> Made:
        made = create(logical_id, properties, stack_name)
        topic_arn = str(properties.get("TopicArn", ""))
        found = sns._find_subscription(topic_arn, made[0])
        if found is not None and found["protocol"] in _PROTOCOLS:
            found["token"] = uuid.uuid4().hex
            found["attributes"] |= {
                "PendingConfirmation": "true",
                "SubscriptionArn": made[0],
                "TopicArn": topic_arn,
            }
            ask = sns._send_subscription_confirmation(topic_arn, found)
            threading.Thread(target=asyncio.run, args=(ask,), daemon=True).start()
        return made

    return {"create": create_and_ask}


def waits(policy: Mapping[str, Any]) -> Iterator[float]:
    """Seconds before each retry of a delivery policy, without the jitter that SNS adds."""
    retries = int(policy.get("numRetries", 3))
    at_once, soon, late = (int(policy.get(f"num{kind}Retries", 0)) for kind in ("NoDelay", "MinDelay", "MaxDelay"))
    first, last = float(policy.get("minDelayTarget", 20)), float(policy.get("maxDelayTarget", 20))
    between = max(retries - at_once - soon - late, 0)
    yield from [0.0] * at_once
    yield from [first] * soon
    for number in range(between):
        share = number / (between - 1) if between > 1 else 0.0
        linear = policy.get("backoffFunction", "linear") == "linear"
        yield first + (last - first) * share if linear else first * (last / first) ** share
    yield from [last] * late


def _deliver(letter: _Letter, speed: float) -> None:
    subscription = letter.subscription()
    if subscription is None:
        return
    attributes = subscription["attributes"]
    given = json.loads(attributes.get("DeliveryPolicy") or "{}").get("healthyRetryPolicy") or _DEFAULT_POLICY
    headers = {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-topic-arn": letter.topic,
        "x-amz-sns-subscription-arn": subscription["arn"],
    }
    if attributes.get("RawMessageDelivery") == "true":
        headers["x-amz-sns-rawdelivery"] = "true"
    status = 0
    for wait in (0.0, *waits(given)):
        time.sleep(wait / speed)
        if letter.subscription() is None:
            return
        status = _post(letter.endpoint, letter.body, headers)
        if 200 <= status < 300:
            return
        if 400 <= status < 500 and status != _THROTTLED:
            break
    _log.warning("topic %s: %s did not take a message: %s", letter.topic, letter.endpoint, status)
    queue = json.loads(attributes.get("RedrivePolicy") or "{}").get("deadLetterTargetArn")
    if queue:
        _, _, _, region, account, _ = letter.topic.split(":")
        caller = ServiceCaller(_PRINCIPAL, Place(account, region), letter.topic)
        bury(caller, queue, letter.body, {"ErrorCode": str(status), "ErrorMessage": f"answered with {status}"})


def _post_message(endpoint: str, payload: str, sns_message_type: str) -> int:
    """The question to a new subscriber."""
    topic = str(json.loads(payload).get("TopicArn", ""))
    headers = {"x-amz-sns-message-type": sns_message_type, "x-amz-sns-topic-arn": topic}
    return _post(endpoint, payload, headers)


def _post(endpoint: str, body: str, headers: Mapping[str, str]) -> int:
    parts = urlsplit(endpoint)
    sent = {"Content-Type": "text/plain; charset=UTF-8", "User-Agent": "Amazon Simple Notification Service Agent"}
    if parts.username is not None:
        who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        sent["Authorization"] = f"Basic {base64.b64encode(who.encode()).decode()}"
    bare = parts.netloc.rpartition("@")[2]
    url = urlunsplit((parts.scheme, bare, parts.path, parts.query, ""))
    return served_hosts.post(url, body.encode(), {**sent, **headers})
