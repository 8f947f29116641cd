"""The sending switch."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.account import AccountSending


@pytest.mark.parametrize(("enabled", "written"), [(True, "yes"), (False, "no")])
def test_the_switch_is_said_outright(stack: cdk.Stack, enabled: bool, written: str) -> None:
    AccountSending(stack, "Sending", enabled=enabled)
    (made,) = Template.from_stack(stack).find_resources("Custom::SesAccountSetting").values()
    assert (made["Properties"]["Setting"], made["Properties"]["Value"]) == ("sending", {"Enabled": written})
