"""Messages that nobody took."""

from __future__ import annotations

from ministack.services import sqs

from ses_constructs.local.ministack.dead_letters import bury
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place

from .conftest import Allow


def test_a_letter_is_kept_only_where_the_queue_lets_the_service(place: Place, allow: Allow) -> None:
    url = sqs._act_create_queue({"QueueName": "letters"}, "")["QueueUrl"]
    arn = place.arn("sqs", "letters")
    caller = ServiceCaller("sns.amazonaws.com", place, place.arn("sns", "topic"))
    bury(caller, arn, "lost", {})
    assert sqs._queues[url]["messages"] == []
    source = {"aws:SourceArn": place.arn("sns", "topic")}
    sqs._queues[url]["attributes"]["Policy"] = allow("sns.amazonaws.com", "sqs:SendMessage", arn, ArnEquals=source)
    bury(caller, arn, "kept", {"ErrorCode": "500"})
    (message,) = sqs._queues[url]["messages"]
    assert message["body"] == "kept"
