"""What a rule may hold, and what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import (
    CertificateAttribute,
    DropAction,
    Mail,
    Relay,
    RelayAction,
    ReplaceRecipientAction,
    Rule,
    RuleCondition,
    SendAction,
    Traffic,
)
from ses_constructs.mail_manager.rule_action import RuleAction
from ses_constructs.receiving import StopAction


def rule(
    *actions: RuleAction, when: Sequence[RuleCondition] = (), unless: Sequence[RuleCondition] = (), name: str = "R"
) -> Rule:
    return Rule(name=name, actions=actions, when=tuple(when), unless=tuple(unless))


@pytest.fixture
def relay(stack: cdk.Stack) -> RelayAction:
    return RelayAction(relay=Relay.from_relay_id(stack, "Relay", "r-1"))


@pytest.mark.parametrize("name", ["", "a b", "x" * 33])
def test_a_name_that_ses_refuses_is_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="name="):
        rule(DropAction(), name=name)


def test_actions_and_conditions_are_counted() -> None:
    condition = Mail.tls.is_true()
    assert rule(*[DropAction()] * 10, when=[condition] * 10, unless=[condition] * 10)
    with pytest.raises(InvalidSettingError, match="is empty"):
        rule()
    with pytest.raises(InvalidSettingError, match="<11 actions>"):
        rule(*[DropAction()] * 11)
    with pytest.raises(InvalidSettingError, match="when='<11 conditions>'"):
        rule(DropAction(), when=[condition] * 11)
    with pytest.raises(InvalidSettingError, match="unless='<11 conditions>'"):
        rule(DropAction(), unless=[condition] * 11)


def test_what_belongs_elsewhere_is_refused_in_words() -> None:
    stop: Any = StopAction()
    traffic: Any = Traffic.recipient.equals("a@shop.example")
    with pytest.raises(InvalidSettingError, match="StopAction' is no action of Mail Manager") as caught:
        rule(stop)
    assert "receipt rules have others" in caught.value.fix
    with pytest.raises(InvalidSettingError, match="is no condition of a rule") as caught:
        rule(DropAction(), unless=[traffic])
    assert "Mail." in caught.value.fix


def test_only_a_drop_without_conditions_ends_everything() -> None:
    assert rule(DropAction()).ends_everything
    assert not rule(DropAction(), when=[Mail.tls.is_false()]).ends_everything
    assert not rule(DropAction(), unless=[Mail.tls.is_true()]).ends_everything


def test_mail_of_anybody_is_passed_on_unless_something_narrows(stack: cdk.Stack, relay: RelayAction) -> None:
    identity = ses.EmailIdentity.from_email_identity_name(stack, "Identity", "shop.example")
    replace = ReplaceRecipientAction(recipients=["a@shop.example"])
    assert rule(relay).passes_on_everything
    assert rule(SendAction(identities=[identity]), when=[Mail.tls.is_true()]).passes_on_everything
    assert rule(relay, when=[Mail.from_.contains("@shop.example")]).passes_on_everything
    assert rule(relay, replace).passes_on_everything
    assert not rule(relay, when=[Mail.recipient.ends_with("@shop.example")]).passes_on_everything
    assert not rule(relay, when=[Mail.source_ip.within("192.0.2.0/24")]).passes_on_everything
    assert not rule(replace, relay).passes_on_everything
    assert not rule(DropAction(), relay).passes_on_everything


def test_a_rule_knows_what_never_runs_and_what_it_asks_for(relay: RelayAction) -> None:
    assert rule(DropAction(), relay).acts_after_drop
    assert not rule(relay, DropAction()).acts_after_drop
    certificate = Mail.client_certificate(CertificateAttribute.COMMON_NAME).equals("mta")
    assert rule(relay, unless=[certificate]).needs_certificate
    assert rule(relay, when=[Mail.to.equals("a")], unless=[Mail.cc.equals("b")]).whole_headers == ["TO", "CC"]
