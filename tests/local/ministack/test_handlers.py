"""Our handlers in the form of MiniStack's own."""

from __future__ import annotations

from ministack.services.cloudformation import provisioners

from ses_constructs.local.ministack.access_keys import AccessKeyHandler
from ses_constructs.local.ministack.handlers import generated_name, table_entry


def test_an_entry_has_the_keys_that_ministacks_own_entries_have() -> None:
    known = set().union(*provisioners._RESOURCE_HANDLERS.values())
    entry = table_entry(AccessKeyHandler())
    assert set(entry) <= known
    assert entry["update_with_logical_id"] is True


def test_a_generated_name_tells_its_stack_and_logical_id_and_fits() -> None:
    name = generated_name("Mail", "Bounces" * 40, longest=64)
    assert name.startswith("Mail-Bounces")
    assert len(name) <= 64
