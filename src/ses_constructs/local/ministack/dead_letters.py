"""What a service does with a message that its receiver never took."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from ministack.core.responses import request_scope
from ministack.services import sqs

from ses_constructs.local.ministack import queues
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import TargetRefusedError

_log = logging.getLogger("ses_constructs.dead_letters")


def bury(caller: ServiceCaller, queue_arn: str, body: str, why: Mapping[str, str]) -> None:
    """Puts a message into a dead-letter queue, if its policy lets the service; otherwise it is lost."""
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in why.items()}
    with request_scope(caller.place.account, caller.place.region):
        try:
            queues.check_queue(caller, queue_arn)
        except TargetRefusedError as error:
            _log.error("%s lost a message for good: %s", caller.source_arn, error)
            return
        url = sqs._queue_name_to_url[queue_arn.rpartition(":")[2]]
        sqs._act_send_message({"MessageBody": body, "MessageAttributes": attributes}, url)
