"""The default of an identity that something else made, as the template asks for it."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, DefaultConfigurationSet
from ses_constructs.errors import InvalidSettingError

TYPE = "Custom::SesDefaultConfigurationSet"


def test_the_provider_is_asked_and_allowed(irish_stack: cdk.Stack) -> None:
    receipts = ConfigurationSet(irish_stack, "Receipts")
    made = DefaultConfigurationSet(
        irish_stack, "Default", identity="Shop.example", configuration_set=receipts
    ).resource
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        TYPE,
        {
            "Identity": "shop.example",
            "ConfigurationSet": irish_stack.resolve(receipts.configuration_set_name),
        },
    )
    (resource,) = template.find_resources(TYPE).values()
    policies = template.find_resources("AWS::IAM::Policy")
    (policy_id,) = [id for id in policies if "DefaultConfigurationSets" in id]
    assert policy_id in resource["DependsOn"]
    assert policies[policy_id]["Properties"]["PolicyDocument"]["Statement"][0]["Action"] == [
        "ses:GetConfigurationSet",
        "ses:GetEmailIdentity",
        "ses:PutEmailIdentityConfigurationSetAttributes",
    ]
    assert made.node.path.startswith("Irish/Default/")


def test_another_identity_is_another_resource() -> None:
    ids = set()
    for identity in ("shop.example", "news.example", "shop.example"):
        stack = cdk.Stack(cdk.App(), "Mail")
        DefaultConfigurationSet(
            stack, "Default", identity=identity, configuration_set=ConfigurationSet(stack, "Set")
        )
        ids |= set(Template.from_stack(stack).find_resources(TYPE))
    assert len(ids) == 2


def test_an_identity_of_the_deployment_is_not_looked_into(stack: cdk.Stack) -> None:
    name = cdk.Fn.import_value("Identity")
    DefaultConfigurationSet(stack, "Default", identity=name, configuration_set=ConfigurationSet(stack, "Set"))
    Template.from_stack(stack).has_resource_properties(TYPE, {"Identity": {"Fn::ImportValue": "Identity"}})


def test_an_empty_identity_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="identity='' names nothing") as caught:
        DefaultConfigurationSet(stack, "Default", identity="", configuration_set=ConfigurationSet(stack, "Set"))
    assert caught.value.at == "Mail/Default"
