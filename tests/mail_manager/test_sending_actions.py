"""Actions that send mail, and exactly what their roles may send."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import BounceAction, RuleSet, SendAction
from ses_constructs.mail_manager.rule_action import RuleAction
from tests.access.known_to_aws import problems
from tests.mail_manager.reading import role_statements

STEM = "arn:aws:ses:eu-west-1:111122223333"


def statement_of(stack: cdk.Stack, action: RuleAction) -> dict[str, Any]:
    RuleSet(stack, "Rules").add_rule("Rule", actions=[action])
    (statement,) = role_statements(stack)
    return statement


def known(statement: dict[str, Any]) -> dict[str, Any]:
    """With the partition filled in."""
    given = statement["Resource"]
    resources = given if isinstance(given, list) else [given]
    filled = [
        "".join(part if isinstance(part, str) else "aws" for part in one["Fn::Join"][1]) for one in resources
    ]
    return {**statement, "Resource": filled}


def test_sending_may_send_from_the_named_identities_alone(irish_stack: cdk.Stack) -> None:
    identity = ses.EmailIdentity.from_email_identity_name(irish_stack, "Identity", "shop.example")
    own = ses.ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "receipts")
    statement = known(statement_of(irish_stack, SendAction(identities=[identity], configuration_sets=[own])))
    assert statement == {
        "Effect": "Allow",
        "Action": ["ses:SendEmail", "ses:SendRawEmail"],
        "Resource": [f"{STEM}:identity/shop.example", f"{STEM}:configuration-set/receipts"],
    }
    assert problems(statement) == []


def test_sending_from_nobody_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="are none"):
        SendAction(identities=[])


def test_bouncing_may_bounce_from_the_one_address(irish_stack: cdk.Stack) -> None:
    statement = known(statement_of(irish_stack, BounceAction(sender="mailer-daemon@shop.example")))
    assert statement == {
        "Effect": "Allow",
        "Action": "ses:SendBounce",
        "Resource": [f"{STEM}:identity/shop.example"],
        "Condition": {"StringEquals": {"ses:FromAddress": "mailer-daemon@shop.example"}},
    }
    assert problems(statement) == []


def test_an_address_below_an_identity_names_it(irish_stack: cdk.Stack) -> None:
    parent = ses.EmailIdentity.from_email_identity_name(irish_stack, "Identity", "shop.example")
    action = BounceAction(sender="mailer-daemon@mail.shop.example", identity=parent)
    assert known(statement_of(irish_stack, action))["Resource"] == [f"{STEM}:identity/shop.example"]
    with pytest.raises(InvalidSettingError, match="identity=None"):
        BounceAction(sender=cdk.Fn.ref("Sender"))


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"smtp_reply_code": "250"}, "smtp_reply_code="),
        ({"status_code": "5.1"}, "status_code="),
        ({"smtp_reply_code": "450"}, "does not go with"),
        ({"status_code": "4.2.2"}, "4 is for now, 5 for good"),
        ({"diagnostic_message": "so\nsorry"}, "diagnostic_message="),
        ({"diagnostic_message": ""}, "diagnostic_message="),
        ({"message": "ä"}, "message="),
        ({"sender": "Shop <a@shop.example>"}, "display name"),
    ],
)
def test_what_mail_manager_refuses_is_refused(settings: dict[str, str], wrong: str) -> None:
    with pytest.raises(InvalidSettingError, match=wrong):
        BounceAction(**{"sender": "a@shop.example", **settings})  # type: ignore[arg-type]


def test_a_bounce_for_now_has_codes_for_now() -> None:
    assert BounceAction(sender="a@shop.example", smtp_reply_code="450", status_code="4.2.2").message is None
