"""The world around an emulated AWS; mail and clicks are tried in ``tests/local/test_emulator.py``."""

from __future__ import annotations

from base64 import b64decode

import pytest

from ses_constructs.local.emulator import Emulator, EmulatorError


def test_what_ses_took_can_be_read_back(fresh_emulator: Emulator) -> None:
    sesv2 = fresh_emulator.client("sesv2")
    sesv2.create_email_identity(EmailIdentity="me@example.org")
    fresh_emulator.confirm_address("me@example.org")
    sesv2.send_email(
        FromEmailAddress="me@example.org",
        Destination={"ToAddresses": ["success@simulator.amazonses.com"]},
        Content={"Simple": {"Subject": {"Data": "hello"}, "Body": {"Text": {"Data": "there"}}}},
    )
    (sent,) = fresh_emulator.sent()
    assert (sent["source"], sent["recipients"]) == ("me@example.org", ["success@simulator.amazonses.com"])
    assert b"Subject: hello" in b64decode(str(sent["message"]))
    assert fresh_emulator.sent(region="eu-west-1") == []


def test_a_zone_has_the_id_that_was_asked_for_once(fresh_emulator: Emulator) -> None:
    fresh_emulator.own_zone("shop.example", zone_id="ZSHOP")
    assert fresh_emulator.client("route53").get_hosted_zone(Id="ZSHOP")["HostedZone"]["Name"] == "shop.example."
    with pytest.raises(EmulatorError, match="already"):
        fresh_emulator.own_zone("shop.example", zone_id="ZSHOP")
