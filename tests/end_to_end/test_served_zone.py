"""Records printed for somebody else's DNS, served by a DNS server and judged by software that no one here wrote.

The server is dnslib's; dnspython resolves, checkdmarc and pyspf judge the policies, dkimpy a signature.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import checkdmarc.dmarc
import checkdmarc.spf
import dkim
import dns.rdatatype
import dns.resolver
import pytest
import spf
from aws_cdk import aws_secretsmanager as secretsmanager
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from dnslib.server import DNSLogger, DNSServer
from dnslib.zoneresolver import ZoneResolver

from ses_constructs.dns import Dns
from ses_constructs.facts.dns_text import quoted
from ses_constructs.identities import Dkim, Dmarc, DomainIdentity
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.receiving import InboundMx
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

DOMAIN, MAIL_FROM = "shop.example", "bounce.shop.example"
OWN, SELECTOR = "own.example", "own1"
"""A domain whose key is not made by SES."""
SENDER = "192.0.2.10"
"""An address for documentation, which stands for a mail server of SES."""
ZONE_OF_SES = f'amazonses.com. 900 IN TXT "v=spf1 ip4:{SENDER}/32 -all"\n'
"""What mail servers find in the DNS of SES itself, with the address above."""
MESSAGE = (
    b"From: Shop <hello@own.example>\r\nTo: reader@mail.test\r\nSubject: Your receipt\r\n"
    b"Message-ID: <1@own.example>\r\n\r\nThank you.\r\n"
)


@dataclass(frozen=True)
class Printed:
    """What the command printed for the deployed stack."""

    account: Account
    assembly: Path
    outputs: Path
    private_key: bytes = field(repr=False)

    def records(self, format: str) -> str:
        """What the command prints when it is given the outputs."""
        return self.run("--format", format, "--outputs", str(self.outputs))

    def run(self, *arguments: str) -> str:
        """The command as a user runs it."""
        ran = subprocess.run(
            [sys.executable, "-m", "ses_constructs.dns", str(self.assembly), *arguments],
            env=self.account.emulator.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def printed(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    quick_emulator.reset()
    folder = tmp_path_factory.mktemp("served")
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    secrets: Any = quick_emulator.client("secretsmanager")
    secret = secrets.create_secret(Name="dkim-key", SecretString=private.decode())["ARN"]
    deployed = Assembly(quick_emulator, folder / "cdk.out").deploy(lambda app: by_hand(app, secret))
    (folder / "outputs.json").write_text(json.dumps(deployed))
    return Printed(Account(quick_emulator), folder / "cdk.out", folder / "outputs.json", private)


def by_hand(app: cdk.App, secret: str) -> None:
    """Two domains whose DNS is somebody else's; the key of the second is in a secret."""
    stack = cdk.Stack(app, "Mail")
    dns = Dns.by_hand()
    DomainIdentity(
        stack,
        "Shop",
        domain=DOMAIN,
        dns=dns,
        mail_from_domain=MAIL_FROM,
        dmarc=Dmarc.quarantine(reports_to=f"dmarc@{DOMAIN}"),
    )
    InboundMx(stack, "Mx", domain=DOMAIN, dns=dns)
    key = secretsmanager.Secret.from_secret_complete_arn(stack, "Key", secret)
    DomainIdentity(stack, "Own", domain=OWN, dns=dns, dkim=Dkim.own_key(selector=SELECTOR, secret=key))


@pytest.fixture(scope="module")
def resolver(printed: Printed) -> Iterator[dns.resolver.Resolver]:
    """Asks the server of the printed zone, and nobody else."""
    zone = ZoneResolver(printed.records("zone") + ZONE_OF_SES)
    server = DNSServer(zone, address="127.0.0.1", port=0, logger=DNSLogger("-request,-reply,-truncated,-error"))
    server.start_thread()
    asking = dns.resolver.Resolver(configure=False)
    asking.nameservers = ["127.0.0.1"]
    asking.port = server.server.server_address[1]
    asking.lifetime = 20
    yield asking
    server.stop()
    server.server.server_close()


@pytest.fixture
def only_dns(resolver: dns.resolver.Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points software that asks the machine's resolver to the server."""
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)


def texts(resolver: dns.resolver.Resolver, name: str) -> list[str]:
    return [b"".join(answer.strings).decode() for answer in resolver.resolve(name, "TXT")]


def test_the_signing_keys_of_ses_are_where_ses_says_they_are(
    printed: Printed, resolver: dns.resolver.Resolver
) -> None:
    attributes = printed.account.ses.get_email_identity(EmailIdentity=DOMAIN)["DkimAttributes"]
    for token in attributes["Tokens"]:
        (answer,) = resolver.resolve(f"{token}._domainkey.{DOMAIN}", "CNAME")
        assert str(answer) == f"{token}.{attributes['SigningHostedZone']}."


