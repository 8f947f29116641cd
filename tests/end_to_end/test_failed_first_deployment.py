"""What a first deployment makes and then fails is taken back; what has been deployed outlives its stack."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.account import ManagedIpPool, StandardIpPool, Tenant
from ses_constructs.audience import ContactList
from ses_constructs.configuration_sets import ConfigurationSet, SendingPool
from ses_constructs.local.cdk import CdkFailedError
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

TAKEN = "taken"


class Named(cdk.Stack):
    """One of each that has a name of its own, and last a set whose name somebody else may have."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, "Named")
        pool = StandardIpPool(self, "Pool", pool_name="ours")
        mail = ConfigurationSet(self, "Set", configuration_set_name="mail", sending_pool=SendingPool.of(pool))
        made = [
            ManagedIpPool(self, "Managed", pool_name="managed"),
            Tenant(self, "Tenant", tenant_name="acme", configuration_sets=[mail]),
            ContactList(self, "Readers", contact_list_name="readers"),
        ]
        last = ses.CfnConfigurationSet(self, "Last", name=TAKEN)
        last.node.add_dependency(mail, *made)


def there_is(account: Account) -> list[str]:
    """What is there of all that has a name."""
    found = account.ses
    return [
        *found.list_configuration_sets()["ConfigurationSets"],
        *found.list_dedicated_ip_pools()["DedicatedIpPools"],
        *(one["TenantName"] for one in found.list_tenants()["Tenants"]),
        *(one["ContactListName"] for one in found.list_contact_lists()["ContactLists"]),
    ]


def test_a_second_attempt_finds_nothing_of_the_first(emptied: Account, assembly: Assembly) -> None:
    account = emptied
    account.ses.create_configuration_set(ConfigurationSetName=TAKEN)
    with pytest.raises(CdkFailedError, match=TAKEN):
        assembly.deploy(Named)
    assert there_is(account) == [TAKEN]
    account.ses.delete_configuration_set(ConfigurationSetName=TAKEN)
    assembly.deploy(Named)
    kept = ["acme", "mail", "managed", "ours", "readers"]
    assert sorted(there_is(account)) == sorted([*kept, TAKEN])
    assembly.destroy(Named)
    assert sorted(there_is(account)) == kept
