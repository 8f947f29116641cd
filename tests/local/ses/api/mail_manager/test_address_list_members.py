"""Members of an address list."""

from __future__ import annotations

import pytest

from tests.local.ses.aws import Account


def test_members_come_and_go(account: Account) -> None:
    client = account.mail_manager
    where = {"AddressListId": client.create_address_list(AddressListName="friends")["AddressListId"]}
    for address in ("a@b.c", "d@e.f", "a@b.c"):
        client.register_member_to_address_list(**where, Address=address)
    assert client.get_member_of_address_list(**where, Address="a@b.c")["Address"] == "a@b.c"
    client.deregister_member_from_address_list(**where, Address="a@b.c")
    assert [each["Address"] for each in client.list_members_of_address_list(**where)["Addresses"]] == ["d@e.f"]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_member_of_address_list(**where, Address="a@b.c")


def test_a_list_must_be_there(account: Account) -> None:
    with pytest.raises(account.mail_manager.exceptions.ResourceNotFoundException):
        account.mail_manager.register_member_to_address_list(AddressListId="al-none", Address="a@b.c")
