"""The suppression list in v2."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tests.local.ses.aws import Account, FakeWorld


def test_an_address_is_put_read_and_taken_off(account: Account, world: FakeWorld) -> None:
    account.v2.put_suppressed_destination(EmailAddress="You@example.net", Reason="COMPLAINT")
    found = account.v2.get_suppressed_destination(EmailAddress="you@example.net")["SuppressedDestination"]
    assert found == {
        "EmailAddress": "You@example.net",
        "Reason": "COMPLAINT",
        "LastUpdateTime": world.moment,
    }
    account.v2.delete_suppressed_destination(EmailAddress="you@example.net")
    for call in (account.v2.get_suppressed_destination, account.v2.delete_suppressed_destination):
        with pytest.raises(account.v2.exceptions.NotFoundException):
            call(EmailAddress="you@example.net")


def test_the_list_is_filtered_by_reason_and_time(account: Account, world: FakeWorld) -> None:
    account.v2.put_suppressed_destination(EmailAddress="old@a.b", Reason="BOUNCE")
    world.pass_hours(2)
    account.v2.put_suppressed_destination(EmailAddress="new@a.b", Reason="COMPLAINT")
    between = world.moment - timedelta(hours=1)

    def listed(**filters: object) -> list[str]:
        found = account.v2.list_suppressed_destinations(**filters)
        return [each["EmailAddress"] for each in found["SuppressedDestinationSummaries"]]

    assert listed() == ["old@a.b", "new@a.b"]
    assert listed(Reasons=["BOUNCE"]) == ["old@a.b"]
    assert listed(StartDate=between) == ["new@a.b"]
    assert listed(EndDate=between) == ["old@a.b"]


def test_in_the_sandbox_nobody_adds(account: Account) -> None:
    account.v2.put_account_details(
        MailType="MARKETING", WebsiteURL="https://example.com", ProductionAccessEnabled=False
    )
    with pytest.raises(account.v2.exceptions.BadRequestException, match="sandbox"):
        account.v2.put_suppressed_destination(EmailAddress="a@b.c", Reason="BOUNCE")


def test_lists_of_tenants_are_not_emulated_and_say_so(account: Account) -> None:
    with pytest.raises(ClientError, match="not emulated"):
        account.v2.put_suppressed_destination(EmailAddress="a@b.c", Reason="BOUNCE", TenantName="acme")
