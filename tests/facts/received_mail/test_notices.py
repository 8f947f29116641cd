"""Notices of received mail, whatever they came in."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.events import DmarcPolicy, ReceivedMail, Verdict

RECEIPT = {
    "timestamp": "2026-11-20T10:00:00.000Z",
    "processingTimeMillis": 12,
    "recipients": ["support@example.com"],
    "spamVerdict": {"status": "PASS"},
    "virusVerdict": {"status": "DISABLED"},
    "spfVerdict": {"status": "GRAY"},
    "dkimVerdict": {"status": "PROCESSING_FAILED"},
    "dmarcVerdict": {"status": "FAIL"},
    "dmarcPolicy": "reject",
    "action": {"type": "S3", "topicArn": "arn:t", "bucketName": "mail", "objectKey": "in/abc"},
}
MAIL = {
    "timestamp": "2026-11-20T10:00:00.000Z",
    "source": "ada@author.test",
    "messageId": "abc",
    "destination": ["support@example.com"],
    "headersTruncated": False,
    "headers": [{"name": "From", "value": "ada@author.test"}],
    "commonHeaders": {"subject": "Hello"},
}
NOTICE: dict[str, Any] = {"notificationType": "Received", "receipt": RECEIPT, "mail": MAIL}


def as_sns(notice: dict[str, Any]) -> dict[str, Any]:
    return {"Type": "Notification", "TopicArn": "arn:t", "Message": json.dumps(notice)}


ENVELOPES = {
    "SES": {
        "Records": [{"eventSource": "aws:ses", "eventVersion": "1.0", "ses": {"mail": MAIL, "receipt": RECEIPT}}]
    },
    "SNS": {"Records": [{"EventSource": "aws:sns", "Sns": as_sns(NOTICE)}]},
    "SNS in SQS": {"Records": [{"messageId": "1", "body": json.dumps(as_sns(NOTICE))}]},
    "SQS": {"Records": [{"messageId": "1", "body": json.dumps(NOTICE)}]},
    "ReceiveMessage": {"Messages": [{"MessageId": "1", "Body": json.dumps(NOTICE)}]},
    "alone": NOTICE,
    "text": json.dumps(NOTICE),
    "bytes": json.dumps(NOTICE).encode(),
}


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_notice_is_found(envelope: str) -> None:
    (received,) = ReceivedMail.all_in(ENVELOPES[envelope])
    receipt = received.receipt
    assert (received.message_id, received.envelope_sender) == ("abc", "ada@author.test")
    assert received.mail.subject == "Hello"
    assert receipt.recipients == ("support@example.com",)
    assert (receipt.spam, receipt.virus, receipt.spf) == (Verdict.PASS, Verdict.DISABLED, Verdict.GRAY)
    assert (receipt.dkim, receipt.dmarc) == (Verdict.PROCESSING_FAILED, Verdict.FAIL)
    assert receipt.dmarc_policy is DmarcPolicy.REJECT
    assert (receipt.action.type, receipt.action.bucket, receipt.action.object_key) == ("S3", "mail", "in/abc")
    assert received.content is None


@pytest.mark.parametrize("said", ["reject", "REJECT", {"status": "REJECT"}, {"status": "reject"}])
def test_both_spellings_of_the_policy_are_read(said: object) -> None:
    (received,) = ReceivedMail.all_in({**NOTICE, "receipt": {**RECEIPT, "dmarcPolicy": said}})
    assert received.receipt.dmarc_policy is DmarcPolicy.REJECT


def test_a_word_that_nobody_knows_is_no_verdict() -> None:
    receipt = {**RECEIPT, "spamVerdict": {"status": "PERHAPS"}, "dmarcPolicy": 7, "newMember": 1}
    (received,) = ReceivedMail.all_in({**NOTICE, "receipt": receipt})
    assert (received.receipt.spam, received.receipt.dmarc_policy) == (None, None)
    assert received.receipt.extra["newMember"] == 1


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("BASE64", base64.b64encode(b"\xff raw").decode()), ("UTF-8", "text"), (None, "text")],
)
def test_the_content_of_an_sns_action_is_read(encoding: str | None, content: str) -> None:
    action = {"type": "SNS", **({"encoding": encoding} if encoding else {})}
    (received,) = ReceivedMail.all_in({**NOTICE, "receipt": {**RECEIPT, "action": action}, "content": content})
    assert received.content == (b"\xff raw" if encoding == "BASE64" else b"text")


@pytest.mark.parametrize(
    ("verdicts", "authentic"),
    [
        ({"dmarc": "PASS"}, True),
        ({"dmarc": "FAIL", "spf": "PASS", "dkim": "PASS"}, False),
        ({"dmarc": "GRAY", "spf": "PASS", "dkim": "FAIL"}, True),
        ({"dmarc": "GRAY", "spf": "FAIL", "dkim": "GRAY"}, False),
        ({"dmarc": "PROCESSING_FAILED", "spf": "PASS", "dkim": "PASS"}, False),
    ],
)
def test_an_author_is_authentic_or_not(verdicts: dict[str, str], authentic: bool) -> None:
    receipt = {f"{name}Verdict": {"status": verdict} for name, verdict in verdicts.items()}
    (received,) = ReceivedMail.all_in({"mail": MAIL, "receipt": receipt})
    assert received.receipt.is_authentic is authentic


@pytest.mark.parametrize("source", ["", "<>", None])
def test_a_bounce_has_no_envelope_sender(source: str | None) -> None:
    (received,) = ReceivedMail.all_in({**NOTICE, "mail": {**MAIL, "source": source}})
    assert received.envelope_sender == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Records", "ses", "mail", "receipt", "Sns", "Message", "body", "x"]), inner
        )
    ),
    max_leaves=20,
)


@given(JSON | st.binary(max_size=50))
def test_nothing_raises(given_value: object) -> None:
    for received in ReceivedMail.all_in(given_value):
        assert isinstance(received.message_id, str)
