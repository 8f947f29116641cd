"""Ten destinations of a set, and not one more."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared.destination_room import take_destination


def fill(stack: cdk.Stack, name: str) -> None:
    for _ in range(10):
        take_destination(stack, name)


def test_the_eleventh_is_refused(stack: cdk.Stack) -> None:
    fill(stack, "Receipts")
    with pytest.raises(ConflictingSettingsError, match="at most 10 event destinations") as caught:
        take_destination(stack, "Receipts")
    assert "fan out" in caught.value.fix


def test_another_set_has_room_of_its_own(stack: cdk.Stack) -> None:
    fill(stack, "Receipts")
    take_destination(stack, "News")


def test_a_name_that_is_spelt_out_may_be_of_another_set_in_another_stack(stack: cdk.Stack) -> None:
    fill(stack, "Receipts")
    take_destination(cdk.Stack(cdk.Stage.of(stack), "Other"), "Receipts")


def test_a_reference_is_of_one_set_in_every_stack(stack: cdk.Stack) -> None:
    name = cdk.Fn.ref("Receipts")
    fill(stack, name)
    with pytest.raises(ConflictingSettingsError, match="at most 10"):
        take_destination(cdk.Stack(cdk.Stage.of(stack), "Other"), name)


def test_one_counts_the_mail_of_a_set_by_a_dimension(stack: cdk.Stack) -> None:
    first, second = Construct(stack, "First"), Construct(stack, "Second")
    take_destination(first, "Receipts", counts_by="guarded-set")
    take_destination(second, "Receipts", counts_by="monitored-set")
    take_destination(second, "News", counts_by="guarded-set")
    with pytest.raises(ConflictingSettingsError, match="'Mail/First' counts the mail of this set already"):
        take_destination(second, "Receipts", counts_by="guarded-set")
