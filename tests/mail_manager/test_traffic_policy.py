"""Deliveries are turned away unless something allows them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import Mail, Traffic, TrafficPolicy

TYPE = "AWS::SES::MailManagerTrafficPolicy"


def test_nothing_is_let_in_by_default(stack: cdk.Stack) -> None:
    TrafficPolicy(stack, "Policy")
    Template.from_stack(stack).has_resource(
        TYPE, {"Properties": {"DefaultAction": "DENY", "PolicyStatements": []}}
    )


def test_statements_hold_all_their_conditions_in_order(stack: cdk.Stack) -> None:
    policy = TrafficPolicy(
        stack,
        "Policy",
        max_message_size=cdk.Size.mebibytes(10),
        traffic_policy_name="shop",
        tags={"team": "mail"},
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    policy.allow(Traffic.recipient.ends_with("@shop.example"), Traffic.sender_ip.within("192.0.2.0/24"))
    policy.deny(Traffic.sender_ip.within("192.0.2.66"))
    (made,) = Template.from_stack(stack).find_resources(TYPE).values()
    properties = made["Properties"]
    assert [statement["Action"] for statement in properties["PolicyStatements"]] == ["ALLOW", "DENY"]
    assert [list(one) for one in properties["PolicyStatements"][0]["Conditions"]] == [
        ["StringExpression"],
        ["IpExpression"],
    ]
    assert properties["MaxMessageSizeBytes"] == 10 * 2**20
    assert (properties["TrafficPolicyName"], properties["Tags"]) == ("shop", [{"Key": "team", "Value": "mail"}])
    assert made["DeletionPolicy"] == "RetainExceptOnCreate"


def test_a_policy_is_narrow_while_all_its_statements_together_are(stack: cdk.Stack) -> None:
    policy = TrafficPolicy(stack, "Policy")
    seen = []
    for add, condition in [
        (policy.allow, Traffic.recipient.ends_with("@shop.example")),
        (policy.allow, Traffic.sender_ip.within("52.0.0.0/8")),
        (policy.allow, Traffic.sender_ip.within("53.0.0.0/8")),
        (policy.deny, Traffic.sender_ip.outside("192.0.2.0/24")),
    ]:
        add(condition)
        seen.append(policy.lets_in_everything)
    assert seen == [False, False, True, False]
    assert TrafficPolicy(stack, "Wide", allow_by_default=True).lets_in_everything


def test_to_allow_what_is_allowed_anyway_is_refused(stack: cdk.Stack) -> None:
    policy = TrafficPolicy(stack, "Policy", allow_by_default=True)
    with pytest.raises(ConflictingSettingsError, match="lets in everything") as caught:
        policy.allow(Traffic.recipient.equals("a@shop.example"))
    assert caught.value.at == "Mail/Policy"


def test_a_condition_of_a_rule_is_refused_in_words(stack: cdk.Stack) -> None:
    policy = TrafficPolicy(stack, "Policy")
    with pytest.raises(InvalidSettingError, match="in the message is asked by a rule of a RuleSet"):
        policy.deny(Mail.subject.contains("cheap"))  # type: ignore[arg-type]
    with pytest.raises(InvalidSettingError, match="are none"):
        policy.allow()


@pytest.mark.parametrize("name", ["ab", "a b", "x" * 64])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="traffic_policy_name") as caught:
        TrafficPolicy(stack, "Policy", traffic_policy_name=name)
    assert caught.value.at == "Mail/Policy"


def test_a_size_of_nothing_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="lets no message in"):
        TrafficPolicy(stack, "Policy", max_message_size=cdk.Size.bytes(0))
