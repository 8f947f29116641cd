"""What a rule may hold, and what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import (
    AddHeaderAction,
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
    with pytest.raises(InvalidSettingError, match=r"StopAction.* is of a wrong type") as caught:
        rule(stop)
    assert "receipt rules have others" in caught.value.fix
    with pytest.raises(InvalidSettingError, match="'<tuple>' is of a wrong type") as caught:
        rule(DropAction(), unless=[traffic])
    assert "Mail." in caught.value.fix


def test_only_a_drop_without_conditions_ends_everything() -> None:
    assert rule(DropAction()).ends_everything
    assert not rule(DropAction(), when=[Mail.tls.is_false()]).ends_everything
    assert not rule(DropAction(), unless=[Mail.tls.is_true()]).ends_everything


def test_a_rule_sends_to_strangers_unless_it_names_or_drops_them_first(
    stack: cdk.Stack, relay: RelayAction
) -> None:
    identity = ses.EmailIdentity.from_email_identity_name(stack, "Identity", "shop.example")
    replace = ReplaceRecipientAction(recipients=["a@shop.example"])
    assert rule(relay).passage.sends
    assert rule(SendAction(identities=[identity])).passage.sends
    assert rule(AddHeaderAction(name="X-A", value="b"), relay, replace).passage.sends
    assert not rule(replace, relay).passage.sends
    assert not rule(DropAction(), relay).passage.sends
    assert not rule(AddHeaderAction(name="X-A", value="b")).passage.sends


def test_the_judge_is_told_of_conditions_exceptions_and_drops(relay: RelayAction) -> None:
    when, unless = Mail.recipient.ends_with("@shop.example"), Mail.source_ip.within("192.0.2.0/24")
    told = rule(relay, DropAction(), when=[when], unless=[unless]).passage
    assert (told.name, told.when, told.unless) == ("R", (when.comparison,), (unless.comparison,))
    assert told.drops
    assert not rule(relay).passage.drops


def test_a_rule_knows_what_never_runs_and_what_it_asks_for(relay: RelayAction) -> None:
    assert rule(DropAction(), relay).acts_after_drop
    assert not rule(relay, DropAction()).acts_after_drop
    certificate = Mail.client_certificate(CertificateAttribute.COMMON_NAME).equals("mta")
    assert rule(relay, unless=[certificate]).needs_certificate
    assert rule(relay, when=[Mail.to.equals("a")], unless=[Mail.cc.equals("b")]).whole_headers == ["TO", "CC"]
