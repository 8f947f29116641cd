"""Sending in v1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld, parse

SOURCE = f"Shop <hello@{DOMAIN}>"
TO: dict[str, Any] = {"ToAddresses": ["you@example.net"]}


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.listen("all", "SEND", "RENDERING_FAILURE")
    template = {"TemplateName": "hi", "SubjectPart": "Hi {{name}}", "TextPart": "t"}
    account.v1.create_template(Template=template)
    return account


def test_a_formatted_message(sender: Account, ses: Ses, world: FakeWorld) -> None:
    sender.v1.send_email(
        Source=SOURCE,
        Destination=TO | {"CcAddresses": ["c@example.net"], "BccAddresses": ["b@example.net"]},
        Message={"Subject": {"Data": "s"}, "Body": {"Html": {"Data": "<p>h</p>"}}},
        ReplyToAddresses=["r@example.com"],
        ConfigurationSetName="all",
        Tags=[{"Name": "stream", "Value": "fast"}],
    )
    (sent,) = ses.sent(sender.place)
    assert sent.recipients == ("you@example.net", "c@example.net", "b@example.net")
    message = parse(sent.raw)
    assert (message["From"], message["Cc"], message["Reply-To"]) == (SOURCE, "c@example.net", "r@example.com")
    assert message["Bcc"] is None
    assert json.loads(world.published[0].message)["mail"]["tags"]["stream"] == ["fast"]


def test_a_message_has_a_body(sender: Account) -> None:
    with pytest.raises(ClientError, match="Body"):
        sender.v1.send_email(Source=SOURCE, Destination=TO, Message={"Subject": {"Data": "s"}, "Body": {}})


def test_a_template(sender: Account, ses: Ses) -> None:
    sender.v1.send_templated_email(Source=SOURCE, Destination=TO, Template="hi", TemplateData='{"name": "Ann"}')
    assert parse(ses.sent(sender.place)[0].raw)["Subject"] == "Hi Ann"
    with pytest.raises(sender.v1.exceptions.TemplateDoesNotExistException):
        sender.v1.send_templated_email(Source=SOURCE, Destination=TO, Template="none", TemplateData="{}")


def test_a_template_without_data_is_taken_and_never_goes(sender: Account, ses: Ses, world: FakeWorld) -> None:
    answer = sender.v1.send_templated_email(
        Source=SOURCE, Destination=TO, Template="hi", TemplateData="{}", ConfigurationSetName="all"
    )
    assert answer["MessageId"]
    assert ses.sent(sender.place) == []
    assert json.loads(world.published[0].message)["eventType"] == "Rendering Failure"


def test_every_destination_of_a_bulk_has_its_own_result(sender: Account, ses: Ses) -> None:
    destinations = [
        {"Destination": TO, "ReplacementTemplateData": '{"name": "Ann"}'},
        {"Destination": TO},
        {"Destination": TO, "ReplacementTemplateData": "{"},
        {"Destination": {"ToAddresses": ["nobody"]}},
    ]
    answer = sender.v1.send_bulk_templated_email(
        Source=SOURCE, Template="hi", DefaultTemplateData='{"name": "you"}', Destinations=destinations
    )
    statuses = [result["Status"] for result in answer["Status"]]
    assert statuses == ["Success", "Success", "InvalidParameterValue", "InvalidParameterValue"]
    subjects = [parse(sent.raw)["Subject"] for sent in ses.sent(sender.place)]
    assert subjects == ["Hi Ann", "Hi you"]


def test_a_paused_account_refuses_a_bulk_as_a_whole(sender: Account) -> None:
    sender.v1.update_account_sending_enabled(Enabled=False)
    with pytest.raises(sender.v1.exceptions.AccountSendingPausedException):
        sender.v1.send_bulk_templated_email(
            Source=SOURCE, Template="hi", DefaultTemplateData='{"name": "x"}', Destinations=[{"Destination": TO}]
        )


def test_a_raw_message_goes_to_whom_the_request_says(sender: Account, ses: Ses) -> None:
    raw = b"From: hello@example.com\r\nTo: list@example.net\r\nSubject: s\r\n\r\nt"
    sender.v1.send_raw_email(RawMessage={"Data": raw}, Destinations=["One <one@example.net>"])
    sender.v1.send_raw_email(RawMessage={"Data": raw}, Source=f"other@{DOMAIN}")
    first, second = ses.sent(sender.place)
    assert (first.recipients, second.recipients) == (("one@example.net",), ("list@example.net",))
    assert second.source == f"other@{DOMAIN}"
    assert first.raw == raw
