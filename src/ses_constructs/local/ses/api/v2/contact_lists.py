"""Contact lists and their contacts."""

from __future__ import annotations

from ses_constructs.local.ses import contacts
from ses_constructs.local.ses.contacts import KIND
from ses_constructs.local.ses.documents import Document, tag_list, tags_of, without_none
from ses_constructs.local.ses.failures import already_exists, limit_exceeded, not_found
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.ses.pages import page

# Guide, "contact lists": one list per account (and region).
_MOST_LISTS = 1


@operation("sesv2", "CreateContactList")
def create_contact_list(call: Call) -> None:
    """Creates the contact list."""
    name, kept = call.text("ContactListName"), call.state.kept(KIND)
    if name in kept:
        raise already_exists(f"Contact list {name} already exists.")
    if len(kept) >= _MOST_LISTS:
        raise limit_exceeded(f"This account has its {_MOST_LISTS} contact list already: {next(iter(kept))}.")
    now = call.state.now()
    kept[name] = _content(call) | {
        "ContactListName": name,
        "CreatedTimestamp": now,
        "LastUpdatedTimestamp": now,
        "Contacts": {},
    }
    call.state.tags[_arn(call, name)] = tags_of(call.parameters)


@operation("sesv2", "UpdateContactList")
def update_contact_list(call: Call) -> None:
    """Replaces description and topics."""
    found = _require(call)
    for member in ("Topics", "Description"):
        found.pop(member, None)
    found |= _content(call) | {"LastUpdatedTimestamp": call.state.now()}
    call.state.kept(KIND)[found["ContactListName"]] = found


@operation("sesv2", "GetContactList")
def get_contact_list(call: Call) -> Document:
    """The contact list."""
    found = _require(call)
    return found | {"Tags": tag_list(call.state.tags[_arn(call, found["ContactListName"])])}


@operation("sesv2", "ListContactLists")
def list_contact_lists(call: Call) -> Document:
    """All (one) contact lists."""
    return page(list(call.state.kept(KIND).values()), call.parameters, "ContactLists")


@operation("sesv2", "DeleteContactList")
def delete_contact_list(call: Call) -> None:
    """Deletes the contact list with its contacts."""
    name = _require(call)["ContactListName"]
    del call.state.kept(KIND)[name]
    call.state.tags.pop(_arn(call, name), None)


@operation("sesv2", "CreateContact")
def create_contact(call: Call) -> None:
    """Adds a contact."""
    found, address = _require(call), call.text("EmailAddress")
    if address in found["Contacts"]:
        raise already_exists(f"Contact {address} already exists.")
    contacts.put(call.state, found, call.parameters)


@operation("sesv2", "UpdateContact")
def update_contact(call: Call) -> None:
    """Replaces a contact's preferences."""
    _require_contact(call)
    contacts.put(call.state, _require(call), call.parameters)


@operation("sesv2", "GetContact")
def get_contact(call: Call) -> Document:
    """A contact with the topics' defaults."""
    found = _require(call)
    defaults = [
        {"TopicName": topic["TopicName"], "SubscriptionStatus": topic["DefaultSubscriptionStatus"]}
        for topic in found.get("Topics", [])
    ]
    listed = {"ContactListName": found["ContactListName"], "TopicDefaultPreferences": defaults}
    return _require_contact(call) | listed


@operation("sesv2", "ListContacts")
def list_contacts(call: Call) -> Document:
    """The contacts, those that want a topic if asked."""
    found = contacts.chosen(_require(call), call.parameters.get("Filter"))
    asked = {name: value for name, value in call.parameters.items() if name != "Filter"}
    return page([_summary(each) for each in found], asked, "Contacts")


@operation("sesv2", "DeleteContact")
def delete_contact(call: Call) -> None:
    """Removes a contact."""
    _require_contact(call)
    del _require(call)["Contacts"][call.text("EmailAddress")]


def _summary(contact: Document) -> Document:
    """A contact as lists show it: without its attributes."""
    hidden = ("AttributesData", "CreatedTimestamp")
    return {name: value for name, value in contact.items() if name not in hidden}


def _content(call: Call) -> Document:
    return without_none({member: call.parameters.get(member) for member in ("Topics", "Description")})


def _require(call: Call) -> Document:
    name = call.text("ContactListName")
    if name not in call.state.kept(KIND):
        raise not_found(f"List with name: {name} doesn't exist.")
    return call.state.kept(KIND)[name]


def _require_contact(call: Call) -> Document:
    address = call.text("EmailAddress")
    listed: dict[str, Document] = _require(call)["Contacts"]
    if address not in listed:
        raise not_found(f"{address} doesn't exist in List.")
    return listed[address]


def _arn(call: Call, name: str) -> str:
    return call.state.arn(f"contact-list/{name}")
