"""Whether an address is on a list."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.ingress.address_lists import holds
from tests.local.ses.aws import Account


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("friend@example.net", True),
        ("FRIEND@example.net", True),
        ("user@example.com", True),
        ("user+tag@example.com", True),
        ("user+tag@example.org", False),
        ("userXexample.com", False),
        ("enemy@example.net", False),
    ],
)
def test_members_may_have_a_wildcard(account: Account, address: str, expected: bool) -> None:
    client = account.mail_manager
    made = client.create_address_list(AddressListName="friends")["AddressListId"]
    arn = client.get_address_list(AddressListId=made)["AddressListArn"]
    for member in ("friend@example.net", "user*@example.com"):
        client.register_member_to_address_list(AddressListId=made, Address=member)
    state = account.ses._store.at(account.place)
    assert holds(state, [arn], [address]) is expected
    assert holds(state, [arn], ["nobody@x.y", address]) is expected


def test_a_list_that_is_not_there_has_nobody(account: Account) -> None:
    state = account.ses._store.at(account.place)
    assert not holds(state, [account.arn("mailmanager-address-list/al-none")], ["a@b.c"])
