"""Every action of a rule, deployed: mail comes in over SMTP, and what should happen to it has happened."""

from __future__ import annotations

import base64
import email
import json
import urllib.request
from collections import Counter
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Record
from tests.end_to_end.archive_search import ArchiveSearch
from tests.end_to_end.every_action import (
    APPLICATION,
    AUTHOR,
    DAEMON,
    DOMAIN,
    INDEX,
    RAW,
    REPLACED_BY,
    SENT_TO,
    Gateway,
)

MARKED = b"\r\nX-Gate: seen\r\n" + RAW
"""How a message ends that the first rule has put its header on."""


@pytest.fixture(scope="module")
def gateway(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    return Gateway(strict_emulator, tmp_path_factory.mktemp("actions"))


def archived(gateway: Gateway, **like: str) -> list[Record]:
    """Rows of the archive with these texts."""
    return archive(gateway).rows(like)


def archive(gateway: Gateway) -> ArchiveSearch:
    return ArchiveSearch(gateway.manager, gateway.outputs["TheArchived"])


def downloaded(gateway: Gateway, row: Record) -> bytes:
    """An archived message."""
    found = gateway.manager.get_archive_message(ArchivedMessageId=row["ArchivedMessageId"])
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(found["MessageDownloadLink"], timeout=20) as answer:
        body: bytes = answer.read()
    return body


def texts(gateway: Gateway, output: str) -> list[str]:
    """What a queue has, once it has something."""
    return wait_for("a message in the queue", lambda: list(gateway.account.messages(gateway.outputs[output])))


@pytest.mark.parametrize(
    ("rule", "bucket", "prefix", "key"),
    [("WriteToS3", "Bucket", "in/", "Key"), ("WriteToSealed", "Sealed", "", "")],
)
def test_the_bucket_has_the_message(gateway: Gateway, rule: str, bucket: str, prefix: str, key: str) -> None:
    result = gateway.take(rule)
    assert (result["matched"], result["failures"]) == (["Mark", rule, "Rest"], [])
    name = gateway.physical_id("AWS::S3::Bucket", bucket)
    saved = gateway.account.objects(name)
    assert list(saved) == [f"{prefix}{result['message_id']}"]
    assert saved[f"{prefix}{result['message_id']}"].endswith(MARKED)
    if key:
        head = gateway.emulator.client("s3").head_object(Bucket=name, Key=f"{prefix}{result['message_id']}")
        assert head["ServerSideEncryption"] == "aws:kms"
        assert head["SSEKMSKeyId"] == gateway.key_arn("Key")


def test_whoever_listens_to_the_topic_has_the_message(gateway: Gateway) -> None:
    result = gateway.take("PublishToSns")
    assert result["failures"] == []
    (text,) = texts(gateway, "TheHeardBy")
    told = json.loads(text)
    assert base64.b64decode(told["content"]).endswith(MARKED)
    assert (told["notificationType"], told["mail"]["messageId"]) == ("Received", result["message_id"])
    assert told["mail"]["commonHeaders"]["subject"] == "Two chairs"
    assert {"name": "X-Gate", "value": "seen"} in told["mail"]["headers"]
    assert told["receipt"]["recipients"] == [f"PublishToSns@{DOMAIN}"]


@pytest.mark.parametrize("rule", ["InvokeLambda", "InvokeLater"])
def test_the_function_has_run(gateway: Gateway, rule: str) -> None:
    result = gateway.take(rule)
    assert (result["matched"], result["failures"]) == (["Mark", rule, "Rest"], [])
    assert list(texts(gateway, "TheRanBy")) == [f"{result['message_id']} Two chairs"]


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("DeliverToMailbox", f"workmail:us-east-1:000000000000:organization/m-{'0' * 32}"),
        ("DeliverToQBusiness", f"qbusiness:us-east-1:000000000000:application/{APPLICATION}/index/{INDEX}"),
    ],
)
def test_a_service_that_is_not_emulated_would_have_the_message(gateway: Gateway, rule: str, target: str) -> None:
    assert gateway.take(rule)["failures"] == []
    given: Any = gateway.emulator.handed_over()[-1]
    assert (given["action"], given["target"]) == (rule, f"arn:aws:{target}")
    assert given["recipients"] == [f"{rule}@{DOMAIN}"]
    assert base64.b64decode(given["message"]).endswith(MARKED)
    assert given["role_arn"].endswith(f":role/{gateway.role_of(rule)}")


def test_the_sender_gets_a_bounce(gateway: Gateway) -> None:
    result = gateway.take("Bounce")
    assert (result["matched"], result["failures"]) == (["Mark", "Bounce", "Rest"], [])
    sent: Any = gateway.emulator.sent()[-1]
    assert (sent["source"], sent["recipients"]) == ("", [AUTHOR])
    notice: Any = email.message_from_bytes(base64.b64decode(sent["message"]), EmailMessage, policy=SMTP)
    assert (notice["From"], notice["To"], notice["Auto-Submitted"]) == (DAEMON, AUTHOR, "auto-replied")
    assert (notice.get_content_type(), notice.get_param("report-type")) == ("multipart/report", "delivery-status")
    text, status = notice.iter_parts()
    assert text.get_payload().strip() == "Nobody here has that name."
    _, about_recipient = status.get_payload()
    assert about_recipient["Final-Recipient"] == f"rfc822; Bounce@{DOMAIN}"
    assert (about_recipient["Action"], about_recipient["Status"]) == ("failed", "5.1.1")
    assert about_recipient["Diagnostic-Code"] == "smtp; 550 Mailbox does not exist"


