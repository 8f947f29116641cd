"""Which pool a configuration set names."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, SendingPool
from ses_constructs.errors import InvalidSettingError


def delivery_of(stack: cdk.Stack) -> dict[str, object]:
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSet").values()
    options = made["Properties"]["DeliveryOptions"]
    assert isinstance(options, dict)
    return options


@pytest.mark.parametrize(
    ("pool", "name"),
    [
        (SendingPool.shared(), "ses-shared-pool"),
        (SendingPool.default_dedicated(), "ses-default-dedicated-pool"),
        (SendingPool.named("marketing_1"), "marketing_1"),
    ],
)
def test_a_pool_is_named_beside_the_other_delivery_options(stack: cdk.Stack, pool: SendingPool, name: str) -> None:
    ConfigurationSet(stack, "Set", sending_pool=pool)
    assert delivery_of(stack) == {"TlsPolicy": "REQUIRE", "SendingPoolName": name}


def test_a_pool_of_the_app_comes_first(stack: cdk.Stack) -> None:
    low, high = ses.CfnDedicatedIpPool(stack, "Low"), ses.DedicatedIpPool(stack, "High")
    ConfigurationSet(stack, "Set", sending_pool=SendingPool.of(low))
    assert delivery_of(stack)["SendingPoolName"] == {"Ref": "Low"}
    assert SendingPool.of(high).name == high.dedicated_ip_pool_name


@pytest.mark.parametrize("name", ["", "Marketing", "two words", "x" * 65])
def test_a_name_that_no_pool_has_is_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="is no name of a pool") as caught:
        SendingPool.named(name)
    assert "small letters" in caught.value.fix


def test_a_name_of_the_deployment_is_not_looked_into() -> None:
    assert SendingPool.named(cdk.Fn.import_value("Pool")).name.startswith("${Token[")
