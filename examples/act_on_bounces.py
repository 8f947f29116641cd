"""How do I act on bounces and complaints of one kind of mail?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from ses_constructs.configuration_sets import BounceType, ConfigurationSet, Event


class ActOnBounces(cdk.Stack):
    """Addresses that are dead go to a queue, complaints to people; mail of other sets is not heard here."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        dead_letters = sqs.Queue(self, "DeadLetters", enforce_ssl=True, retention_period=cdk.Duration.days(14))
        dead = sqs.Queue(
            self,
            "DeadAddresses",
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=5),
        )
        people = sns.Topic(self, "People", enforce_ssl=True)

        # readme: start
        receipts = ConfigurationSet(self, "Receipts")
        receipts.on_bounce("Dead", bounce_types=[BounceType.PERMANENT], target=targets.SqsQueue(dead))
        receipts.on_complaint("Complaints", target=targets.SnsTopic(people))
        receipts.on_event(
            "Delayed",
            events=[Event.DELIVERY_DELAY],
            tags={"kind": ["password-reset"]},
            target=targets.SnsTopic(people),
        )
        # readme: end
