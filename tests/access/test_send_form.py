"""The forms, where users look for them."""

from __future__ import annotations

from ses_constructs import access
from ses_constructs.facts import permissions


def test_the_public_form_is_the_one_of_the_facts() -> None:
    assert access.SendForm is permissions.SendForm
