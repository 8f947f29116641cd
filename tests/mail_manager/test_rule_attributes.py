"""Each kind of attribute as the template wants it."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import AddressList, Mail, SenderPolicy, Verdict
from tests.mail_manager.schema_judge import rendered


def test_a_text_is_compared_with_several_values() -> None:
    assert rendered(Mail.subject.starts_with("Re:", "Fwd:").rendered) == {
        "StringExpression": {
            "Evaluate": {"Attribute": "SUBJECT"},
            "Operator": "STARTS_WITH",
            "Values": ["Re:", "Fwd:"],
        }
    }


def test_an_address_is_looked_up_in_a_list(stack: cdk.Stack) -> None:
    friends = AddressList.from_address_list_id(stack, "Friends", "al-1")
    condition = Mail.mail_from.is_not_in(friends)
    assert rendered(condition.rendered) == {
        "BooleanExpression": {
            "Evaluate": {
                "IsInAddressList": {
                    "AddressLists": ["arn:x:ses:x:x:mailmanager-address-list/al-1"],
                    "Attribute": "MAIL_FROM",
                }
            },
            "Operator": "IS_FALSE",
        }
    }
    assert Mail.recipient.is_in(friends).narrows


def test_a_size_is_written_in_bytes() -> None:
    assert rendered(Mail.size.greater_than(cdk.Size.mebibytes(10)).rendered)["NumberExpression"] == {
        "Evaluate": {"Attribute": "MESSAGE_SIZE"},
        "Operator": "GREATER_THAN",
        "Value": 10_485_760,
    }


def test_verdicts_and_policies_are_compared() -> None:
    verdict = rendered(Mail.dkim.not_equals(Verdict.PASS, Verdict.GRAY).rendered)["VerdictExpression"]
    assert verdict == {
        "Evaluate": {"Attribute": "DKIM"},
        "Operator": "NOT_EQUALS",
        "Values": ["PASS", "GRAY"],
    }
    policy = rendered(Mail.dmarc_policy.equals(SenderPolicy.REJECT).rendered)["DmarcExpression"]
    assert policy == {"Operator": "EQUALS", "Values": ["REJECT"]}


def test_a_verdict_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="SOFTFAIL"):
        Mail.spf.equals("SOFTFAIL")  # type: ignore[arg-type]
    with pytest.raises(InvalidSettingError, match="compared with nothing"):
        Mail.spf.equals()


def test_an_address_of_both_versions_of_ip_is_compared() -> None:
    assert rendered(Mail.source_ip.outside("192.0.2.7", "2001:db8::/32").rendered)["IpExpression"] == {
        "Evaluate": {"Attribute": "SOURCE_IP"},
        "Operator": "NOT_CIDR_MATCHES",
        "Values": ["192.0.2.7/32", "2001:db8::/32"],
    }
