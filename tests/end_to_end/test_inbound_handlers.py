"""Examples ``forward_mail`` and ``collect_dmarc_reports``, and the other handlers: mail comes, functions run."""

from __future__ import annotations

import base64
import gzip
import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from examples.collect_dmarc_reports import CollectDmarcReports
from examples.forward_mail import ForwardMail
from ses_constructs.dns import Dns
from ses_constructs.events import StoredDmarcReports
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import (
    AutoResponder,
    MailGate,
    MailParser,
    ReceiptRuleSet,
    UnsubscribeMailbox,
)
from ses_constructs.receiving.receipt_action import ReceiptAction
from tests.corpus.reports import report
from tests.end_to_end.account import Account, Record
from tests.end_to_end.assembly import Assembly

ZONE, DOMAIN, AUTHOR = "ZHANDLERS", "inbox.example", "ada@author.test"


@pytest.fixture
def emptied(strict_emulator: Emulator) -> Account:
    """An account in which each function may do what its policies say, and no more."""
    strict_emulator.reset()
    return Account(strict_emulator)


@pytest.fixture
def assembly(emptied: Account, tmp_path: Path) -> Assembly:
    return Assembly(emptied.emulator, tmp_path / "cdk.out")


def letter(to: str, *, subject: str = "Hello", author: str = AUTHOR) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = f"Ada <{author}>", to, subject
    message["Message-ID"] = "<1@author.test>"
    message.set_content("The text of the letter.")
    message.add_attachment(bytes(range(256)), maintype="application", subtype="pdf", filename="offer.pdf")
    return message


def receive(account: Account, message: EmailMessage | bytes, to: str, *, source: str = AUTHOR) -> Record:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    result = account.emulator.receive(source=source, recipients=[to], message=raw)
    assert result["accepted"], result
    return result


def sent_to(account: Account, address: str) -> list[EmailMessage]:
    found = [one for one in account.emulator.sent() if one["recipients"] == [address]]
    raws = [base64.b64decode(str(one["message"])) for one in found]
    return [message_from_bytes(raw, policy=policy.default) for raw in raws]


def said(account: Account, stack: str, function: str) -> list[Record]:
    return account.log(account.physical_id(stack, "AWS::Lambda::Function", function))


def heard(account: Account, stack: str, function: str, result: Record) -> Record:
    """What the function said of a message."""

    def found() -> Record | None:
        of_it = (line for line in said(account, stack, function) if line.get("message") == result["message_id"])
        return next(of_it, None)

    return wait_for(f"word of {function}", found, patience=20)


def test_forward_mail(emptied: Account, assembly: Assembly) -> None:
    emptied.emulator.own_zone("example.com", zone_id="Z0123456789FORWARD")
    assembly.deploy(lambda app: ForwardMail(app, "Example"))
    emptied.wait_until_verified("example.com")
    original = letter("support@example.com")
    del original["To"]
    original["To"] = "Support <support@example.com>"
    original["X-SES-CONFIGURATION-SET"] = "somebody-elses"
    result = receive(emptied, original, "support+shop@example.com")
    (forwarded,) = wait_for("the forwarded mail", lambda: sent_to(emptied, "grace@corp.example"))
    assert len(sent_to(emptied, "ada@corp.example")) == 1
    assert forwarded["From"] == '"Ada via support+shop@example.com" <forwarder@example.com>'
    assert forwarded["Reply-To"] == AUTHOR
    assert forwarded["X-SES-CONFIGURATION-SET"] is None
    assert forwarded["To"] == "Support <support@example.com>"
    (attachment,) = forwarded.iter_attachments()
    assert attachment.get_content() == bytes(range(256))
    bucket = emptied.physical_id("Example", "AWS::S3::Bucket", "Mail")
    assert f"forwarded/{result['message_id']}" in emptied.objects(bucket)

    circling = receive(emptied, forwarded.as_bytes(), "support@example.com")
    assert heard(emptied, "Example", "Forwarder", circling)["why"] == "it was sent on from here before"
    bounce = (
        b"From: mailer-daemon@mail.test\r\nSubject: Undelivered\r\n\r\nReturned:\r\n\r\n" + forwarded.as_bytes()
    )
    back = receive(emptied, bounce, "forwarder@example.com", source="mailer-daemon@mail.test")
    assert heard(emptied, "Example", "Forwarder", back)["did"] == "left alone"
    spam = (
        b"From: a@mail.test\r\nTo: support@example.com\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE"
    )
    caught = receive(emptied, spam + b"-TEST-EMAIL*C.34X\r\n", "support@example.com")
    assert heard(emptied, "Example", "Forwarder", caught)["why"] == "it is spam"
    assert len(sent_to(emptied, "ada@corp.example")) == 1, "nothing else was forwarded"
    assert len(emptied.objects(bucket)) >= 4, "all four are kept"

    assembly.destroy(lambda app: ForwardMail(app, "Example"))
    assert emptied.objects(bucket), "mail outlives the stack"
    assert emptied.emulator.client("lambda").list_functions()["Functions"] == []


