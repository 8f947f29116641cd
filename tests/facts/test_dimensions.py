"""Which names tell that each recipient or message has a value of its own."""

from __future__ import annotations

import pytest

from ses_constructs.facts.dimensions import MANY, MESSAGE, RECIPIENT, values_for
from ses_constructs.facts.events import AutoTag

OF_A_RECIPIENT = (
    "email",
    "Email-Address",
    "emailAddress",
    "recipient",
    "X-Recipient-Address",
    "user",
    "user-id",
    "userId",
    "userID",
    "userid",
    "customer_number",
    "subscriberUuid",
    "contact-hash",
    "email_hash",
    "member-ref",
    "customer-email",
    "phone",
)
OF_A_MESSAGE = (
    "id",
    "uuid",
    "message-id",
    "messageid",
    "X-Request-Id",
    "orderNumber",
    "invoice_no",
    "correlation-id",
    "trace_id",
    "unsubscribe-token",
    "sent-timestamp",
    "idempotency-ref",
)
ORDINARY = (
    "campaign",
    "campaign-id",
    "campaignUuid",
    "template",
    "template-hash",
    "tenant",
    "tenant-id",
    "list_id",
    "topic",
    "stream",
    "environment",
    "country",
    "language",
    "email-type",
    "emailType",
    "transactional-email",
    "welcome-mail",
    "mail",
    "mail-class",
    "message-type",
    "user-segment",
    "new-user",
    "customer",
    "customer-tier",
    "order",
    "recipient-domain",
    "from-address",
    "reply-to-address",
    "release-number",
    "version",
    "X-Campaign",
    "X-Mailer",
    "paid",
    "void",
    "grid",
    "place",
    "x",
    "42",
    "experiment-key",
    "subject",
    "date",
)


@pytest.mark.parametrize("name", OF_A_RECIPIENT)
def test_a_name_of_a_person_is_noticed(name: str) -> None:
    assert values_for(name) == values_for(name, header=True) == RECIPIENT


@pytest.mark.parametrize("name", OF_A_MESSAGE)
def test_a_name_of_a_message_is_noticed(name: str) -> None:
    assert values_for(name) == values_for(name, header=True) == MESSAGE


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_raises_no_alarm(name: str) -> None:
    assert values_for(name) is None


@pytest.mark.parametrize("name", ["Subject", "date", "X-Entity-Ref-ID", "In-Reply-To", "List-Unsubscribe"])
def test_a_header_that_differs_from_mail_to_mail_is_noticed(name: str) -> None:
    assert values_for(name, header=True) == MESSAGE


def test_tags_of_ses_are_what_the_guide_says() -> None:
    assert {tag for tag in AutoTag if values_for(tag) == MANY} == {
        AutoTag.CALLER_IDENTITY,
        AutoTag.FROM_DOMAIN,
        AutoTag.OUTGOING_IP,
        AutoTag.SOURCE_IP,
    }
    # A header of that name is somebody's own.
    assert values_for(AutoTag.SOURCE_IP, header=True) is None
