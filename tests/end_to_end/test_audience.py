"""Templates, the contact list, and imports: deployed, read back, used, and destroyed."""

from __future__ import annotations

import base64
import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from botocore.exceptions import ClientError

from examples.suppress_and_import import SuppressAndImport
from examples.templates_from_files import TemplatesFromFiles
from ses_constructs.audience import ImportAction, ListFile, SuppressionImport
from ses_constructs.local.cdk import CdkFailedError
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly

SHOP = "shop@example.com"
LIST = {"ContactListName": "readers"}
UNSUBSCRIBE = "{{amazonSESUnsubscribeUrl}}"
ORDER = {"customer": {"name": "Zoë"}, "items": [{"title": "Tea", "price": "1"}, {"title": "Cup", "price": "2"}]}


def sent(account: Account) -> bytes:
    """The message that SES took last."""
    return base64.b64decode(str(account.emulator.sent()[-1]["message"]))


def test_templates_from_files(emptied: Account, assembly: Assembly) -> None:
    account = emptied

    def build(app: cdk.App) -> None:
        TemplatesFromFiles(app, "Example")

    assembly.deploy(build)
    account.emulator.confirm_address(SHOP)
    kept = account.ses.get_email_template(TemplateName="welcome")["TemplateContent"]
    assert kept["Subject"] == "Welcome, {{customer.name}}"
    assert kept["Html"].isascii()
    assert 'content: "\\2192  "' in kept["Html"]
    queue = account.listen(account.physical_id("Example", "AWS::SNS::Topic", "Operators"))

    def order(data: dict[str, Any]) -> str:
        return account.ses.send_email(
            FromEmailAddress=SHOP,
            Destination={"ToAddresses": [CUSTOMER]},
            Content={"Template": {"TemplateName": "welcome", "TemplateData": json.dumps(data)}},
        )["MessageId"]

    order(ORDER)
    message = message_from_bytes(sent(account), policy=policy.SMTP)
    assert message["Subject"] == "Welcome, Zoë"
    html = message.get_body(("html",))
    assert html is not None
    assert "<li>Tea, 1</li><li>Cup, 2</li>" in html.get_content()
    # The set is the identity's own, so that nobody has to name it for the failure to be heard.
    lost = order({"customer": {}, "items": []})
    wait_for("the failure", lambda: account.taken(queue), patience=10)
    (told,) = account.taken(queue)
    assert (told["eventType"], told["mail"]["messageId"]) == ("Rendering Failure", lost)
    assert told["failure"] == {
        "errorMessage": "Attribute 'customer.name' is not present in the rendering data.",
        "templateName": "welcome",
    }
    account.emulator.client("sqs").delete_queue(QueueUrl=queue)
    assembly.destroy(build)
    with pytest.raises(ClientError, match="does not exist"):
        account.ses.get_email_template(TemplateName="welcome")


def suppressed(account: Account) -> dict[str, str]:
    listed = account.ses.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    return {each["EmailAddress"]: each["Reason"] for each in listed}


def opted_in(account: Account) -> list[str]:
    listed = account.ses.list_contacts(
        **LIST,  # type: ignore[arg-type]
        Filter={"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "offers"}},
    )["Contacts"]
    return [each["EmailAddress"] for each in listed]


def test_suppress_and_import(emptied: Account, assembly: Assembly) -> None:
    account = emptied

    def build(app: cdk.App) -> None:
        SuppressAndImport(app, "Example")

    assembly.deploy(build)
    assert suppressed(account) == {"gone@mail.test": "BOUNCE", "angry@mail.test": "COMPLAINT"}
    assert opted_in(account) == ["ada@mail.test"]
    ada = account.ses.get_contact(**LIST, EmailAddress="ada@mail.test")
    assert json.loads(ada["AttributesData"]) == {"name": "Ada"}
    staging = account.physical_id("Example", "AWS::S3::Bucket", "SesConstructsImports")
    assert account.objects(staging) == {}, "the copies that SES has read are gone"
    newsletter = account.physical_id("Example", "AWS::SES::ConfigurationSet", "Newsletter")
    account.ses.create_email_identity(EmailIdentity=SHOP)
    account.emulator.confirm_address(SHOP)
    bus = account.hear_bus()

    def offer(to: str) -> str:
        return account.ses.send_email(
            FromEmailAddress=SHOP,
            Destination={"ToAddresses": [to]},
            Content={
                "Simple": {"Subject": {"Data": "Offer"}, "Body": {"Text": {"Data": f"Leave: {UNSUBSCRIBE}"}}}
            },
            ConfigurationSetName=newsletter,
            ListManagementOptions={**LIST, "TopicName": "offers"},  # type: ignore[typeddict-item]
        )["MessageId"]

    first = offer("ada@mail.test")
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sent(account)
    assert UNSUBSCRIBE.encode() not in sent(account)
    account.emulator.unsubscribe(first, contact_list="readers", topic="offers")
    for address in ("ada@mail.test", "bob@mail.test", "carl@mail.test", "gone@mail.test"):
        offer(address)
    wait_for("what became of it", lambda: len(account.taken(bus)) == 5, patience=15)
    types = sorted(each["detail-type"] for each in account.taken(bus))
    assert types == ["Email Bounced"] * 4 + ["Email Subscribed"]
    assert opted_in(account) == []
    # The same files again change nothing: who has left stays away.
    assembly.deploy(build)
    assert opted_in(account) == []
    account.ses.delete_email_identity(EmailIdentity=SHOP)
    account.emulator.client("sqs").delete_queue(QueueUrl=bus)
    assembly.destroy(build)
    assert len(suppressed(account)) == 2
    assert account.ses.get_contact_list(**LIST)["Topics"][0]["TopicName"] == "offers"


def test_a_stored_file_is_read_where_it_lies_and_a_bad_one_fails_the_deployment(
    emptied: Account, assembly: Assembly
) -> None:
    account = emptied

    def bucket(stack: cdk.Stack) -> s3.Bucket:
        return s3.Bucket(stack, "Lists", bucket_name="lists-of-the-shop")

    def importing(key: str) -> Any:
        def build(app: cdk.App) -> None:
            stack = cdk.Stack(app, "Lists")
            file = ListFile.stored(bucket(stack), key)
            made = SuppressionImport(stack, "Import", file=file, action=ImportAction.PUT)
            cdk.CfnOutput(stack, "Processed", value=made.processed)

        return build

    assembly.deploy(lambda app: bucket(cdk.Stack(app, "Lists")))
    for key, body in (("good.csv", b"a@mail.test,BOUNCE\n"), ("bad.csv", b"b@mail.test,BOUNCE\nnobody\n")):
        account.emulator.client("s3").put_object(Bucket="lists-of-the-shop", Key=key, Body=body)
    outputs = assembly.deploy(importing("good.csv"))
    assert (outputs["Lists"]["Processed"], suppressed(account)) == ("1", {"a@mail.test": "BOUNCE"})
    for key, why in (("bad.csv", "SES refused 1 of 2 records"), ("absent.csv", "does not exist")):
        with pytest.raises(CdkFailedError, match=why):
            assembly.deploy(importing(key))
    assert account.objects("lists-of-the-shop").keys() == {"good.csv", "bad.csv"}


def test_the_example_s_template_previews(capsys: pytest.CaptureFixture[str]) -> None:
    from ses_constructs.templates.__main__ import main

    assert main(["preview", str(Path("examples") / "welcome")]) == 0
    assert "subject: Welcome, Ada" in capsys.readouterr().out
