"""Members of address lists."""

from __future__ import annotations

from ses_constructs.local.ses import mail_manager
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page


@operation("mailmanager", "RegisterMemberToAddressList")
def register(call: Call) -> None:
    """Adds an address; one that is on the list already stays as it is."""
    address = call.text("Address")
    _members(call).setdefault(address, {"Address": address, "CreatedTimestamp": call.state.now()})


@operation("mailmanager", "DeregisterMemberFromAddressList")
def deregister(call: Call) -> None:
    """Removes an address; one that is not there is no error."""
    _members(call).pop(call.text("Address"), None)


@operation("mailmanager", "GetMemberOfAddressList")
def get_member(call: Call) -> Document:
    """An address of the list."""
    address = call.text("Address")
    if address not in _members(call):
        raise not_found(f"{address} is not on the list.")
    return _members(call)[address]


@operation("mailmanager", "ListMembersOfAddressList")
def list_members(call: Call) -> Document:
    """Every address of the list."""
    return page(list(_members(call).values()), call.parameters, "Addresses")


def _members(call: Call) -> dict[str, Document]:
    identifier = call.text("AddressListId")
    mail_manager.require(call.state, "AddressList", identifier)
    return call.state.kept(f"AddressListMember/{identifier}")
