"""The example ``wait_until_verified``, deployed: what needs a verified identity is made when there is one."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk

from examples.wait_until_verified import WaitUntilVerified
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

DOMAIN = "shop.example.com"


def build(app: cdk.App) -> None:
    WaitUntilVerified(app, "Example")


def test_the_pool_is_made_when_the_domain_may_send(emptied: Account, assembly: Assembly) -> None:
    emptied.emulator.own_zone("example.com", zone_id="Z0123456789ABCDEFGHIJ")
    assembly.deploy(build)
    assert emptied.ses.get_email_identity(EmailIdentity=DOMAIN)["VerifiedForSendingStatus"]
    order = made_in_order(emptied)
    assert order.index("Custom::SesIdentitySettings") < order.index("AWS::Cognito::UserPool")
    assert order.index("AWS::Route53::RecordSetGroup") < order.index("Custom::SesIdentitySettings")
    policies = emptied.ses.get_email_identity_policies(EmailIdentity=DOMAIN)["Policies"]
    (statement,) = (each for text in policies.values() for each in json.loads(text)["Statement"])
    assert statement["Principal"] == {"Service": "cognito-idp.amazonaws.com"}
    pool = emptied.physical_id("Example", "AWS::Cognito::UserPool", "Users")
    assert statement["Condition"]["ArnLike"]["aws:SourceArn"].endswith(pool)
    monitor = emptied.physical_id("Example", "AWS::Lambda::Function", "Monitor")
    emptied.invoke(monitor, {})
    assert emptied.log(monitor) == [], "nothing is wrong"
    assembly.destroy(build)
    assert emptied.ses.get_email_identity_policies(EmailIdentity=DOMAIN)["Policies"] == {}


def made_in_order(account: Account) -> list[str]:
    """The types of what the stack has made, the first first."""
    cloudformation: Any = account.emulator.client("cloudformation")
    events = cloudformation.describe_stack_events(StackName="Example")["StackEvents"]
    return [each["ResourceType"] for each in reversed(events) if each["ResourceStatus"] == "CREATE_COMPLETE"]
