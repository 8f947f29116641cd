"""Clients that all of these tests share."""

from __future__ import annotations

import pytest

from tests.lambdas.mail_handlers import connected
from tests.lambdas.mail_world import MailWorld, Wires


@pytest.fixture(scope="session")
def wires() -> Wires:
    return Wires()


@pytest.fixture
def world(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> MailWorld:
    return connected(wires, monkeypatch)
