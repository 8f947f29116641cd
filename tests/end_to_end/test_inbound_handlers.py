"""Examples ``forward_mail`` and ``collect_dmarc_reports``, and the other handlers.

Mail comes by SMTP, as from any server of the internet; functions run.
"""

from __future__ import annotations

import base64
import gzip
import json
import smtplib
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from examples.collect_dmarc_reports import CollectDmarcReports
from examples.forward_mail import ForwardMail
from ses_constructs.dns import Dns
from ses_constructs.events import StoredDmarcReports
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import (
    AutoResponder,
    MailForwarder,
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


def letter(to: str, *, subject: str = "Hello", author: str = AUTHOR) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = f"Ada <{author}>", to, subject
    message["Message-ID"] = "<1@author.test>"
    message.set_content("The text of the letter.")
    message.add_attachment(bytes(range(256)), maintype="application", subtype="pdf", filename="offer.pdf")
    return message


def receive(account: Account, message: EmailMessage | bytes, to: str, *, source: str = AUTHOR) -> Record:
    """Delivers a message by SMTP; what SES calls it is in the last word of its server."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    address = account.emulator.inbound_smtp()
    with smtplib.SMTP(address.host, address.port, timeout=60) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(account.emulator.smtp_certificate)))
        client.ehlo("mx.author.test")
        assert client.mail(source)[0] == 250
        assert client.rcpt(to)[0] == 250
        code, said = client.data(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert code == 250, said
    return {"message_id": said.decode().split()[-1]}


def sent_to(account: Account, address: str) -> list[EmailMessage]:
    found = [one for one in account.emulator.sent() if one["recipients"] == [address]]
    raws = [base64.b64decode(str(one["message"])) for one in found]
    return [message_from_bytes(raw, policy=policy.default) for raw in raws]


def of_at_least(count: int, found: list[Record]) -> list[Record] | None:
    return found if len(found) >= count else None


def account_bounces(account: Account) -> list[dict[str, str]]:
    """Delivery status notifications that left the account, whose envelopes name no sender."""
    found = []
    for one in account.emulator.sent():
        if one["source"]:
            continue
        raw = base64.b64decode(str(one["message"]))
        status = next(part for part in message_from_bytes(raw).walk() if part["Final-Recipient"])
        recipient = str(status["Final-Recipient"]).removeprefix("rfc822; ")
        found.append({"to": str(message_from_bytes(raw)["To"]), "recipient": recipient, "text": raw.decode()})
    return found


def heard_of(account: Account, stack: str, name: str, result: Record) -> Record:
    """What the function said of a message."""
    function = account.physical_id(stack, "AWS::Lambda::Function", name)

    def found() -> Record | None:
        line = next((one for one in account.log(function) if one.get("message") == result["message_id"]), None)
        if line is None:
            # A line that the emulator reads late belongs to the next invocation, which need not be about mail.
            account.invoke(function, {})
        return line

    return wait_for(f"word of {name}", found, patience=20)


def test_forward_mail(strict_account: Account, strict_assembly: Assembly) -> None:
    strict_account.emulator.own_zone("example.com", zone_id="Z0123456789FORWARD")
    strict_assembly.deploy(lambda app: ForwardMail(app, "Example"))
    strict_account.wait_until_verified("example.com")
    original = letter("support@example.com")
    del original["To"]
    original["To"] = "Support <support@example.com>"
    original["X-SES-CONFIGURATION-SET"] = "somebody-elses"
    result = receive(strict_account, original, "support+shop@example.com")
    (forwarded,) = wait_for("the forwarded mail", lambda: sent_to(strict_account, "grace@corp.example"))
    assert len(sent_to(strict_account, "ada@corp.example")) == 1
    assert forwarded["From"] == '"Ada via support+shop@example.com" <forwarder@example.com>'
    assert forwarded["Reply-To"] == AUTHOR
    assert forwarded["X-SES-CONFIGURATION-SET"] is None
    assert forwarded["To"] == "Support <support@example.com>"
    (attachment,) = forwarded.iter_attachments()
    assert attachment.get_content() == bytes(range(256))
    bucket = strict_account.physical_id("Example", "AWS::S3::Bucket", "Mail")
    assert f"forwarded/{result['message_id']}" in strict_account.objects(bucket)

    circling = receive(strict_account, forwarded.as_bytes(), "support@example.com")
    assert heard_of(strict_account, "Example", "Forwarder", circling)["why"] == "it was sent on from here before"
    bounce = (
        b"From: mailer-daemon@mail.test\r\nSubject: Undelivered\r\n\r\nReturned:\r\n\r\n" + forwarded.as_bytes()
    )
    back = receive(strict_account, bounce, "forwarder@example.com", source="mailer-daemon@mail.test")
    assert heard_of(strict_account, "Example", "Forwarder", back)["did"] == "left alone"
    spam = (
        b"From: a@mail.test\r\nTo: support@example.com\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE"
    )
    caught = receive(strict_account, spam + b"-TEST-EMAIL*C.34X\r\n", "support@example.com")
    assert heard_of(strict_account, "Example", "Forwarder", caught)["why"] == "it is spam"
    assert len(sent_to(strict_account, "ada@corp.example")) == 1, "nothing else was forwarded"
    assert account_bounces(strict_account) == [], "nobody hears of what was not forwarded"
    kept = {key for key in strict_account.objects(bucket) if key.startswith("forwarded/")}
    ids = {one["message_id"] for one in (result, circling, back, caught)}
    assert kept == {f"forwarded/{id}" for id in ids}, "all four are kept"

    strict_assembly.destroy(lambda app: ForwardMail(app, "Example"))
    assert strict_account.objects(bucket), "mail outlives the stack"
    assert strict_account.emulator.client("lambda").list_functions()["Functions"] == []


class Returns(cdk.Stack):
    """A forwarder with a reader for each way in which mail comes back."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, "Returns")
        domain = DomainIdentity(self, "Domain", domain=DOMAIN, dns=Dns.in_zone_with_id(ZONE, zone_name=DOMAIN))
        readers = ("bounce", "suppressionlist", "ooto", "complaint", "success")
        forwarder = MailForwarder(
            self,
            "Forwarder",
            bucket=s3.Bucket(self, "Mail"),
            identity=domain,
            sender=f"forwarder@{DOMAIN}",
            forward_to={f"{name}@{DOMAIN}": [f"{name}@simulator.amazonses.com"] for name in readers},
            operators=sns.Topic(self, "Operators"),
        )
        ReceiptRuleSet(self, "Rules").add_rule("All", recipients=[DOMAIN], actions=forwarder.actions)


def test_forwarded_mail_comes_back(strict_account: Account, strict_assembly: Assembly) -> None:
    strict_account.emulator.own_zone(DOMAIN, zone_id=ZONE)
    strict_assembly.deploy(Returns)
    strict_account.wait_until_verified(DOMAIN)
    queue = strict_account.physical_id("Returns", "AWS::SQS::Queue", "Forwarder")
    proven, forged, listed = AUTHOR, "ada@spf-fail.author.test", "owner-list@author.test"
    sources = {"bounce": (proven, forged, listed), "suppressionlist": (proven,), "ooto": (proven,)}
    posted = {}
    for name, each in {**sources, "complaint": (proven,), "success": (proven,)}.items():
        for source in each:
            result = receive(strict_account, letter(f"{name}@{DOMAIN}"), f"{name}@{DOMAIN}", source=source)
            posted[name, source] = result["message_id"]
    wait_for("the alarm", lambda: "NotDone" in str(strict_account.alarms_in("ALARM")), patience=40)
    queued = wait_for("word of five", lambda: of_at_least(5, strict_account.taken(queue)), patience=20)
    heard = {each["message"]: (each["reader"].partition("@")[0], each["sender"].split(",")[0]) for each in queued}
    assert heard == {
        posted["bounce", proven]: ("bounce", "was told"),
        posted["bounce", forged]: ("bounce", "was not told"),
        posted["bounce", listed]: ("bounce", "was not told"),
        posted["suppressionlist", proven]: ("suppressionlist", "was told"),
        posted["complaint", proven]: ("complaint", "was not told"),
    }, "a reader's automatic reply and what arrived are no bounces"
    told = account_bounces(strict_account)
    assert [one["to"] for one in told] == [AUTHOR, AUTHOR], "no bounce goes to whom nobody has proven"
    assert {one["recipient"] for one in told} == {f"bounce@{DOMAIN}", f"suppressionlist@{DOMAIN}"}
    assert not [one for one in told if "simulator" in one["text"]], "the sender does not learn who reads the mail"
    bucket = strict_account.physical_id("Returns", "AWS::S3::Bucket", "Mail")
    kept = strict_account.objects(bucket).keys()
    assert {f"forwarded/{id}" for id in posted.values()} == kept, "all of it is kept"

    # The bounce that the sender got comes back by some detour, and then somebody else's bounce.
    own = receive(strict_account, told[0]["text"].encode(), f"bounce@{DOMAIN}", source="")
    assert heard_of(strict_account, "Returns", "Forwarder", own)["why"] == "it says it comes from here"
    foreign = receive(
        strict_account, letter(f"bounce@{DOMAIN}", author="mailer-daemon@x.test"), f"bounce@{DOMAIN}", source=""
    )
    *_, last = wait_for("the forwarded bounce", lambda: of_at_least(6, strict_account.taken(queue)), patience=20)
    assert (last["message"], last["sender"].split(",")[0]) == (foreign["message_id"], "was not told")
    assert len(account_bounces(strict_account)) == 2, "a bounce is never bounced"
    strict_assembly.destroy(Returns)
    assert strict_account.emulator.client("lambda").list_functions()["Functions"] == []


def test_collect_dmarc_reports(strict_account: Account, strict_assembly: Assembly) -> None:
    strict_account.emulator.own_zone("example.com", zone_id="Z0123456789REPORTS")
    strict_assembly.deploy(lambda app: CollectDmarcReports(app, "Example"))
    strict_account.wait_until_verified("example.com")
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = "reports@receiver.test", "dmarc@example.com"
    message["Subject"] = "Report Domain: example.com"
    xml = report(
        domain="example.com", rows=[("192.0.2.7", 12, "pass", "fail"), ("198.51.100.9", 3, "fail", "fail")]
    )
    packed = gzip.compress(xml)
    message.add_attachment(packed, maintype="application", subtype="gzip", filename="r!example.com!1!2.xml.gz")
    for _ in range(2):
        result = receive(strict_account, message, "dmarc@example.com", source="reports@receiver.test")
        assert heard_of(strict_account, "Example", "Collector", result)["rows"] == 2
    table = strict_account.physical_id("Example", "AWS::DynamoDB::Table", "Collector")
    client: Any = strict_account.emulator.client("dynamodb")
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
    left = receive(strict_account, bad, "dmarc@example.com")
    assert heard_of(strict_account, "Example", "Collector", left)["did"] == "left alone"
    strict_assembly.destroy(lambda app: CollectDmarcReports(app, "Example"))
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


def test_the_other_handlers(strict_account: Account, strict_assembly: Assembly) -> None:
    strict_account.emulator.own_zone(DOMAIN, zone_id=ZONE)
    strict_assembly.deploy(Handlers)
    strict_account.wait_until_verified(DOMAIN)
    bucket = strict_account.physical_id("Handlers", "AWS::S3::Bucket", "Mail")
    queue = strict_account.physical_id("Handlers", "AWS::SQS::Queue", "Tickets")

    known = receive(strict_account, letter(f"tickets@{DOMAIN}", subject="Broken"), f"tickets@{DOMAIN}")
    stranger = receive(strict_account, letter(f"tickets@{DOMAIN}", author="eve@evil.test"), f"tickets@{DOMAIN}")
    forged = letter(f"tickets@{DOMAIN}", author="ada@dmarc-reject.author.test")
    receive(strict_account, forged, f"tickets@{DOMAIN}")
    (ticket,) = wait_for("the ticket", lambda: strict_account.taken(queue))
    assert (ticket["subject"], ticket["from"]) == ("Broken", [{"name": "Ada", "address": AUTHOR}])
    (attachment,) = ticket["attachments"]
    objects = strict_account.objects(bucket)
    assert objects[attachment["key"]] == bytes(range(256))
    assert json.loads(objects[ticket["document"]["key"]])["text"].strip() == "The text of the letter."
    assert f"judged/{stranger['message_id']}" in objects, "dropped, and kept"
    assert heard_of(strict_account, "Handlers", "Gate", stranger) == {
        "did": "dropped",
        "message": stranger["message_id"],
        "why": "stranger",
    }
    assert ticket["messageId"] == known["message_id"]

    gone = receive(strict_account, letter(f"unsubscribe@{DOMAIN}"), f"unsubscribe@{DOMAIN}")
    assert heard_of(strict_account, "Handlers", "Unsubscribe", gone)["did"] == "opted out"
    contact = strict_account.ses.get_contact(ContactListName="readers", EmailAddress=AUTHOR)
    assert contact["UnsubscribeAll"] is True

    first = receive(strict_account, letter(f"away@{DOMAIN}"), f"away@{DOMAIN}")
    assert heard_of(strict_account, "Handlers", "Responder", first)["did"] == "answered"
    (answer,) = sent_to(strict_account, AUTHOR)
    assert (answer["Auto-Submitted"], answer["In-Reply-To"]) == ("auto-replied", "<1@author.test>")
    second = receive(strict_account, letter(f"away@{DOMAIN}"), f"away@{DOMAIN}")
    assert heard_of(strict_account, "Handlers", "Responder", second)["why"] == "its sender has had an answer"
    echo = receive(strict_account, answer.as_bytes(), f"away@{DOMAIN}", source=f"away@{DOMAIN}")
    assert heard_of(strict_account, "Handlers", "Responder", echo)["why"] == "it was submitted by a program"