@pytest.mark.parametrize(
    ("name", "host"),
    [
        (MAIL_FROM, "feedback-smtp.us-east-1.amazonses.com."),
        (DOMAIN, "inbound-smtp.us-east-1.amazonaws.com."),
    ],
)
def test_a_domain_has_one_mail_server(resolver: dns.resolver.Resolver, name: str, host: str) -> None:
    (answer,) = resolver.resolve(name, "MX")
    assert (answer.preference, str(answer.exchange)) == (10, host)


def test_a_name_that_was_not_printed_does_not_exist(resolver: dns.resolver.Resolver) -> None:
    with pytest.raises(dns.resolver.NXDOMAIN):
        resolver.resolve(f"other.{DOMAIN}", "TXT")


def test_cloudformation_tells_the_same_as_the_file_of_outputs(printed: Printed) -> None:
    assert printed.run("--stack", "Mail") == printed.records("zone")


def test_checkdmarc_takes_the_dmarc_policy(resolver: dns.resolver.Resolver) -> None:
    found = checkdmarc.dmarc.check_dmarc(DOMAIN, resolver=resolver)
    assert found.get("error") is None, found
    assert found["valid"]
    assert found["location"] == DOMAIN
    assert found["tags"]["p"]["value"] == "quarantine"
    assert [uri["address"] for uri in found["tags"]["rua"]["value"]] == [f"dmarc@{DOMAIN}"]


def test_checkdmarc_takes_the_spf_policy(resolver: dns.resolver.Resolver) -> None:
    found = checkdmarc.spf.check_spf(MAIL_FROM, resolver=resolver)
    assert found.get("error") is None, found
    assert found["valid"]
    assert found["dns_lookups"] == 1
    assert [(each["mechanism"], each["value"]) for each in found["parsed"]["mechanisms"]] == [
        ("include", "amazonses.com")
    ]
    assert found["parsed"]["all"] == "softfail"


@pytest.mark.filterwarnings("ignore:please use dns.resolver.resolve:DeprecationWarning")
@pytest.mark.parametrize(("address", "result"), [(SENDER, "pass"), ("198.51.100.7", "softfail")])
@pytest.mark.usefixtures("only_dns")
def test_pyspf_lets_ses_send_and_nobody_else(address: str, result: str) -> None:
    assert spf.check2(i=address, s=f"0100@{MAIL_FROM}", h="mail.amazonses.com")[0] == result


@pytest.mark.usefixtures("only_dns")
def test_dkimpy_verifies_a_message_signed_with_the_own_key(printed: Printed) -> None:
    signature = dkim.sign(MESSAGE, SELECTOR.encode(), OWN.encode(), printed.private_key)
    assert dkim.verify(signature + MESSAGE)
    assert not dkim.verify(signature + MESSAGE.replace(b"Thank you", b"Pay twice"))


def test_a_key_of_2048_bits_is_printed_in_strings_that_dns_can_hold(resolver: dns.resolver.Resolver) -> None:
    (answer,) = resolver.resolve(f"{SELECTOR}._domainkey.{OWN}", "TXT")
    lengths = [len(string) for string in answer.strings]
    assert max(lengths) == 255
    assert sum(lengths) > 2048 / 6


@pytest.mark.parametrize("domain", [DOMAIN, OWN])
def test_ses_verifies_a_domain_when_somebody_publishes_what_was_printed(printed: Printed, domain: str) -> None:
    ses, route53 = printed.account.ses, printed.account.emulator.client("route53")

    def verified() -> bool:
        identity = ses.get_email_identity(EmailIdentity=domain)
        return identity["VerifiedForSendingStatus"] and identity["DkimAttributes"]["Status"] == "SUCCESS"

    assert not verified()
    zone = route53.create_hosted_zone(Name=domain, CallerReference=domain)["HostedZone"]["Id"]
    records = [each for each in json.loads(printed.records("json")) if each["name"].endswith(domain)]
    changes = [{"Action": "CREATE", "ResourceRecordSet": as_typed_in(record)} for record in records]
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})  # type: ignore[typeddict-item]
    wait_for(f"{domain} to be verified", verified, patience=15)


def as_typed_in(record: dict[str, Any]) -> dict[str, object]:
    """What somebody types into Route 53."""
    value = record["value"]
    if record["type"] == "TXT":
        value = quoted(value)
    elif record["type"] == "MX":
        value = f"{record['priority']} {value}"
    return {
        "Name": record["name"],
        "Type": record["type"],
        "TTL": record["ttl"],
        "ResourceRecords": [{"Value": value}],
    }
