"""What an SMTP server asks on behalf of an ingress point."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.connection import ENCRYPTED, IN_THE_CLEAR
from ses_constructs.local.ses.ingress.gateway import LARGEST
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import Account
from tests.local.ses.ingress.mail import DROP, Gate, recipient, rule

OURS = {"Action": "ALLOW", "Conditions": [recipient("@example.com", operator="ENDS_WITH")]}
CLOSED: dict[str, Any] = {"DefaultAction": "DENY", "PolicyStatements": [OURS]}


@pytest.mark.parametrize(
    ("kind", "settings", "tls", "login"),
    [
        ("OPEN", {}, True, False),
        ("OPEN", {"TlsPolicy": "REQUIRED"}, True, False),
        ("OPEN", {"TlsPolicy": "OPTIONAL"}, False, False),
        ("AUTH", {"TlsPolicy": "FIPS", "IngressPointConfiguration": {"SmtpPassword": "password"}}, True, True),
        (
            "MTLS",
            {"IngressPointConfiguration": {"TlsAuthConfiguration": {"TrustStore": {"CAContent": "pem"}}}},
            True,
            False,
        ),
    ],
)
def test_how_to_listen(
    account: Account, ses: Ses, kind: str, settings: dict[str, Any], tls: bool, login: bool
) -> None:
    gate_point = Gate(account, rule(DROP)).point(kind, **settings)
    found = ses.ingress.settings(account.place, gate_point)
    assert (found.requires_tls, found.requires_login) == (tls, login)
    assert found.trusted == ("pem" if kind == "MTLS" else None)
    assert found.hostname.endswith(".mail-manager-smtp.us-east-1.amazonaws.com")


def test_a_policy_may_make_messages_smaller(account: Account, ses: Ses) -> None:
    gate = Gate(account, rule(DROP), MaxMessageSizeBytes=1000)
    assert ses.ingress.settings(account.place, gate.id).size_limit == 1000
    assert gate.take(raw=b"x" * 1000).accepted
    assert gate.take(raw=b"x" * 1001).reply.startswith("552 5.3.4")


def test_without_a_policy_s_word_the_limit_is_that_of_ses(account: Account, ses: Ses) -> None:
    assert ses.ingress.settings(account.place, Gate(account, rule(DROP)).id).size_limit == LARGEST


def test_recipients_are_judged_one_by_one(account: Account, ses: Ses) -> None:
    gate = Gate(account, rule(DROP), **CLOSED)
    assert ses.ingress.refusal_of(account.place, gate.id, "a@example.com", ENCRYPTED) is None
    refusal = ses.ingress.refusal_of(account.place, gate.id, "a@example.org", ENCRYPTED)
    assert refusal == "550 5.7.1 the traffic policy does not allow mail for a@example.org"
    assert gate.take("a@example.com", "a@example.org").accepted
    assert not gate.take("a@example.org").accepted


def test_a_closed_point_takes_nothing(account: Account) -> None:
    gate = Gate(account, rule(DROP))
    account.mail_manager.update_ingress_point(IngressPointId=gate.id, StatusToUpdate="CLOSED")
    assert gate.take(connection=IN_THE_CLEAR).reply.startswith("421")


def test_what_became_of_messages_is_kept_by_point(account: Account, ses: Ses) -> None:
    gate = Gate(account, rule(DROP, name="drop"))
    gate.take()
    (result,) = ses.ingress.processed(account.place, gate.id)
    assert (result.matched, result.reply) == (("drop",), f"250 OK {result.message_id}")
    assert ses.ingress.processed(account.place, "inp-other") == []


def test_a_received_message_can_be_bounced_later(account: Account) -> None:
    account.verify()
    message_id = Gate(account, rule(DROP)).take().message_id
    answer = account.v1.send_bounce(
        OriginalMessageId=message_id,
        BounceSender="mailer-daemon@example.com",
        BouncedRecipientInfoList=[{"Recipient": "me@example.com", "BounceType": "DoesNotExist"}],
    )
    assert answer["MessageId"]


def test_a_point_that_is_not_there_is_not_found(account: Account, ses: Ses) -> None:
    with pytest.raises(KeyError, match="inp-none"):
        ses.ingress.settings(account.place, "inp-none")
