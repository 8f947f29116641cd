"""The function behind an unsubscribe mailbox."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.messages import HEAD, PLAIN
from tests.lambdas.handled_mail import run, run_as_lambda
from tests.lambdas.mail_world import LOST, MailWorld

ADA = "ada@author.test"
CONTACT = {
    "ContactListName": "readers",
    "EmailAddress": ADA,
    "UnsubscribeAll": False,
    "TopicPreferences": [
        {"TopicName": "News", "SubscriptionStatus": "OPT_IN"},
        {"TopicName": "Offers", "SubscriptionStatus": "OPT_IN"},
    ],
    "AttributesData": '{"name": "Ada"}',
}


def test_a_contact_is_opted_out_and_keeps_the_rest(world: MailWorld) -> None:
    world.contacts[ADA] = dict(CONTACT)
    run(world, "unsubscribe", PLAIN)
    kept = {name: CONTACT[name] for name in ("TopicPreferences", "AttributesData")}
    assert world.contacts[ADA] == {"UnsubscribeAll": True, **kept}


def test_a_stranger_becomes_a_contact_who_wants_nothing(world: MailWorld) -> None:
    run(world, "unsubscribe", PLAIN)
    assert world.contacts[ADA]["UnsubscribeAll"] is True


def test_a_label_names_a_topic(world: MailWorld) -> None:
    world.contacts[ADA] = dict(CONTACT)
    run(world, "unsubscribe", PLAIN, recipients=("unsubscribe+news@example.com",))
    said = {one["TopicName"]: one["SubscriptionStatus"] for one in world.contacts[ADA]["TopicPreferences"]}
    assert said == {"News": "OPT_OUT", "Offers": "OPT_IN"}
    assert world.contacts[ADA]["UnsubscribeAll"] is False


def test_another_label_means_all_mail(world: MailWorld) -> None:
    run(world, "unsubscribe", PLAIN, recipients=("unsubscribe+5f3a@example.com",))
    assert world.contacts[ADA]["UnsubscribeAll"] is True


LEFT_ALONE: dict[str, tuple[bytes, dict[str, Any]]] = {
    "a bounce": (PLAIN, {"source": ""}),
    "a forgery": (PLAIN, {"dmarc": "FAIL"}),
    "spam": (PLAIN, {"spam": "FAIL"}),
    "a virus": (PLAIN, {"virus": "FAIL"}),
    "an out-of-office reply": (HEAD + b"Auto-Submitted: auto-replied\r\n\r\n", {}),
    "two authors": (b"From: a@x.test, b@x.test\r\n\r\n", {}),
    "nobody": (b"Subject: x\r\n\r\n", {}),
}


@pytest.mark.parametrize("what", LEFT_ALONE)
def test_it_is_left_alone(world: MailWorld, what: str) -> None:
    raw, given = LEFT_ALONE[what]
    run(world, "unsubscribe", raw, **given)
    assert world.contacts == {}


@pytest.mark.parametrize("call", range(3))
@pytest.mark.parametrize("failure", ["InternalServiceErrorException", LOST])
@pytest.mark.parametrize("known", [True, False])
def test_whatever_call_fails_they_are_opted_out(world: MailWorld, call: int, failure: str, known: bool) -> None:
    if known:
        world.contacts[ADA] = dict(CONTACT)
    world.failures[call] = failure
    assert run_as_lambda(world, "unsubscribe", PLAIN)
    assert world.contacts[ADA]["UnsubscribeAll"] is True
