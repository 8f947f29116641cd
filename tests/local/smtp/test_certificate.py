"""The emulator's certificate."""

from __future__ import annotations

import ssl
import stat
from pathlib import Path

from ses_constructs.local.smtp.certificate import make_certificate


def test_a_client_that_trusts_it_may_connect_to_the_loopback_address(tmp_path: Path) -> None:
    server_side = make_certificate(tmp_path / "cert.pem", tmp_path / "key.pem")
    client_side = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    for name in ("127.0.0.1", "localhost"):
        to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        server = server_side.wrap_bio(to_server, to_client, server_side=True)
        client = client_side.wrap_bio(to_client, to_server, server_hostname=name)
        for _ in range(3):
            for side in (client, server):
                try:
                    side.do_handshake()
                except ssl.SSLWantReadError:
                    continue
        assert client.version() == "TLSv1.3"


def test_its_key_is_for_its_owner_only(tmp_path: Path) -> None:
    make_certificate(tmp_path / "cert.pem", tmp_path / "key.pem")
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600
