"""Certificates that their authorities took back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ses_constructs.local.inbound_smtp.revocation import Revocation
from tests.local.inbound_smtp.authority import Authority


def der(certificate: Path) -> bytes:
    return x509.load_pem_x509_certificate(certificate.read_bytes()).public_bytes(Encoding.DER)


def test_without_a_list_every_certificate_is_good(tmp_path: Path) -> None:
    certificate, _ = Authority("ours").client(tmp_path, "partner")
    assert Revocation("").lets_in(der(certificate))


def test_each_authority_takes_back_its_own(tmp_path: Path) -> None:
    ours, theirs, listless = Authority("ours"), Authority("theirs"), Authority("listless")
    names = {"good": ours, "lost": ours, "stolen": theirs, "other": listless}
    found = {name: authority.client(tmp_path, name)[0] for name, authority in names.items()}
    revocation = Revocation(ours.revoked(found["lost"]) + "\n" + theirs.revoked(found["stolen"]))
    let_in = [name for name, certificate in found.items() if revocation.lets_in(der(certificate))]
    assert let_in == ["good", "other"]


def test_an_authority_whose_list_has_expired_is_trusted_no_more(tmp_path: Path) -> None:
    ours, theirs = Authority("ours"), Authority("theirs")
    lost, good, other = (each.client(tmp_path, str(n))[0] for n, each in enumerate((ours, ours, theirs)))
    revocation = Revocation(ours.revoked(lost, until=datetime.now(UTC) - timedelta(hours=1)))
    assert [revocation.lets_in(der(each)) for each in (lost, good, other)] == [False, False, True]
