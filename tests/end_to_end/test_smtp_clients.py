"""Other people's SMTP clients with the variables of deployed credentials: STARTTLS, login, sending, refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.smtp import SmtpCredentials
from ses_constructs.smtp import __main__ as command
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.smtp_programs import Ran, nodemailer, swaks
from tests.end_to_end.test_sending_applications import subjects

Client = Callable[[dict[str, str], Path], Ran]
CLIENTS: dict[str, Client] = {"swaks": swaks, "nodemailer": nodemailer}


def test_each_client_sends_and_hears_why_not(
    emptied: Account, assembly: Assembly, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = emptied.emulator
    emulator.own_zone("shop.example", zone_id="ZSHOP")

    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Shop")
        zone = Dns.in_zone_with_id("ZSHOP", zone_name="shop.example")
        shop = DomainIdentity(stack, "Shop", domain="shop.example", dns=zone)
        SmtpCredentials(stack, "Smtp", identities=[shop], sender="hi@shop.example")

    assembly.deploy(build)
    emptied.wait_until_verified("shop.example")
    for name, value in emulator.credentials().items():
        monkeypatch.setenv(name, value)
    assert command.main(["env", "--stack", "Shop", "--show-password"]) == 0
    printed = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    here = {"SMTP_HOST": emulator.smtp_host, "SMTP_PORT": str(emulator.smtp_port), "SEND_TO": CUSTOMER}
    variables = {**printed, **here}
    for name, client in CLIENTS.items():
        sent = client(variables, emulator.smtp_certificate)
        assert sent.returncode == 0, (name, sent.stdout, sent.stderr)
        wrong = client({**variables, "SMTP_PASSWORD": "wrong"}, emulator.smtp_certificate)
        assert wrong.returncode != 0
        assert "535" in wrong.stdout + wrong.stderr, name
        other = client({**variables, "SMTP_FROM": "hi@news.example"}, emulator.smtp_certificate)
        assert other.returncode != 0
        assert "554" in other.stdout + other.stderr, name
    assert sorted(subjects(emptied)) == ["By nodemailer", "By swaks"]
