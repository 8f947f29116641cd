"""Servers are opened when they are asked for."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest

from ses_constructs.local.inbound_smtp.listeners import Listeners
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place
from tests.local.inbound_smtp.conftest import Identity
from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.ingress.mail import DROP, Gate, rule

PLACE = Place("123456789012", "us-east-1")


@pytest.fixture
def account() -> Account:
    world = FakeWorld()
    return Account(Ses(world), world, PLACE)


@pytest.fixture
def listeners(account: Account, identity: Identity) -> Iterator[Listeners]:
    opened = Listeners(account.ses, identity.certificate, identity.key)
    yield opened
    opened.close()


def greeting(port: int) -> str:
    with smtplib.SMTP(timeout=20) as client:
        return client.connect("127.0.0.1", port)[1].decode()


def test_one_server_for_each_place(listeners: Listeners) -> None:
    port = listeners.receipt_port(PLACE)
    assert listeners.receipt_port(PLACE) == port
    assert listeners.receipt_port(Place("123456789012", "eu-west-1")) != port
    assert greeting(port).startswith("inbound-smtp.us-east-1.amazonaws.com")


def test_an_ingress_point_answers_by_its_own_name(listeners: Listeners, account: Account) -> None:
    gate = Gate(account, rule(DROP))
    name = account.mail_manager.get_ingress_point(IngressPointId=gate.id)["ARecord"]
    port = listeners.ingress_port(PLACE, gate.id)
    assert listeners.ingress_port(PLACE, gate.id) == port
    assert greeting(port).startswith(name)


def test_changed_settings_need_another_server(listeners: Listeners, account: Account) -> None:
    gate = Gate(account, rule(DROP))
    port = listeners.ingress_port(PLACE, gate.id)
    account.mail_manager.update_traffic_policy(TrafficPolicyId=gate.policy, MaxMessageSizeBytes=1234)
    changed = listeners.ingress_port(PLACE, gate.id)
    assert changed != port
    with smtplib.SMTP("127.0.0.1", changed, timeout=20) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "1234"


def test_closed_servers_answer_nobody(listeners: Listeners) -> None:
    port = listeners.receipt_port(PLACE)
    listeners.close()
    with pytest.raises(ConnectionRefusedError):
        greeting(port)


def test_there_must_be_such_a_point(listeners: Listeners) -> None:
    with pytest.raises(KeyError, match="inp-none"):
        listeners.ingress_port(PLACE, "inp-none")
