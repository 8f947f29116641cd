"""Every attribute that the schema knows, and no other."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.local.ses.schema import type_schema
from ses_constructs.mail_manager import CertificateAttribute, Mail
from tests.mail_manager.schema_judge import rendered

DEFINITIONS = type_schema("AWS::SES::MailManagerRuleSet")["definitions"]


def evaluated(condition: object, expression: str, key: str = "Attribute") -> str:
    return str(rendered(getattr(condition, "rendered"))[expression]["Evaluate"][key])  # noqa: B009 - any condition


def test_every_attribute_of_the_schema_has_a_name() -> None:
    texts = (Mail.mail_from, Mail.helo, Mail.recipient, Mail.sender, Mail.from_, Mail.subject, Mail.to, Mail.cc)
    assert {evaluated(text.equals("x"), "StringExpression") for text in texts} == set(
        DEFINITIONS["RuleStringEmailAttribute"]["enum"]
    )
    flags = (Mail.read_receipt_requested, Mail.tls, Mail.tls_wrapped)
    assert {evaluated(flag.is_true(), "BooleanExpression") for flag in flags} == set(
        DEFINITIONS["RuleBooleanEmailAttribute"]["enum"]
    )
    certificates = {
        evaluated(Mail.client_certificate(attribute).equals("x"), "StringExpression", "ClientCertificateAttribute")
        for attribute in CertificateAttribute
    }
    assert certificates == set(DEFINITIONS["RuleClientCertificateAttribute"]["enum"])


def test_only_addresses_can_be_in_a_list() -> None:
    listed = {name for name in vars(Mail) if hasattr(getattr(Mail, name), "is_in")}
    words = {getattr(Mail, name).name for name in listed}
    assert words == set(DEFINITIONS["RuleAddressListEmailAttribute"]["enum"])


@pytest.mark.parametrize("header", ["Subject", "x-Spam", "X-", "X-ä", "X-a b"])
def test_a_header_that_rules_cannot_compare_is_refused(header: str) -> None:
    with pytest.raises(InvalidSettingError, match="not one that rules can compare") as caught:
        Mail.header(header)
    assert "X-" in caught.value.fix


def test_a_header_is_compared() -> None:
    condition = Mail.header("X-Spam-Flag").equals("YES")
    assert evaluated(condition, "StringExpression", "MimeHeaderAttribute") == "X-Spam-Flag"
