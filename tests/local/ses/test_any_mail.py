"""Whatever comes is taken, goes through every kind of condition, and is kept byte for byte."""

from __future__ import annotations

import base64
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.ingress.archives import KIND
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place
from tests.local.ses.aws import DOMAIN, Account, FakeWorld
from tests.local.ses.ingress.mail import ROLE, Gate, header, rule
from tests.local.ses.test_receiving import Inbox

EXAMPLES = 60
ME = f"me@{DOMAIN}"
HEADERS = st.sampled_from(
    [b"From", b"To", b"Cc", b"Sender", b"Subject", b"Content-Type", b"X-Team", b"Received", b"Date", b"", b"\xff"]
)
LINES = st.lists(st.tuples(HEADERS, st.binary(max_size=40)), max_size=8)
SHAPED = st.builds(
    lambda lines, body: b"".join(name + b": " + value + b"\r\n" for name, value in lines) + b"\r\n" + body,
    LINES,
    st.binary(max_size=200),
)
MAIL = st.one_of(st.binary(max_size=300), SHAPED)
SOURCES = st.one_of(
    st.just(""), st.emails(), st.text(max_size=20), st.just("a@spf-fail.dkim-gray.dmarc-none.test")
)
HOSTS = st.builds(Connection, source_ip=st.ip_addresses().map(str), helo=st.text(max_size=20)) | st.just(ENCRYPTED)


def text(**evaluated: str) -> dict[str, Any]:
    return {"StringExpression": {"Evaluate": evaluated, "Operator": "NOT_EQUALS", "Values": ["?"]}}


def expression(kind: str, attribute: str, operator: str, **more: Any) -> dict[str, Any]:
    return {kind: {"Evaluate": {"Attribute": attribute}, "Operator": operator, **more}}


NAMES = ("MAIL_FROM", "HELO", "RECIPIENT", "SENDER", "FROM", "SUBJECT", "TO", "CC")
CONDITIONS = (
    *(text(Attribute=name) for name in NAMES),
    text(MimeHeaderAttribute="X-Team"),
    text(ClientCertificateAttribute="CN"),
    *(
        {"BooleanExpression": {"Evaluate": {"Attribute": name}, "Operator": "IS_TRUE"}}
        for name in ("READ_RECEIPT_REQUESTED", "TLS", "TLS_WRAPPED")
    ),
    expression("NumberExpression", "MESSAGE_SIZE", "GREATER_THAN", Value=10),
    expression("IpExpression", "SOURCE_IP", "CIDR_MATCHES", Values=["0.0.0.0/0"]),
    expression("VerdictExpression", "SPF", "EQUALS", Values=["FAIL"]),
    expression("VerdictExpression", "DKIM", "EQUALS", Values=["GRAY"]),
    {"DmarcExpression": {"Operator": "EQUALS", "Values": ["NONE"]}},
)


def account() -> Account:
    world = FakeWorld()
    return Account(Ses(world), world, Place("123456789012", "us-east-1"))


@settings(max_examples=EXAMPLES)
@given(raw=MAIL, source=SOURCES, host=HOSTS)
def test_an_ingress_point_loses_nothing(raw: bytes, source: str, host: Connection) -> None:
    mine = account()
    archive = mine.mail_manager.create_archive(ArchiveName="mail")["ArchiveId"]
    topic = {"TopicArn": mine.topic("mail"), "RoleArn": ROLE, "Encoding": "BASE64"}
    keep = [{"Archive": {"TargetArchive": archive}}, {"WriteToS3": {"S3Bucket": "mail", "RoleArn": ROLE}}]
    marks = [rule(header("X-Mark"), name=f"r{n}", Conditions=[each]) for n, each in enumerate(CONDITIONS)]
    gate = Gate(mine, *marks, rule(*keep, {"PublishToSns": topic}, name="keep"))
    result = gate.take(raw=raw, source=source, connection=host)
    assert (result.accepted, result.failures, result.matched[-1]) == (True, (), "keep")
    (stored,) = mine.world.objects.values()
    (entry,) = mine.ses._store.at(mine.place).kept(KIND).values()
    content = base64.b64decode(json.loads(mine.world.published[0].message)["content"])
    assert stored.endswith(raw)
    assert entry["Raw"] == content == stored
    assert stored.count(b"X-Mark: 1\r\n") >= len(result.matched) - 1


@settings(max_examples=EXAMPLES)
@given(raw=MAIL, source=SOURCES, host=HOSTS)
def test_receipt_rules_lose_nothing(raw: bytes, source: str, host: Connection) -> None:
    inbox = Inbox(account())
    function = {"LambdaAction": {"FunctionArn": "f"}}
    inbox.rule("keep", {"S3Action": {"BucketName": "mail"}}, {"SNSAction": {"TopicArn": "t"}}, function)
    result = inbox.receive(ME, message=raw, source=source, connection=host)
    assert (result.accepted, result.failures, len(result.actions)) == (True, (), 3)
    (stored,) = inbox.account.world.objects.values()
    assert stored.endswith(raw)
    assert json.dumps(inbox.account.world.invocations[0][1])
