"""``python -m ses_constructs.dns cdk.out --stack``, asking a deployed stack for what no output holds."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import dns.zone
import pytest

from ses_constructs.dns import Dns
from ses_constructs.dns.__main__ import main
from ses_constructs.identities import Dmarc, DomainIdentity
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly


def build(app: cdk.App) -> None:
    """A domain whose records the stack publishes itself, so that no output has them."""
    zone = Dns.in_zone_with_id("ZSHOP", zone_name="shop.example")
    DomainIdentity(
        cdk.Stack(app, "Published"),
        "Shop",
        domain="shop.example",
        dns=zone,
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.none(),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )


def test_every_record_of_a_deployed_stack_is_printed(
    emptied: Account,
    assembly: Assembly,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    emptied.emulator.own_zone("shop.example", zone_id="ZSHOP")
    assembly.deploy(build)
    monkeypatch.setenv("AWS_ENDPOINT_URL", emptied.emulator.endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", emptied.emulator.region)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", emptied.emulator.account)
    capsys.readouterr()
    assert main([str(tmp_path / "cdk.out"), "--stack", "Published"]) == 0
    printed = dns.zone.from_text(
        capsys.readouterr().out, origin="shop.example.", relativize=False, check_origin=False
    )
    told = {
        (name.to_text(omit_final_dot=True), rdata.rdtype.name): [each.to_text().rstrip(".") for each in rdata]
        for name, rdata in printed.iterate_rdatasets()
    }
    assert told == emptied.records("ZSHOP")
    assembly.destroy(build)
    assert main([str(tmp_path / "cdk.out"), "--stack", "Published"]) == 1
    assert "does not describe stack 'Published'" in capsys.readouterr().err
