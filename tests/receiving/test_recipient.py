"""Recipients by name, and the texts that SES reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import aws_cdk as cdk
import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.receiving import ReceiptRuleSet, Recipient, StopAction
from ses_constructs.receiving.recipient import written
from tests.receiving.conftest import Read


@pytest.mark.parametrize(
    ("recipients", "texts"),
    [
        ([Recipient.address("user@example.com")], ["user@example.com"]),
        ([Recipient.address("user+123@example.com")], ["user+123@example.com"]),
        ([Recipient.domain("example.com")], ["example.com"]),
        ([Recipient.subdomains("example.com")], [".example.com"]),
        ([Recipient.domain_and_subdomains("example.com")], ["example.com", ".example.com"]),
        ([Recipient.domain("example.com"), "user@other.example"], ["example.com", "user@other.example"]),
        (["example.com"], ["example.com"]),
        ([], []),
    ],
)
def test_each_intent_is_written_as_the_guide_says(
    recipients: Sequence[str | Recipient], texts: Sequence[str]
) -> None:
    assert written(recipients, catch_all=False) == (list(texts), False)


def test_all_mail_is_a_rule_without_recipients(stack: cdk.Stack, read: Callable[[cdk.Stack], Read]) -> None:
    ReceiptRuleSet(stack, "Inbound").add_rule("All", recipients=[Recipient.all()], actions=[StopAction()])
    assert "Recipients" not in read(stack).only("AWS::SES::ReceiptRule")["Properties"]["Rule"]


def test_both_conditions_reach_the_rule(stack: cdk.Stack, read: Callable[[cdk.Stack], Read]) -> None:
    recipients = [Recipient.domain_and_subdomains("example.com")]
    ReceiptRuleSet(stack, "Inbound").add_rule("All", recipients=recipients, actions=[StopAction()])
    rule = read(stack).only("AWS::SES::ReceiptRule")["Properties"]["Rule"]
    assert rule["Recipients"] == ["example.com", ".example.com"]
    assert (rule["Enabled"], rule["ScanEnabled"], rule["TlsPolicy"]) == (True, True, "Optional")


@pytest.mark.parametrize("others", [["user@example.com"], [Recipient.domain("example.com")]])
def test_all_mail_stands_beside_nothing_else(stack: cdk.Stack, others: list[str | Recipient]) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    with pytest.raises(ConflictingSettingsError, match="leave the others out"):
        inbound.add_rule("All", recipients=[Recipient.all(), *others], actions=[StopAction()])


def test_all_mail_is_not_said_twice() -> None:
    with pytest.raises(ConflictingSettingsError, match="leave the others out"):
        written([Recipient.all()], catch_all=True)


def test_an_empty_list_is_not_all_mail(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="or catch_all=True if that is meant"):
        ReceiptRuleSet(stack, "Inbound").add_rule("None", recipients=[], actions=[StopAction()])


@pytest.mark.parametrize(
    ("domain", "bare"),
    [("user@example.com", "example.com"), (".example.com", "example.com"), ("@example.com", "example.com")],
)
@pytest.mark.parametrize("make", [Recipient.domain, Recipient.subdomains, Recipient.domain_and_subdomains])
def test_a_domain_is_a_domain_alone(make: Callable[[str], Recipient], domain: str, bare: str) -> None:
    with pytest.raises(InvalidSettingError, match=f"write '{bare}'"):
        make(domain)


def test_an_address_is_an_address() -> None:
    with pytest.raises(InvalidSettingError, match="name@example.com"):
        Recipient.address("example.com")


def test_what_is_not_known_yet_is_not_looked_into(stack: cdk.Stack) -> None:
    domain = cdk.CfnParameter(stack, "Domain").value_as_string
    assert Recipient.subdomains(domain).conditions == (f".{domain}",)
    assert Recipient.address(domain).conditions == (domain,)
