"""Names, tags, and where Mail Manager is."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match
from cfnlint.helpers import REGIONS
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from ses_constructs.errors import InvalidSettingError, UnavailableInRegionError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts import regions
from ses_constructs.local.ses.schema import type_names
from ses_constructs.mail_manager.physical_names import cfn_tags, check_name, check_region


def stack_in(region: str) -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Mail", env=cdk.Environment(region=region))


def test_mail_manager_is_wherever_cloudformation_has_identities() -> None:
    types = {name for name in type_names() if "MailManager" in name}
    assert len(types) == 8
    for region in REGIONS:
        there = types & set(PROVIDER_SCHEMA_MANAGER.get_resource_types(region))
        assert there == (set() if region in regions.WITHOUT_SES else types), region


def test_a_region_without_it_is_refused() -> None:
    with pytest.raises(UnavailableInRegionError, match="cn-north-1"):
        check_region(stack_in("cn-north-1"))
    check_region(stack_in("eu-west-1"))


def test_a_region_that_nobody_knows_is_warned_of() -> None:
    stack = stack_in("xx-new-1")
    check_region(stack)
    Annotations.from_stack(stack).has_warning("*", Match.string_like_regexp("is not known to this version"))


def test_a_token_is_a_name() -> None:
    check_name("x_name", "${Token[X.1]}", facts.RULE_NAME, fix="")
    check_name("x_name", None, facts.RULE_NAME, fix="")
    with pytest.raises(InvalidSettingError, match="x_name="):
        check_name("x_name", "a b", facts.RULE_NAME, fix="use another")


def test_tags_are_checked() -> None:
    assert cfn_tags(None) is None
    with pytest.raises(InvalidSettingError, match="tags"):
        cfn_tags({"": "x"})
