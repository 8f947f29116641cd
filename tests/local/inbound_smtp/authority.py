"""A certificate authority, for tests: certificates of clients, and a list of those it took back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_DAY = timedelta(days=1)


class Authority:
    """Signs what it is asked to."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        unsigned = self._builder(self._name, self._key.public_key())
        self._own = unsigned.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
            self._key, hashes.SHA256()
        )
        self.pem = self._own.public_bytes(Encoding.PEM).decode()

    def client(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Files with a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternatives = x509.SubjectAlternativeName(
            [
                x509.DNSName(f"{name}.example.net"),
                x509.RFC822Name(f"{name}@example.net"),
                x509.IPAddress(ip_address("192.0.2.1")),
                x509.UniformResourceIdentifier(f"https://{name}.example.net"),
                x509.DirectoryName(_named(name)),
            ]
        )
        made = (
            self._builder(_named(name), key.public_key())
            .add_extension(alternatives, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        files = folder / f"{name}.pem", folder / f"{name}-key.pem"
        files[0].write_bytes(made.public_bytes(Encoding.PEM))
        files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return files

    def revoked(self, certificate: Path, *, until: datetime | None = None) -> str:
        """A revocation list with one certificate on it, good for a day unless somebody says until when."""
        serial = x509.load_pem_x509_certificate(certificate.read_bytes()).serial_number
        now = datetime.now(UTC)
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - _DAY).build()
        unsigned = x509.CertificateRevocationListBuilder().issuer_name(self._name)
        made = unsigned.last_update(now - _DAY).next_update(until or now + _DAY).add_revoked_certificate(entry)
        return made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + _DAY)
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
