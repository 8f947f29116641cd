"""What a condition says about itself, for the checks of rules."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ses_constructs.mail_manager import CertificateAttribute, Mail, RuleCondition

NOBODY: Any = SimpleNamespace(mail_manager_address_list_ref=SimpleNamespace(address_list_arn="arn"))
NARROW = [
    Mail.recipient.equals("a@shop.example"),
    Mail.recipient.ends_with("@shop.example"),
    Mail.recipient.ends_with("@shop.co.uk"),
    Mail.recipient.is_in(NOBODY),
    Mail.source_ip.within("192.0.2.0/24"),
    Mail.client_certificate(CertificateAttribute.COMMON_NAME).equals("mta.shop.example"),
]
WIDE = [
    Mail.recipient.not_equals("a@shop.example"),
    Mail.recipient.contains("@"),
    Mail.recipient.contains("@shop.example"),
    Mail.recipient.starts_with("a"),
    Mail.recipient.ends_with(".com"),
    Mail.recipient.ends_with("@co.uk"),
    Mail.recipient.is_not_in(NOBODY),
    Mail.from_.is_in(NOBODY),
    Mail.source_ip.within("0.0.0.0/1"),
    Mail.recipient.ends_with("@shop.example", ".com"),
    Mail.source_ip.within("0.0.0.0/1", "128.0.0.0/1"),
    Mail.from_.contains("@shop.example"),
    Mail.source_ip.outside("192.0.2.0/24"),
    Mail.source_ip.within("192.0.2.0/24", "0.0.0.0/0"),
    Mail.tls.is_true(),
]


@pytest.mark.parametrize("condition", NARROW)
def test_named_recipients_and_named_senders_narrow(condition: RuleCondition) -> None:
    assert condition.narrows


@pytest.mark.parametrize("condition", WIDE)
def test_what_anybody_can_fulfil_narrows_nothing(condition: RuleCondition) -> None:
    assert not condition.narrows


def test_only_whole_headers_that_hold_more_than_an_address_are_noted() -> None:
    assert Mail.to.equals("a@shop.example").compares_header == "TO"
    assert Mail.to.contains("a@shop.example").compares_header is None
    assert Mail.recipient.equals("a@shop.example").compares_header is None
