"""The suppression list in v2."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.local.ses.aws import DOMAIN, Account, FakeWorld


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


def test_a_tenant_may_keep_a_list_of_its_own(account: Account) -> None:
    account.verify()
    own = {"SuppressionScope": "TENANT", "SuppressedReasons": ["BOUNCE"]}
    account.v2.create_tenant(TenantName="acme", SuppressionAttributes=own)
    account.v2.create_tenant(TenantName="globex")
    for tenant in ("acme", "globex"):
        arn = account.arn(f"identity/{DOMAIN}")
        account.v2.create_tenant_resource_association(TenantName=tenant, ResourceArn=arn)

    def listed(**of: str) -> list[str]:
        found = account.v2.list_suppressed_destinations(**of)
        return [each["EmailAddress"] for each in found["SuppressedDestinationSummaries"]]

    account.send("a@bounce.test", TenantName="acme")
    account.send("c@complaint.test", TenantName="acme")
    assert (listed(TenantName="acme"), listed(), listed(TenantName="globex")) == (["a@bounce.test"], [], [])
    account.send("g@bounce.test", TenantName="globex")
    assert listed() == listed(TenantName="globex") == ["g@bounce.test"]
    account.v2.delete_suppressed_destination(EmailAddress="a@bounce.test", TenantName="acme")
    account.v2.put_suppressed_destination(EmailAddress="b@b.c", Reason="BOUNCE", TenantName="acme")
    assert listed(TenantName="acme") == ["b@b.c"]
    with pytest.raises(account.v2.exceptions.NotFoundException):
        listed(TenantName="none")
