"""Giving a message to another mail server of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ses_constructs.local.smtp.certificate import make_certificate
from ses_constructs.local.smtp.relaying import relay
from ses_constructs.local.smtp.submission import port_of, serve
from ses_constructs.local.world import Parcel, TargetRefusedError
from tests.local.smtp.test_submission import Keeper

PARCEL = Parcel(
    "mx.example.net", 0, "a@example.com", ("b@example.com",), b"Subject: x\r\n\r\nhi\r\n", "AKIAUSER", "right"
)


def nothing(_: str) -> list[str]:
    return []


def send(folder: Path, parcel: Parcel, look_up: Callable[[str], list[str]]) -> Keeper:
    """Relays to a server that wants TLS and a login."""
    keeper = Keeper()
    tls = make_certificate(folder / "cert.pem", folder / "key.pem")

    async def run() -> None:
        async with await serve(keeper, tls) as server:
            await asyncio.to_thread(relay, replace(parcel, port=port_of(server)), look_up)

    asyncio.run(run())
    return keeper


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "mx.example.net"])
def test_a_message_goes_by_tls_with_a_login(tmp_path: Path, host: str) -> None:
    keeper = send(tmp_path, replace(PARCEL, host=host), lambda _: ["192.0.2.1", "127.0.0.1"])
    assert keeper.kept == [("a@example.com", ["b@example.com"], PARCEL.message, "127.0.0.1")]


def test_a_wrong_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetRefusedError, match="535"):
        send(tmp_path, replace(PARCEL, host="localhost", password="wrong"), nothing)


def test_a_message_that_is_refused_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetRefusedError, match="554"):
        send(tmp_path, replace(PARCEL, host="localhost", recipients=("nobody@example.com",)), nothing)


@pytest.mark.parametrize("found", [[], ["192.0.2.1"], ["not an address"]])
def test_nothing_leaves_the_machine(found: list[str]) -> None:
    with pytest.raises(TargetRefusedError, match="is not on this machine"):
        relay(PARCEL, lambda _: found)


def test_nobody_listening_is_told() -> None:
    with pytest.raises(TargetRefusedError, match=r"mail server localhost:1: "):
        relay(replace(PARCEL, host="localhost", port=1), nothing)
