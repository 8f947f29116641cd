"""Mail servers of the internet, as far as tests need them."""

from __future__ import annotations

import os
import shutil
import smtplib
import ssl
import subprocess
from pathlib import Path

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.outside import SmtpAddress
from tests.end_to_end.smtp_programs import DEBIAN, UNPACKED

RAW = b"From: You <you@example.net>\r\nTo: team@shop.example\r\nSubject: Hello\r\n\r\nHow are you?\r\n"


def deliver(
    emulator: Emulator,
    address: SmtpAddress,
    *to: str,
    message: bytes = RAW,
    sender: str = "you@example.net",
    source_ip: str | None = None,
    login: tuple[str, str] | None = None,
    certificate: tuple[Path, Path] | None = None,
) -> dict[str, tuple[int, bytes]]:
    """Sends by SMTP with STARTTLS, and returns the recipients that were refused."""
    tls = ssl.create_default_context(cafile=str(emulator.smtp_certificate))
    if certificate is not None:
        tls.load_cert_chain(*certificate)
    with smtplib.SMTP(address.host, address.port, timeout=30) as client:
        client.starttls(context=tls)
        client.ehlo()
        if source_ip is not None:
            assert client.docmd("XCLIENT", f"ADDR={source_ip}")[0] == 220
            client.ehlo()
        if login is not None:
            client.login(*login)
        return client.sendmail(sender, list(to), message)


def deliver_by_swaks(emulator: Emulator, address: SmtpAddress, to: str, *, source_ip: str) -> str:
    """Sends with swaks, and returns what it said when that went well."""
    program = shutil.which("swaks") or str(UNPACKED)
    modules = [str(found.parent.parent) for found in DEBIAN.glob("usr/lib/*/perl5/*/Net/SSLeay.pm")]
    command = [program, "--server", address.host, "--port", str(address.port), "--tls", "--tls-verify"]
    command += ["--tls-ca-path", str(emulator.smtp_certificate), "--xclient-addr", source_ip]
    command += ["--from", "you@example.net", "--to", to, "--header", "Subject: By swaks", "--body", "Hello."]
    environment = {"PATH": os.environ["PATH"], "PERL5LIB": os.pathsep.join(modules)}
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)
    return ran.stdout
