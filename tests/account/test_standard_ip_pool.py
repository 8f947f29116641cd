"""Standard pools, and the addresses in them."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.account import DedicatedIp, StandardIpPool
from ses_constructs.configuration_sets import ConfigurationSet, SendingPool
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

POOL, IPS = "AWS::SES::DedicatedIpPool", "Custom::SesDedicatedIps"
A, B = DedicatedIp(address="192.0.2.1"), DedicatedIp(address="192.0.2.2", warm_up_percentage=40)


def test_addresses_and_their_warmth_are_assigned(irish_stack: cdk.Stack) -> None:
    StandardIpPool(irish_stack, "Pool", pool_name="fast", ips=[A, B], tags={"team": "mail"})
    template = Template.from_stack(irish_stack)
    ((id, pool),) = template.find_resources(POOL).items()
    assert pool["Properties"] == {
        "PoolName": "fast",
        "ScalingMode": "STANDARD",
        "Tags": [{"Key": "team", "Value": "mail"}],
    }
    assert pool["DeletionPolicy"] == "RetainExceptOnCreate"
    (made,) = template.find_resources(IPS).values()
    assert made["Properties"]["PoolName"] == {"Ref": id}
    assert made["Properties"]["Ips"] == {"192.0.2.1": "", "192.0.2.2": "40"}
    assert made["Properties"]["OnDelete"] == "keep"


def test_the_function_may_move_addresses_and_warm_them_up(irish_stack: cdk.Stack) -> None:
    StandardIpPool(irish_stack, "Pool", ips=[A])
    StandardIpPool(irish_stack, "Other", ips=[B])
    template = Template.from_stack(irish_stack)
    needed = {one for made in template.find_resources(IPS).values() for one in made["DependsOn"]}
    policies = [each for id, each in template.find_resources("AWS::IAM::Policy").items() if id in needed]
    (policy,) = policies
    move, warm = policy["Properties"]["PolicyDocument"]["Statement"]
    assert (move["Action"], "dedicated-ip-pool/*" in str(move["Resource"])) == ("ses:PutDedicatedIpInPool", True)
    assert warm["Action"] == ["ses:GetDedicatedIp", "ses:PutDedicatedIpWarmupAttributes"]


def test_a_pool_that_goes_lets_its_addresses_go_first(stack: cdk.Stack) -> None:
    StandardIpPool(stack, "Pool", ips=[A], removal_policy=cdk.RemovalPolicy.DESTROY)
    (made,) = Template.from_stack(stack).find_resources(IPS).values()
    assert made["Properties"]["OnDelete"] == "release"


def test_without_addresses_there_is_no_function(stack: cdk.Stack) -> None:
    StandardIpPool(stack, "Pool")
    Template.from_stack(stack).resource_count_is("AWS::Lambda::Function", 0)


def test_a_configuration_set_uses_it(stack: cdk.Stack) -> None:
    pool = StandardIpPool(stack, "Pool")
    ConfigurationSet(stack, "Set", sending_pool=SendingPool.of(pool))
    template = Template.from_stack(stack)
    (id,) = template.find_resources(POOL)
    (made,) = template.find_resources("AWS::SES::ConfigurationSet").values()
    assert made["Properties"]["DeliveryOptions"]["SendingPoolName"] == {"Ref": id}


def test_an_address_is_in_one_pool_of_the_app(app: cdk.App) -> None:
    one, other = cdk.Stack(app, "One"), cdk.Stack(app, "Other")
    StandardIpPool(one, "Pool", ips=[A])
    with pytest.raises(ConflictingSettingsError, match="dedicated IP address 192.0.2.1 of this account.*One/Pool"):
        StandardIpPool(other, "Pool", ips=[A])


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"ips": [A, A]}, ConflictingSettingsError), ({"pool_name": "Fast"}, InvalidSettingError)],
)
def test_what_cannot_be_is_refused(stack: cdk.Stack, wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        StandardIpPool(stack, "Pool", **wrong)
    assert "at:  Mail/Pool" in str(caught.value)
