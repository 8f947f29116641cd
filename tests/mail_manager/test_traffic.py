"""What a traffic policy can ask."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import AddressList, TlsVersion, Traffic, TrafficCondition
from tests.mail_manager.schema_judge import rendered


def test_each_attribute_as_the_template_wants_it() -> None:
    assert rendered(Traffic.recipient.ends_with("@shop.example").rendered) == {
        "StringExpression": {
            "Evaluate": {"Attribute": "RECIPIENT"},
            "Operator": "ENDS_WITH",
            "Values": ["@shop.example"],
        }
    }
    assert rendered(Traffic.tls.at_least(TlsVersion.TLS_1_3).rendered) == {
        "TlsExpression": {
            "Evaluate": {"Attribute": "TLS_PROTOCOL"},
            "Operator": "MINIMUM_TLS_VERSION",
            "Value": "TLS1_3",
        }
    }
    assert rendered(Traffic.sender_ip.within("192.0.2.7").rendered) == {
        "IpExpression": {
            "Evaluate": {"Attribute": "SENDER_IP"},
            "Operator": "CIDR_MATCHES",
            "Values": ["192.0.2.7/32"],
        }
    }
    assert rendered(Traffic.sender_ipv6.outside("2001:db8::/32").rendered) == {
        "Ipv6Expression": {
            "Evaluate": {"Attribute": "SENDER_IPV6"},
            "Operator": "NOT_CIDR_MATCHES",
            "Values": ["2001:db8::/32"],
        }
    }


def test_a_recipient_is_looked_up_in_a_list(stack: cdk.Stack) -> None:
    staff = AddressList.from_address_list_id(stack, "Staff", "al-1")
    condition = Traffic.recipient.is_in(staff)
    assert rendered(condition.rendered)["BooleanExpression"]["Evaluate"]["IsInAddressList"] == {
        "AddressLists": ["arn:x:ses:x:x:mailmanager-address-list/al-1"],
        "Attribute": "RECIPIENT",
    }
    assert condition.narrows
    assert not Traffic.recipient.is_not_in(staff).narrows


@pytest.mark.parametrize(
    ("condition", "narrows"),
    [
        (Traffic.recipient.equals("a@shop.example"), True),
        (Traffic.recipient.not_equals("a@shop.example"), False),
        (Traffic.recipient.ends_with("@shop.example", ".shop.example", "shop.example"), True),
        (Traffic.recipient.ends_with("@shop.example", ".com"), False),
        (Traffic.recipient.ends_with(".co.uk"), False),
        (Traffic.sender_ip.within("0.0.0.0/1"), False),
        (Traffic.recipient.contains("@"), False),
        (Traffic.recipient.starts_with("a"), False),
        (Traffic.sender_ip.within("0.0.0.0/1", "128.0.0.0/1"), False),
        (Traffic.sender_ipv6.within("::/1", "8000::/1"), False),
        (Traffic.sender_ip.within("192.0.2.0/24"), True),
        (Traffic.sender_ip.within("0.0.0.0/0"), False),
        (Traffic.sender_ip.outside("192.0.2.0/24"), False),
        (Traffic.sender_ipv6.within("::/0"), False),
        (Traffic.tls.equals(TlsVersion.TLS_1_3), False),
    ],
)
def test_named_recipients_and_named_senders_narrow(condition: TrafficCondition, narrows: bool) -> None:
    assert condition.narrows is narrows


def test_an_address_of_the_other_version_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="sender_ip=") as caught:
        Traffic.sender_ip.within("2001:db8::/32")
    assert "sender_ipv6" in caught.value.fix
