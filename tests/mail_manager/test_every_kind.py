"""What holds for all of Mail Manager: judged by others' rules, imported, kept and let go."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from cfnlint.api import lint
from cloudformation_validate import CompositeEngine, PseudoParameterOverrides, ValidateConfig
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.local.ses.schema import type_names
from ses_constructs.mail_manager import (
    Addon,
    AddonInstance,
    AddonSubscription,
    AddressList,
    Archive,
    IngressAccess,
    IngressPoint,
    Relay,
    RuleSet,
    TrafficPolicy,
)
from ses_constructs.review import Assembly, review
from tests.mail_manager.every_kind import app_with_every_kind
from tests.test_examples import OF_THE_CDK_ITSELF, REGIONS, TOLD_BUT_NOT_WRONG, nag_findings

MAIL_MANAGER = "AWS::SES::MailManager"
Make = Callable[[Construct, cdk.RemovalPolicy], object]


@cache
def template() -> dict[str, Any]:
    made = app_with_every_kind().synth().get_stack_by_name("Kinds").template
    assert isinstance(made, dict)
    return made


def test_every_kind_and_every_action_is_there() -> None:
    made = template()["Resources"].values()
    assert {one["Type"] for one in made} >= {name for name in type_names() if name.startswith(MAIL_MANAGER)}
    (rules,) = (one["Properties"]["Rules"] for one in made if one["Type"] == f"{MAIL_MANAGER}RuleSet")
    assert len({kind for rule in rules for action in rule["Actions"] for kind in action}) == 12


def test_cdk_nag_finds_nothing() -> None:
    assert nag_findings(app_with_every_kind()) == []


def test_cfn_lint_finds_nothing() -> None:
    found = [str(match) for match in lint(json.dumps(template()), regions=REGIONS)]
    assert [text for text in found if not OF_THE_CDK_ITSELF.search(text)] == []


@pytest.mark.parametrize("region", REGIONS)
def test_the_cdk_validation_engine_finds_nothing(region: str) -> None:
    config = ValidateConfig(pseudo_parameter_overrides=PseudoParameterOverrides(region=region), strict=True)
    found = [
        f"{diagnostic.rule_id} {diagnostic.message}"
        for diagnostic in CompositeEngine().validate_template(json.dumps(template()).encode(), config).diagnostics
        if diagnostic.severity.name not in TOLD_BUT_NOT_WRONG
    ]
    assert [text for text in found if not OF_THE_CDK_ITSELF.search(text)] == []


def test_our_own_review_finds_nothing() -> None:
    found = review(Assembly.of(template(), file="kinds.json")).findings
    assert [f"{one.rule.id} {one.place.logical_id}" for one in found] == []


def subscription(scope: Construct, policy: cdk.RemovalPolicy) -> AddonSubscription:
    return AddonSubscription(scope, "It", addon=Addon.SPAMHAUS_DOMAIN_BLOCK_LIST, removal_policy=policy)


def instance(scope: Construct, policy: cdk.RemovalPolicy) -> AddonInstance:
    subscribed = AddonSubscription.from_addon_subscription_id(scope, "Subscription", "as-1")
    return AddonInstance(scope, "It", subscription=subscribed, removal_policy=policy)


def ingress_point(scope: Construct, policy: cdk.RemovalPolicy) -> IngressPoint:
    return IngressPoint(
        scope,
        "It",
        traffic_policy=TrafficPolicy.from_traffic_policy_id(scope, "Policy", "tp-1"),
        rule_set=RuleSet.from_rule_set_id(scope, "Rules", "rs-1"),
        access=IngressAccess.open(),
        removal_policy=policy,
    )


MAKERS: dict[str, Make] = {
    "AddonInstance": instance,
    "AddonSubscription": subscription,
    "AddressList": lambda scope, policy: AddressList(scope, "It", removal_policy=policy),
    "Archive": lambda scope, policy: Archive(scope, "It", removal_policy=policy),
    "IngressPoint": ingress_point,
    "Relay": lambda scope, policy: Relay(scope, "It", server_name="mx.shop.example", removal_policy=policy),
    "RuleSet": lambda scope, policy: RuleSet(scope, "It", removal_policy=policy),
    "TrafficPolicy": lambda scope, policy: TrafficPolicy(scope, "It", removal_policy=policy),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_kept_does_not_block_a_second_attempt(stack: cdk.Stack, kind: str) -> None:
    MAKERS[kind](stack, cdk.RemovalPolicy.RETAIN)
    (made,) = Template.from_stack(stack).find_resources(MAIL_MANAGER + kind).values()
    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_let_go_says_nothing(stack: cdk.Stack, kind: str) -> None:
    MAKERS[kind](stack, cdk.RemovalPolicy.DESTROY)
    (made,) = Template.from_stack(stack).find_resources(MAIL_MANAGER + kind).values()
    assert made.get("DeletionPolicy", "Delete") == made.get("UpdateReplacePolicy", "Delete") == "Delete"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_copy_before_deletion_does_not_exist(stack: cdk.Stack, kind: str) -> None:
    with pytest.raises(InvalidSettingError, match="removal_policy") as caught:
        MAKERS[kind](stack, cdk.RemovalPolicy.SNAPSHOT)
    assert caught.value.at == "Mail/It"


IMPORTS: dict[str, Callable[[Construct, str], object]] = {
    "addon_instance": lambda scope, id: AddonInstance.from_addon_instance_id(scope, "It", id),
    "addon_subscription": lambda scope, id: AddonSubscription.from_addon_subscription_id(scope, "It", id),
    "address_list": lambda scope, id: AddressList.from_address_list_id(scope, "It", id),
    "archive": lambda scope, id: Archive.from_archive_id(scope, "It", id),
    "ingress_point": lambda scope, id: IngressPoint.from_ingress_point_id(scope, "It", id),
    "relay": lambda scope, id: Relay.from_relay_id(scope, "It", id),
    "rule_set": lambda scope, id: RuleSet.from_rule_set_id(scope, "It", id),
    "traffic_policy": lambda scope, id: TrafficPolicy.from_traffic_policy_id(scope, "It", id),
}


@pytest.mark.parametrize("kind", IMPORTS)
def test_what_something_else_made_is_referred_to_by_its_id(stack: cdk.Stack, kind: str) -> None:
    reference = getattr(IMPORTS[kind](stack, "x-0123"), f"mail_manager_{kind}_ref")
    assert getattr(reference, f"{kind}_id") == "x-0123"
    assert Template.from_stack(stack).to_json().get("Resources", {}) == {}


@pytest.mark.parametrize("kind", IMPORTS)
def test_its_id_may_be_a_token(stack: cdk.Stack, kind: str) -> None:
    parameter = cdk.CfnParameter(stack, "Id")
    reference = getattr(IMPORTS[kind](stack, parameter.value_as_string), f"mail_manager_{kind}_ref")
    assert stack.resolve(getattr(reference, f"{kind}_id")) == {"Ref": "Id"}
