"""How do I take my contacts, and the addresses that get no mail, along from another provider?"""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from ses_constructs.account import AccountSuppression
from ses_constructs.audience import ContactImport, ContactList, ListFile, SuppressionImport, Topic
from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event

LISTS = Path(__file__).parent / "lists"


class SuppressAndImport(cdk.Stack):
    """The account's suppression list and its contact list, each filled from a file."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        manager = iam.Role(self, "Manager", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        # readme: start
        AccountSuppression(self, "Suppression")
        SuppressionImport(self, "Suppressed", file=ListFile.local(LISTS / "suppressed.csv"))

        readers = ContactList(
            self,
            "Readers",
            contact_list_name="readers",
            topics=[Topic(name="offers", display_name="Offers", description="Once a week")],
        )
        ContactImport(self, "Contacts", contact_list=readers, file=ListFile.local(LISTS / "contacts.csv"))
        readers.grant_manage_contacts(manager)

        newsletter = ConfigurationSet(self, "Newsletter")
        newsletter.add_destination(
            "Bus", Destination.event_bus(), events=[Event.SUBSCRIPTION, Event.BOUNCE, Event.COMPLAINT]
        )
        # readme: end
