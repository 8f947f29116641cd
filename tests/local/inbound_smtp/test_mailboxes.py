"""What SMTP servers ask of SES."""

from __future__ import annotations

import pytest

from ses_constructs.local.inbound_smtp.mailboxes import IngressMailbox, ReceiptMailbox
from ses_constructs.local.ses.connection import ENCRYPTED
from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld
from tests.local.ses.ingress.mail import DROP, RAW, Gate, recipient, rule


@pytest.fixture
def account() -> Account:
    from ses_constructs.local.world import Place

    world = FakeWorld()
    return Account(Ses(world), world, Place("123456789012", "us-east-1"))


def test_receipt_rules_take_what_they_are_for(account: Account) -> None:
    account.verify()
    account.v1.create_receipt_rule_set(RuleSetName="in")
    account.v1.set_active_receipt_rule_set(RuleSetName="in")
    stop = {"StopAction": {"Scope": "RuleSet"}}
    kept = {"Name": "one", "Enabled": True, "Recipients": [f"me@{DOMAIN}"], "Actions": [stop]}
    account.v1.create_receipt_rule(RuleSetName="in", Rule=kept)
    mailbox = ReceiptMailbox(account.ses, account.place)
    assert (mailbox.requires_tls, mailbox.requires_login) == (False, False)
    assert not mailbox.log_in("a", "b")
    assert mailbox.refusal_of(f"me@{DOMAIN}", ENCRYPTED) is None
    assert str(mailbox.refusal_of(f"you@{DOMAIN}", ENCRYPTED)).startswith("550")
    assert mailbox.take(ENCRYPTED, "a@b.c", [f"me@{DOMAIN}"], RAW).startswith("250 OK ")


def test_an_ingress_point_takes_what_its_policy_allows(account: Account) -> None:
    allowed = {"Action": "ALLOW", "Conditions": [recipient(f"me@{DOMAIN}")]}
    gate = Gate(account, rule(DROP), DefaultAction="DENY", PolicyStatements=[allowed], MaxMessageSizeBytes=2000)
    point = gate.point("AUTH", IngressPointConfiguration={"SmtpPassword": "password"})
    mailbox = IngressMailbox(account.ses, account.place, point)
    assert (mailbox.requires_tls, mailbox.requires_login, mailbox.size_limit) == (True, True, 2000)
    assert mailbox.log_in(point, "password")
    assert not mailbox.log_in(point, "passwort")
    assert mailbox.refusal_of(f"me@{DOMAIN}", ENCRYPTED) is None
    assert str(mailbox.refusal_of(f"you@{DOMAIN}", ENCRYPTED)).startswith("550")
    assert mailbox.take(ENCRYPTED, "a@b.c", [f"me@{DOMAIN}"], RAW).startswith("250 OK ")


def test_there_must_be_such_a_point(account: Account) -> None:
    with pytest.raises(KeyError, match="inp-none"):
        IngressMailbox(account.ses, account.place, "inp-none")
