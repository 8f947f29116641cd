"""Mail programs that are not Python's; ``python -m tests.end_to_end.smtp_programs`` fetches swaks if need be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ses_constructs.local.node import node_binary
from tests.debian_packages import NotUnpackedError, can_unpack, unpack

ROOT = Path(__file__).parent.parent.parent
JAVASCRIPT = ROOT / "tests" / "javascript"
DEBIAN = ROOT / ".tools" / "debian"
UNPACKED = DEBIAN / "usr" / "bin" / "swaks"
PACKAGES = ("swaks", "libnet-ssleay-perl")
Ran = subprocess.CompletedProcess[str]


def swaks(variables: Mapping[str, str], certificate: Path) -> Ran:
    """Runs swaks of the machine, or of the tests' own folder, with STARTTLS and a server it trusts."""
    program = shutil.which("swaks") or str(UNPACKED)
    assert Path(program).exists(), "swaks is not there. Fix: make tools, or install it"
    modules = [str(found.parent.parent) for found in DEBIAN.glob("usr/lib/*/perl5/*/Net/SSLeay.pm")]
    command = [program, "--tls", "--tls-verify", "--tls-ca-path", str(certificate), "--silent", "2"]
    command += ["--server", variables["SMTP_HOST"], "--port", variables["SMTP_PORT"], "--auth", "PLAIN"]
    command += ["--auth-user", variables["SMTP_USERNAME"], "--auth-password", variables["SMTP_PASSWORD"]]
    command += ["--from", variables["SMTP_FROM"], "--to", variables["SEND_TO"]]
    command += ["--header", "Subject: By swaks", "--body", "Hello."]
    return _run(command, {"PERL5LIB": os.pathsep.join(modules)})


def nodemailer(variables: Mapping[str, str], certificate: Path) -> Ran:
    """Runs nodemailer."""
    assert (JAVASCRIPT / "node_modules" / "nodemailer").exists(), "nodemailer is not there. Fix: make tools"
    command = [str(node_binary()), str(JAVASCRIPT / "send_by_smtp.cjs")]
    return _run(command, {**variables, "NODE_EXTRA_CA_CERTS": str(certificate)})


def _run(command: list[str], variables: Mapping[str, str]) -> Ran:
    kept = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(command, env=kept, check=False, capture_output=True, text=True, timeout=60)


def fetch_swaks() -> None:
    """Unpacks swaks into the tests' own folder, unless the machine has it.

    Raises:
        NotUnpackedError: with what to install.
    """
    if shutil.which("swaks") is not None or UNPACKED.exists():
        return
    if not can_unpack():
        raise NotUnpackedError("no swaks found: install it")
    unpack(PACKAGES, DEBIAN)


if __name__ == "__main__":
    try:
        fetch_swaks()
    except NotUnpackedError as missing:
        sys.exit(str(missing))
