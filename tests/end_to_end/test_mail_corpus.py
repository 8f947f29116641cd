"""Messages of the corpus by SMTP through all handlers: as many are kept as were sent, and nothing crashes."""

from __future__ import annotations

import smtplib
import ssl

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import (
    AutoResponder,
    DmarcReportCollector,
    MailForwarder,
    MailGate,
    MailParser,
    ReceiptRuleSet,
    UnsubscribeMailbox,
)
from tests.corpus.messages import everything
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.handler_permissions import Tried
from tests.lambdas.mail_world import notice

ZONE, DOMAIN = "ZCORPUS", "inbox.example"
BOX = f"all@{DOMAIN}"
CHOSEN = (
    *("size: 1 byte", "size: an empty body", "size: 5 MB attached", "tree: mixed", "tree: 500 parts"),
    *("tree: 90 deep", "encoding: iso-2022-jp in 7bit", "encoding: made-up in x-uuencode"),
    *("attachment: its name has a path", "attachment: its name has a line break"),
    *("malformed: no blank line", "malformed: content type 4, cut"),
    *("header: subject with a line break", "header: author an injection in its name", "header: headers for SES"),
    *("header: Reply-To with a break", "returned: a bounce of ours", "returned: a complaint"),
)
QUIET = ("Gate", "Collector", "Unsubscribe", "Responder")
"""Of what these did with a message of the corpus nothing is seen."""
PREFIXES = ("forwarded/", "answered/", "unsubscribed/", "dmarc/", "received/", "judged/")


class Everything(cdk.Stack):
    """All handlers for one address."""

    def __init__(self, scope: cdk.App) -> None:
        super().__init__(scope, "Everything")
        domain = DomainIdentity(self, "Domain", domain=DOMAIN, dns=Dns.in_zone_with_id(ZONE, zone_name=DOMAIN))
        mail, told = s3.Bucket(self, "Mail"), sns.Topic(self, "Operators")
        sender, readers = f"robot@{DOMAIN}", ses.CfnContactList(self, "Readers", contact_list_name="readers")
        first = [
            MailGate(self, "Gate", bucket=mail, operators=told),
            MailParser(self, "Parser", bucket=mail, operators=told, queue=sqs.Queue(self, "Tickets")),
            DmarcReportCollector(self, "Collector", bucket=mail, operators=told, domains=[DOMAIN]),
        ]
        second = [
            UnsubscribeMailbox(self, "Unsubscribe", bucket=mail, operators=told, contact_list=readers),
            AutoResponder(
                self, "Responder", bucket=mail, identity=domain, sender=sender, text="Later.", operators=told
            ),
            MailForwarder(
                self,
                "Forwarder",
                bucket=mail,
                identity=domain,
                sender=sender,
                forward_to={BOX: ["reader@corp.example"]},
                operators=told,
            ),
        ]
        rules = ReceiptRuleSet(self, "Rules")
        for id, handlers in (("First", first), ("Second", second)):
            rules.add_rule(id, recipients=[BOX], actions=[one for each in handlers for one in each.actions])


def forwarded(account: Account) -> list[dict[str, object]]:
    return [one for one in account.emulator.sent() if one["recipients"] == ["reader@corp.example"]]


def lines(raw: bytes) -> bytes:
    """As it arrives: SMTP carries whole lines."""
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"


def post(account: Account, messages: list[bytes]) -> list[str]:
    """Sends all of them over one connection, and returns what SES calls them."""
    address, ids = account.emulator.inbound_smtp(), []
    with smtplib.SMTP(address.host, address.port, timeout=120) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(account.emulator.smtp_certificate)))
        for raw in messages:
            client.ehlo("mx.author.test")
            client.mail("ada@author.test")
            assert client.rcpt(BOX)[0] == 250
            code, said = client.data(raw)
            assert code == 250, said
            ids.append(said.decode().split()[-1])
    return ids


def test_nothing_is_lost(strict_account: Account, strict_assembly: Assembly) -> None:
    emulator = strict_account.emulator
    emulator.own_zone(DOMAIN, zone_id=ZONE)
    strict_assembly.deploy(Everything)
    strict_account.wait_until_verified(DOMAIN)
    corpus = everything()
    sent = [corpus[name]() for name in CHOSEN]
    posted = dict(zip(post(strict_account, sent), sent, strict=True))
    assert len(posted) == len(CHOSEN) == 18
    bucket = strict_account.physical_id("Everything", "AWS::S3::Bucket", "Mail")
    objects = strict_account.objects(bucket)
    for prefix in PREFIXES:
        saved = {key.removeprefix(prefix): raw for key, raw in objects.items() if key.startswith(prefix)}
        assert saved.keys() == posted.keys(), "as many are kept as were sent"
        assert [id for id, raw in posted.items() if not saved[id].endswith(lines(raw))] == [], "byte for byte"

    tickets = strict_account.physical_id("Everything", "AWS::SQS::Queue", "Tickets")
    wait_for("tickets", lambda: {one["messageId"] for one in strict_account.taken(tickets)} == posted.keys())
    wait_for("forwarded mail", lambda: len(forwarded(strict_account)) == len(posted))
    # SES invoked the others too; once more each, and whoever fails says so.
    for name in QUIET:
        function = strict_account.physical_id("Everything", "AWS::Lambda::Function", name)
        for id in posted:
            strict_account.invoke(function, notice(id, recipients=(BOX,)))
    assert len(forwarded(strict_account)) == len(posted), "each once"
    assert len([one for one in emulator.sent() if one["recipients"] == ["ada@author.test"]]) <= 1
    for url in emulator.client("sqs").list_queues()["QueueUrls"]:
        assert "DeadLetters" not in url or list(strict_account.messages(url)) == []

    tried = Tried(strict_account, "Everything", bucket, BOX).each_permission()
    assert len(tried) == 19, tried
