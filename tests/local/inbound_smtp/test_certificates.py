"""What a client certificate says; whom a server trusts is tried in ``test_listener``."""

from __future__ import annotations

import pytest

from ses_constructs.local.inbound_smtp.certificates import attributes, context, require_client
from tests.local.inbound_smtp.conftest import Identity

PEER = {
    "subject": ((("countryName", "DE"),), (("commonName", "client"),)),
    "serialNumber": "0A1B",
    "subjectAltName": (
        ("DNS", "a.example.net"),
        ("DNS", "b.example.net"),
        ("email", "c@example.net"),
        ("URI", "https://example.net"),
        ("IP Address", "192.0.2.1"),
        ("Registered ID", "1.2.3"),
        ("DirName", ((("commonName", "client"),), (("organizationName", "org"),))),
        ("othername", "<unsupported>"),
    ),
}


def test_attributes_go_by_mail_manager_s_names() -> None:
    assert attributes(PEER) == {
        "SERIAL_NUMBER": ("0A1B",),
        "CN": ("client",),
        "SAN_DNS_NAME": ("a.example.net", "b.example.net"),
        "SAN_RFC822_NAME": ("c@example.net",),
        "SAN_UNIFORM_RESOURCE_IDENTIFIER": ("https://example.net",),
        "SAN_IP_ADDRESS": ("192.0.2.1",),
        "SAN_REGISTERED_ID": ("1.2.3",),
        "SAN_DIRECTORY_NAME": ("commonName=client,organizationName=org",),
    }


def test_without_a_certificate_there_are_none() -> None:
    assert attributes({}) == {}


def test_a_trust_store_without_a_certificate_is_refused(identity: Identity) -> None:
    with pytest.raises(ValueError, match="PEM"):
        require_client(context(identity.certificate, identity.key), "nothing")