def test_a_bounce_is_not_bounced(gateway: Gateway) -> None:
    before = len(gateway.emulator.sent())
    assert gateway.take("Bounce", sender="")["failures"] == []
    assert len(gateway.emulator.sent()) == before


def test_ses_sends_the_message_to_the_recipient_in_the_place_of_the_first(gateway: Gateway) -> None:
    result = gateway.take("Send")
    assert result["failures"] == []
    sent: Any = gateway.emulator.sent()[-1]
    assert (sent["source"], sent["recipients"]) == (AUTHOR, [SENT_TO])
    assert base64.b64decode(sent["message"]).endswith(MARKED)
    assert any(str(sent["message_id"]) in str(done) for done in result["actions"])
    (row,) = archived(gateway, envelope_to=SENT_TO)
    assert row["Envelope"]["To"] == [SENT_TO]


def test_a_replaced_recipient_is_that_of_the_envelope_alone(gateway: Gateway) -> None:
    assert gateway.take("Replace")["failures"] == []
    (row,) = archived(gateway, envelope_to=REPLACED_BY)
    assert (row["Envelope"], row["To"]) == (
        {"Helo": row["SenderHostname"], "From": AUTHOR, "To": [REPLACED_BY]},
        f"Team <team@{DOMAIN}>",
    )
    assert archived(gateway, envelope_to=f"replace@{DOMAIN}") == []


def test_the_archive_is_searched_by_each_of_its_fields(gateway: Gateway) -> None:
    raw = RAW.replace(b"Two chairs", b"Three tables\r\nCc: b@mail.test")
    assert gateway.take("Rest", sender="a@mail.test", raw=raw)["failures"] == []
    fields = {
        "subject": "three tab",
        "from": AUTHOR,
        "to": "Team",
        "cc": "b@mail",
        "envelope_from": "a@mail.test",
        "envelope_to": f"rest@{DOMAIN}",
    }
    found = archive(gateway).subjects({name: {"subject": "Three tables", name: fields[name]} for name in fields})
    assert found == {name: ["Three tables"] for name in fields}
    assert archived(gateway, **{"subject": "Three tables", "from": "nobody@mail.test"}) == []
    (row,) = archived(gateway, **fields)
    assert downloaded(gateway, row).endswith(b"\r\nX-Gate: seen\r\n" + raw)


def test_a_dropped_message_comes_nowhere(gateway: Gateway) -> None:
    result = gateway.take("Drop")
    assert (result["matched"], result["actions"]) == (["Mark", "Drop"], ["AddHeader X-Gate", "Drop"])
    assert archived(gateway, envelope_to=f"Drop@{DOMAIN}") == []


def test_a_header_is_not_added_for_whom_the_rule_excepts(gateway: Gateway) -> None:
    address, list_id = f"listed@{DOMAIN}", gateway.outputs["TheList"]
    gateway.manager.register_member_to_address_list(AddressListId=list_id, Address=address)
    assert gateway.take("listed", "others")["matched"] == ["Mark", "Rest", "Rest"]
    (plain,), (marked,) = (archived(gateway, envelope_to=f"{name}@{DOMAIN}") for name in ("listed", "others"))
    assert b"X-Gate" not in downloaded(gateway, plain)
    assert downloaded(gateway, marked).endswith(MARKED)


def test_one_message_for_everybody_takes_every_way_once(gateway: Gateway) -> None:
    names = [rule["Name"] for rule in gateway.rules() if rule["Name"] not in ("Mark", "Rest")]
    result = gateway.take(*names)
    kinds = Counter(str(done).split()[0] for done in result["actions"])
    assert result["failures"] == []
    also = {"WriteToSealed": "WriteToS3", "InvokeLater": "InvokeLambda", "Replace": "ReplaceRecipient"}
    assert kinds == Counter(
        ["AddHeader", "ReplaceRecipient", "Archive", *(also.get(name, name) for name in names)]
    )
    assert result["matched"] == ["Mark", *names, "Rest"]


def test_a_large_message_loses_nothing(gateway: Gateway) -> None:
    line = b"0123456789" * 7 + b"\r\n"
    raw = RAW.replace(b"Two chairs", b"Five megabytes") + line * (5 * 2**20 // len(line))
    result = gateway.take("WriteToS3", raw=raw)
    assert result["failures"] == []
    saved = gateway.account.objects(gateway.physical_id("AWS::S3::Bucket", "Bucket"))
    assert saved[f"in/{result['message_id']}"].endswith(b"\r\nX-Gate: seen\r\n" + raw)
    (row,) = archived(gateway, subject="Five megabytes")
    assert downloaded(gateway, row).endswith(b"\r\nX-Gate: seen\r\n" + raw)


def test_a_message_that_is_too_large_for_a_topic_is_a_failure_that_is_heard(gateway: Gateway) -> None:
    raw = RAW + b"0123456789\r\n" * 20_000
    result = gateway.take("PublishToSns", raw=raw)
    (failure,) = result["failures"]
    assert "takes no message of" in failure
    assert gateway.emulator.undelivered()[-1]["reason"] in failure
    assert result["matched"] == ["Mark", "PublishToSns", "Rest"]
