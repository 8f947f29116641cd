"""Which resource types there are, and what an unknown one leads to."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Sandbox, StackFailedError


def test_a_type_that_nobody_knows_fails_before_anything_is_made(sandbox: Sandbox) -> None:
    resources = {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Fog": {"Type": "AWS::SES::MailFog", "Properties": {}},
    }
    with pytest.raises(ClientError, match=r"Unrecognized resource types: \[AWS::SES::MailFog\]"):
        sandbox.deploy(resources)
    assert sandbox.emulator.client("sns", account=sandbox.account).list_topics()["Topics"] == []


def test_every_ses_type_of_the_schema_is_known(sandbox: Sandbox) -> None:
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

    known = PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
    types = sorted(name for name in known if name.startswith("AWS::SES::"))
    assert len(types) >= 22
    cloudformation = sandbox.emulator.client("cloudformation", account=sandbox.account)
    lines = "".join(f"  R{number}:\n    Type: {name}\n" for number, name in enumerate(types))
    cloudformation.validate_template(TemplateBody=f"Resources:\n{lines}")


def test_a_property_that_a_type_has_not_fails_the_stack(sandbox: Sandbox) -> None:
    wrong = {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Nmae": "news"}}
    with pytest.raises(StackFailedError, match="Nmae"):
        sandbox.deploy({"Set": wrong})


def test_a_renamed_resource_is_made_anew_and_the_old_one_goes(sandbox: Sandbox) -> None:
    sesv2 = sandbox.emulator.client("sesv2", account=sandbox.account)

    def named(name: str) -> dict[str, object]:
        return {"Set": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": name}}}

    ref: dict[str, object] = {"Name": {"Ref": "Set"}}
    assert sandbox.deploy(named("one"), ref) == {"Name": "one"}
    assert sandbox.deploy(named("two"), ref) == {"Name": "two"}
    assert sesv2.list_configuration_sets()["ConfigurationSets"] == ["two"]
    sandbox.delete()
    assert sesv2.list_configuration_sets()["ConfigurationSets"] == []


def test_an_update_that_fails_later_keeps_the_old_resource(sandbox: Sandbox) -> None:
    sesv2 = sandbox.emulator.client("sesv2", account=sandbox.account)
    sandbox.deploy({"Set": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": "one"}}})
    broken = {
        "Set": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": "two"}},
        "Pool": {"Type": "AWS::SES::DedicatedIpPool", "DependsOn": "Set", "Properties": {"Nmae": "x"}},
    }
    with pytest.raises(StackFailedError, match="Nmae"):
        sandbox.deploy(broken)
    assert sesv2.list_configuration_sets()["ConfigurationSets"] == ["one"]


def test_a_receipt_rule_that_moves_to_another_set_leaves_the_old_one(sandbox: Sandbox) -> None:
    ses = sandbox.emulator.client("ses", account=sandbox.account)
    sets: dict[str, object] = {
        name: {"Type": "AWS::SES::ReceiptRuleSet", "Properties": {"RuleSetName": name}} for name in ("one", "two")
    }

    def rule_in(name: str) -> dict[str, object]:
        rule = {"Name": "stop", "Actions": [{"StopAction": {"Scope": "RuleSet"}}]}
        properties = {"RuleSetName": {"Ref": name}, "Rule": rule}
        return {**sets, "Rule": {"Type": "AWS::SES::ReceiptRule", "Properties": properties}}

    def rules() -> list[list[str]]:
        described = (ses.describe_receipt_rule_set(RuleSetName=name) for name in ("one", "two"))
        return [[rule["Name"] for rule in one["Rules"]] for one in described]

    sandbox.deploy(rule_in("one"))
    assert rules() == [["stop"], []]
    sandbox.deploy(rule_in("two"))
    assert rules() == [[], ["stop"]]
