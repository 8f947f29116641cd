"""How do I stop mail to addresses that bounce for good, and to people who complain?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.audience import ContactList
from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event
from ses_constructs.events import FeedbackAction, FeedbackProcessor


class ProcessFeedback(cdk.Stack):
    """A newsletter whose bounces and complaints end up in the suppression list and unsubscribe the contact."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        readers = ContactList(self, "Readers", contact_list_name="readers")
        feedback = FeedbackProcessor(
            self,
            "Feedback",
            operators=operators,
            actions=[FeedbackAction.suppress(), FeedbackAction.opt_out(readers)],
        )

        newsletter = ConfigurationSet(self, "Newsletter")
        newsletter.add_destination(
            "Feedback", Destination.topic(feedback.topic), events=[Event.BOUNCE, Event.COMPLAINT]
        )
