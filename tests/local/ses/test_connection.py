"""What is known of the host that brings a message."""

from __future__ import annotations

from ses_constructs.local.ses.connection import ENCRYPTED, IN_THE_CLEAR, Connection


def test_a_version_of_tls_is_encryption() -> None:
    assert ENCRYPTED.encrypted
    assert Connection(tls_version="TLSv1.2").encrypted
    assert not IN_THE_CLEAR.encrypted
