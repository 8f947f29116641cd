"""Sending in v2."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld, parse

FROM = {"FromEmailAddress": f"Shop <hello@{DOMAIN}>"}
TO: dict[str, Any] = {"Destination": {"ToAddresses": ["you@example.net"]}}


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    content = {"Subject": "Hi {{name}}", "Html": "<b>{{name}}</b>"}
    account.v2.create_email_template(TemplateName="hi", TemplateContent=content)
    return account


def simple(**more: Any) -> dict[str, Any]:
    return {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}, **more}}


def test_a_formatted_message_with_everything(sender: Account, ses: Ses) -> None:
    sender.v2.send_email(
        **FROM,
        Destination={
            "ToAddresses": ["A <a@example.net>"],
            "CcAddresses": ["c@example.net"],
            "BccAddresses": ["b@example.net"],
        },
        ReplyToAddresses=["r@example.com"],
        Content=simple(
            Headers=[{"Name": "X-Stream", "Value": "fast"}],
            Attachments=[{"FileName": "a.txt", "RawContent": b"hello"}],
        ),
    )
    (sent,) = ses.sent(sender.place)
    assert sent.recipients == ("a@example.net", "c@example.net", "b@example.net")
    message = parse(sent.raw)
    assert (message["X-Stream"], message["Reply-To"], message["Bcc"]) == ("fast", "r@example.com", None)
    assert [part.get_filename() for part in message.iter_attachments()] == ["a.txt"]


def test_content_is_exactly_one_kind(sender: Account) -> None:
    for content in ({}, simple() | {"Raw": {"Data": b"x"}}):
        with pytest.raises(sender.v2.exceptions.BadRequestException, match="exactly one"):
            sender.v2.send_email(**FROM, **TO, Content=content)


def test_a_message_has_a_body_and_a_sender(sender: Account) -> None:
    empty = {"Simple": {"Subject": {"Data": "s"}, "Body": {}}}
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="text or an HTML"):
        sender.v2.send_email(**FROM, **TO, Content=empty)
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="FromEmailAddress"):
        sender.v2.send_email(**TO, Content=simple())


@pytest.mark.parametrize("by", ["TemplateName", "TemplateArn", "TemplateContent"])
def test_a_template_by_name_arn_or_content(sender: Account, ses: Ses, by: str) -> None:
    template: dict[str, Any] = {
        "TemplateName": "hi",
        "TemplateArn": sender.arn("template/hi"),
        "TemplateContent": {"Subject": "Hi {{name}}", "Text": "t"},
    }
    content = {"Template": {by: template[by], "TemplateData": '{"name": "Ann"}'}}
    sender.v2.send_email(**FROM, **TO, Content=content)
    assert parse(ses.sent(sender.place)[0].raw)["Subject"] == "Hi Ann"


def test_a_template_must_be_there_and_its_data_be_json(sender: Account) -> None:
    with pytest.raises(sender.v2.exceptions.NotFoundException):
        sender.v2.send_email(**FROM, **TO, Content={"Template": {"TemplateName": "none"}})
    content = {"Template": {"TemplateName": "hi", "TemplateData": "{"}}
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="JSON"):
        sender.v2.send_email(**FROM, **TO, Content=content)


def bulk(sender: Account, *entries: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = sender.v2.send_bulk_email(
        **FROM,
        DefaultContent={"Template": {"TemplateName": "hi", "TemplateData": '{"name": "you"}'}},
        BulkEmailEntries=list(entries),
        **more,
    )
    return list(answer["BulkEmailEntryResults"])


def test_every_entry_of_a_bulk_has_its_own_result(sender: Account, ses: Ses, world: FakeWorld) -> None:
    sender.listen("all", "SEND")
    results = bulk(
        sender,
        TO,
        TO
        | {
            "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": '{"name": "Ann"}'}},
            "ReplacementTags": [{"Name": "stream", "Value": "slow"}],
            "ReplacementHeaders": [{"Name": "X-One", "Value": "1"}],
        },
        {"Destination": {}},
        DefaultEmailTags=[{"Name": "stream", "Value": "fast"}],
        ConfigurationSetName="all",
    )
    assert [result["Status"] for result in results] == ["SUCCESS", "SUCCESS", "INVALID_PARAMETER"]
    messages = [parse(sent.raw) for sent in ses.sent(sender.place)]
    assert [message["Subject"] for message in messages] == ["Hi you", "Hi Ann"]
    assert [message["X-One"] for message in messages] == [None, "1"]
    tags = [json.loads(published.message)["mail"]["tags"]["stream"] for published in world.published]
    assert tags == [["fast"], ["slow"]]


def test_a_paused_set_refuses_a_bulk_as_a_whole(sender: Account) -> None:
    sender.v2.create_configuration_set(ConfigurationSetName="news", SendingOptions={"SendingEnabled": False})
    with pytest.raises(sender.v2.exceptions.SendingPausedException):
        bulk(sender, TO, ConfigurationSetName="news")


def test_a_bulk_wants_a_template(sender: Account) -> None:
    with pytest.raises(sender.v2.exceptions.BadRequestException, match="Template"):
        sender.v2.send_bulk_email(**FROM, DefaultContent={}, BulkEmailEntries=[TO])


def test_another_accounts_identity_is_not_emulated_and_says_so(sender: Account) -> None:
    own, other = sender.arn(f"identity/{DOMAIN}"), "arn:aws:ses:us-east-1:210987654321:identity/a.b"
    assert sender.v2.send_email(**FROM, **TO, Content=simple(), FromEmailAddressIdentityArn=own)
    with pytest.raises(ClientError, match="not emulated"):
        sender.v2.send_email(**FROM, **TO, Content=simple(), FromEmailAddressIdentityArn=other)


def test_a_disabled_tenant_does_not_send(sender: Account) -> None:
    arn = sender.v2.create_tenant(TenantName="acme")["TenantArn"]
    sender.v2.create_tenant_resource_association(TenantName="acme", ResourceArn=sender.arn(f"identity/{DOMAIN}"))
    assert sender.send("you@example.net", TenantName="acme")
    sender.v2.update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE", ReputationEntityReference=arn, SendingStatus="DISABLED"
    )
    with pytest.raises(sender.v2.exceptions.SendingPausedException, match="<acme>"):
        sender.send("you@example.net", TenantName="acme")
    with pytest.raises(sender.v2.exceptions.NotFoundException):
        sender.send("you@example.net", TenantName="none")


def test_a_tenant_sends_with_what_belongs_to_it_only(sender: Account) -> None:
    sender.v2.create_tenant(TenantName="acme")
    sender.v2.create_configuration_set(ConfigurationSetName="own")

    def send() -> None:
        content = {"Template": {"TemplateName": "hi", "TemplateData": '{"name": "A"}'}}
        sender.v2.send_email(**FROM, **TO, Content=content, ConfigurationSetName="own", TenantName="acme")

    for resource in (f"identity/{DOMAIN}", "configuration-set/own", "template/hi"):
        with pytest.raises(sender.v2.exceptions.BadRequestException, match=resource):
            send()
        arn = sender.arn(resource)
        sender.v2.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    send()


@pytest.mark.parametrize(
    "option",
    [
        {"ConfigurationOverrides": {"Tracking": {"OpenTrackingEnabled": "DISABLED"}}},
    ],
)
def test_options_that_are_not_emulated_are_not_passed_over(sender: Account, option: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="not emulated") as caught:
        sender.send("you@example.net", **option)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