def test_collect_dmarc_reports(emptied: Account, assembly: Assembly) -> None:
    emptied.emulator.own_zone("example.com", zone_id="Z0123456789REPORTS")
    assembly.deploy(lambda app: CollectDmarcReports(app, "Example"))
    emptied.wait_until_verified("example.com")
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = "reports@receiver.test", "dmarc@example.com"
    message["Subject"] = "Report Domain: example.com"
    xml = report(
        domain="example.com", rows=[("192.0.2.7", 12, "pass", "fail"), ("198.51.100.9", 3, "fail", "fail")]
    )
    packed = gzip.compress(xml)
    message.add_attachment(packed, maintype="application", subtype="gzip", filename="r!example.com!1!2.xml.gz")
    for _ in range(2):
        result = receive(emptied, message, "dmarc@example.com", source="reports@receiver.test")
        assert heard(emptied, "Example", "Collector", result)["rows"] == 2
    table = emptied.physical_id("Example", "AWS::DynamoDB::Table", "Collector")
    client: Any = emptied.emulator.client("dynamodb")
    asked = client.query(
        TableName=table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :day)",
        ExpressionAttributeValues={
            ":pk": {"S": StoredDmarcReports.rows("example.com")},
            ":day": {"S": "2026-11-20"},
        },
    )
    rows = {item["source_ip"]["S"]: (item["messages"]["N"], item["passes"]["BOOL"]) for item in asked["Items"]}
    assert rows == {"192.0.2.7": ("12", True), "198.51.100.9": ("3", False)}, "the second copy added nothing"
    bad = letter("dmarc@example.com")
    left = receive(emptied, bad, "dmarc@example.com")
    assert heard(emptied, "Example", "Collector", left)["did"] == "left alone"
    assembly.destroy(lambda app: CollectDmarcReports(app, "Example"))
    assert client.describe_table(TableName=table)["Table"]["ItemCount"] == 3, "reports outlive the stack"


class Handlers(cdk.Stack):
    """The other four, an address each."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, "Handlers")
        domain = DomainIdentity(self, "Domain", domain=DOMAIN, dns=Dns.in_zone_with_id(ZONE, zone_name=DOMAIN))
        mail, told = s3.Bucket(self, "Mail"), sns.Topic(self, "Operators")
        readers = ses.CfnContactList(self, "Readers", contact_list_name="readers")
        tickets = sqs.Queue(self, "Tickets")
        gate = MailGate(self, "Gate", bucket=mail, operators=told, allowed_senders=["author.test"])
        parser = MailParser(self, "Parser", bucket=mail, operators=told, queue=tickets)
        unsubscribe = UnsubscribeMailbox(self, "Unsubscribe", bucket=mail, operators=told, contact_list=readers)
        responder = AutoResponder(
            self,
            "Responder",
            bucket=mail,
            identity=domain,
            sender=f"away@{DOMAIN}",
            text="Back on Monday.",
            operators=told,
        )
        self.rules = ReceiptRuleSet(self, "Rules")
        self._add("tickets", [*gate.actions, *parser.actions])
        self._add("unsubscribe", unsubscribe.actions)
        self._add("away", responder.actions)

    def _add(self, name: str, actions: list[ReceiptAction]) -> None:
        self.rules.add_rule(name, recipients=[f"{name}@{DOMAIN}"], actions=actions)


def test_the_other_handlers(emptied: Account, assembly: Assembly) -> None:
    emptied.emulator.own_zone(DOMAIN, zone_id=ZONE)
    assembly.deploy(Handlers)
    emptied.wait_until_verified(DOMAIN)
    bucket = emptied.physical_id("Handlers", "AWS::S3::Bucket", "Mail")
    queue = emptied.physical_id("Handlers", "AWS::SQS::Queue", "Tickets")

    known = receive(emptied, letter(f"tickets@{DOMAIN}", subject="Broken"), f"tickets@{DOMAIN}")
    stranger = receive(emptied, letter(f"tickets@{DOMAIN}", author="eve@evil.test"), f"tickets@{DOMAIN}")
    forged = letter(f"tickets@{DOMAIN}", author="ada@dmarc-reject.author.test")
    receive(emptied, forged, f"tickets@{DOMAIN}")
    (ticket,) = wait_for("the ticket", lambda: emptied.taken(queue))
    assert (ticket["subject"], ticket["from"]) == ("Broken", [{"name": "Ada", "address": AUTHOR}])
    (attachment,) = ticket["attachments"]
    objects = emptied.objects(bucket)
    assert objects[attachment["key"]] == bytes(range(256))
    assert json.loads(objects[ticket["document"]["key"]])["text"].strip() == "The text of the letter."
    assert f"judged/{stranger['message_id']}" in objects, "dropped, and kept"
    assert heard(emptied, "Handlers", "Gate", stranger) == {
        "did": "dropped",
        "message": stranger["message_id"],
        "why": "stranger",
    }
    assert ticket["messageId"] == known["message_id"]

    gone = receive(emptied, letter(f"unsubscribe@{DOMAIN}"), f"unsubscribe@{DOMAIN}")
    assert heard(emptied, "Handlers", "Unsubscribe", gone)["did"] == "opted out"
    contact = emptied.ses.get_contact(ContactListName="readers", EmailAddress=AUTHOR)
    assert contact["UnsubscribeAll"] is True

    first = receive(emptied, letter(f"away@{DOMAIN}"), f"away@{DOMAIN}")
    assert heard(emptied, "Handlers", "Responder", first)["did"] == "answered"
    (answer,) = sent_to(emptied, AUTHOR)
    assert (answer["Auto-Submitted"], answer["In-Reply-To"]) == ("auto-replied", "<1@author.test>")
    second = receive(emptied, letter(f"away@{DOMAIN}"), f"away@{DOMAIN}")
    assert heard(emptied, "Handlers", "Responder", second)["why"] == "its sender has had an answer"
    echo = receive(emptied, answer.as_bytes(), f"away@{DOMAIN}", source=f"away@{DOMAIN}")
    assert heard(emptied, "Handlers", "Responder", echo)["why"] == "it was submitted by a program"
