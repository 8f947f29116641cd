"""The MAIL FROM domain."""

from __future__ import annotations

import pytest

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.identities.mail_from import MailFrom


def checked(name: str | None, *, dns: Dns | None = None, reject: bool = False) -> MailFrom | None:
    return MailFrom.checked(name, below="shop.example", dns=dns, reject_when_mx_is_missing=reject)


def test_its_two_records_come_together() -> None:
    made = checked("Bounce.shop.example")
    assert made is not None
    assert [(r.name, r.type, r.value) for r in made.records("eu-west-1")] == [
        ("bounce.shop.example", "MX", "10 feedback-smtp.eu-west-1.amazonses.com"),
        ("bounce.shop.example", "TXT", '"v=spf1 include:amazonses.com ~all"'),
    ]


def test_it_falls_back_unless_told_to_reject() -> None:
    lenient, strict = checked("b.shop.example"), checked("b.shop.example", reject=True)
    assert lenient is not None
    assert strict is not None
    assert lenient.attributes.behavior_on_mx_failure == "USE_DEFAULT_VALUE"
    assert strict.attributes.behavior_on_mx_failure == "REJECT_MESSAGE"


def test_none_is_none() -> None:
    assert checked(None) is None


def test_rejecting_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="reject_when_mx_is_missing") as caught:
        checked(None, reject=True)
    assert "'bounce.shop.example'" in caught.value.fix


def test_a_name_outside_the_zone_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="not in the hosted zone"):
        checked("bounce.shop.example", dns=Dns.in_zone_with_id("Z1", zone_name="mail.shop.example"))
