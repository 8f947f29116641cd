"""SQS queues: which services may send to them, and how many messages wait in them."""

from __future__ import annotations

import time
from contextlib import suppress

from ministack.core.responses import get_region
from ministack.services import sns, sqs

from ses_constructs.local.ministack import topics
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError


def check_queue(caller: ServiceCaller, queue_arn: str) -> None:
    """Raises :class:`TargetRefusedError` when the service could not send; a queue without a policy lets nobody."""
    queue = sqs._queue_by_arn(queue_arn)
    if queue is None:
        raise TargetRefusedError(f"SQS queue {queue_arn} does not exist")
    if not caller.allowed_by(queue["attributes"].get("Policy"), action="sqs:SendMessage", resource=queue_arn):
        raise TargetRefusedError(f"the policy of SQS queue {queue_arn} does not let {caller.principal} send")


def waiting(queue_name: str) -> int | None:
    """How many messages of a queue are visible now; ``None`` when there is no such queue."""
    url = sqs._queue_name_to_url.get(queue_name)
    queue = sqs._queues.get(url) if url is not None else None
    if queue is None:
        return None
    now = time.time()
    return sum(1 for message in queue["messages"] if message["visible_at"] <= now)


def oldest(queue_name: str) -> int | None:
    """Seconds since the oldest message of a queue was sent, 0 for an empty one; ``None`` without a queue.

    A message that is being worked at is still in the queue.
    """
    url = sqs._queue_name_to_url.get(queue_name)
    queue = sqs._queues.get(url) if url is not None else None
    if queue is None:
        return None
    return int(time.time() - min((message["sent_at"] for message in queue["messages"]), default=time.time()))


def install() -> None:
    """Makes SNS and S3 obey the policies of the queues and topics they deliver to.

    MiniStack asks them only when it checks the rights of every caller too.
    """
    sqs.queue_policy_allows = _queue_policy_allows
    sns.topic_policy_allows = _topic_policy_allows


def _queue_policy_allows(queue_arn: str, service: str, source_arn: str, source_account: str) -> bool:
    with suppress(TargetRefusedError):
        check_queue(_caller(service, source_arn, source_account), queue_arn)
        return True
    return False


def _topic_policy_allows(topic_arn: str, service: str, source_arn: str, source_account: str) -> bool:
    with suppress(TargetRefusedError):
        topics.check_topic(_caller(service, source_arn, source_account), topic_arn)
        return True
    return False


def _caller(service: str, source_arn: str, source_account: str) -> ServiceCaller:
    return ServiceCaller(service, Place(source_account, get_region()), source_arn)
