"""The doors beside the APIs of AWS; they are gone through in ``tests/end_to_end/test_inbound_mail.py``."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from ses_constructs.local.ministack.inbound import Inbound
from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.messages import InboundResult
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.smtp.certificate import make_certificate
from ses_constructs.local.world import Place
from tests.local.ses.aws import FakeWorld

PLACE = Place("111122223333", "eu-west-1")
MAIL = {
    "source": "a@example.net",
    "recipients": ["b@example.com"],
    "message": "aGk=",
    "tls": True,
    "source_ip": "192.0.2.1",
    "helo": "mx.example.net",
}
HOST = Connection("192.0.2.1", "mx.example.net", ENCRYPTED.tls_version, ENCRYPTED.tls_cipher)


def test_mail_comes_from_where_it_says() -> None:
    ses = Mock()
    ses.receive.return_value = InboundResult(accepted=True, reply="250 OK", message_id="m1")
    answer = Inbound(ses).answer(PLACE, "receive", MAIL)
    assert answer is not None
    assert answer["message_id"] == "m1"
    ses.receive.assert_called_once_with(
        PLACE, connection=HOST, source="a@example.net", recipients=["b@example.com"], message=b"hi"
    )


def test_mail_comes_to_an_ingress_point() -> None:
    ses = Mock()
    ses.ingress.take.return_value = InboundResult(accepted=False, reply="550 no")
    answer = Inbound(ses).answer(PLACE, "enter", {**MAIL, "ingress_point_id": "inp-1"})
    assert answer is not None
    assert answer["reply"] == "550 no"
    assert ses.ingress.take.call_args.args == (PLACE, "inp-1", HOST)


def test_servers_are_opened_and_closed(tmp_path: Path) -> None:
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    make_certificate(*files)
    inbound = Inbound(Ses(FakeWorld()))
    inbound.reset()
    inbound.open(*files)
    answer = inbound.answer(PLACE, "inbound-port", {})
    assert answer == inbound.answer(PLACE, "inbound-port", {})
    inbound.reset()
    with pytest.raises(KeyError, match="inp-none"):
        inbound.answer(PLACE, "ingress-port", {"ingress_point_id": "inp-none"})


def test_other_acts_are_not_its_own() -> None:
    assert Inbound(Mock()).answer(PLACE, "lease-ip", {}) is None
