"""The server's certificate."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest

from ses_constructs.local.smtp.certificate import make_certificate


@dataclass(frozen=True)
class Identity:
    """The server's files, and a client's side that trusts them."""

    certificate: Path
    key: Path

    def trusting(self, client: tuple[Path, Path] | None = None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.certificate))
        if client is not None:
            context.load_cert_chain(*client)
        return context


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    make_certificate(*files)
    return Identity(*files)
