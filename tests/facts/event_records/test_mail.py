"""The message that an event is about."""

from __future__ import annotations

from ses_constructs.facts.event_records import Header, Mail
from ses_constructs.facts.event_records.fields import Fields
from tests.facts.event_records.records import record


def test_all_that_the_guide_lists_is_read() -> None:
    mail = Mail.read(Fields(record("Send")["mail"] | {"newThing": 1}))
    assert mail.source_arn == "arn:aws:ses:eu-west-1:111122223333:identity/mail.example"
    assert mail.sending_account_id == "111122223333"
    assert mail.headers_truncated is False
    assert mail.headers[1] == Header(name="Subject", value="Hi")
    assert mail.common_headers["to"] == ["You@shop.example"]
    assert mail.extra == {"newThing": 1}


def test_everything_may_be_missing() -> None:
    """Guide: Rendering Failure and DeliveryDelay have no headers, Open and Click no sourceArn."""
    assert Mail.read(Fields(None)) == Mail()
    assert Mail().configuration_set is None
    assert Mail(tags={"ses:configuration-set": ()}).configuration_set is None
