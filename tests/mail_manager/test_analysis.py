"""Which add-on is asked where."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import Addon, AddonInstance, AddonSubscription, Mail, Traffic, Verdict
from tests.mail_manager.schema_judge import rendered


def instance(stack: cdk.Stack, addon: str) -> AddonInstance:
    return AddonInstance(stack, f"I{addon}", subscription=AddonSubscription(stack, f"S{addon}", addon=addon))


@pytest.mark.parametrize("addon", [Addon.SPAMHAUS_DOMAIN_BLOCK_LIST, Addon.ABUSIX_MAIL_INTELLIGENCE])
def test_a_block_list_is_asked_by_a_traffic_policy_alone(stack: cdk.Stack, addon: Addon) -> None:
    made = instance(stack, addon)
    assert rendered(Traffic.analysis_flag(made, "isListed").is_true().rendered)["BooleanExpression"]
    with pytest.raises(InvalidSettingError, match="is not asked in a rule") as caught:
        Mail.analysis_flag(made, "isListed")
    assert "Traffic.analysis" in caught.value.fix


@pytest.mark.parametrize("addon", [Addon.TREND_MICRO_VIRUS_SCANNING, Addon.VADE_ADVANCED_EMAIL_SECURITY])
def test_a_scanner_is_asked_by_a_rule_alone(stack: cdk.Stack, addon: Addon) -> None:
    made = instance(stack, addon)
    assert rendered(Mail.analysis_verdict(made, "Verdict").equals(Verdict.FAIL).rendered)["VerdictExpression"]
    with pytest.raises(InvalidSettingError, match="is not asked in a traffic policy") as caught:
        Traffic.analysis_text(made, "Category")
    assert "Mail.analysis" in caught.value.fix


def test_an_imported_or_newer_add_on_is_asked_anywhere(stack: cdk.Stack) -> None:
    for made in (instance(stack, "NEWER"), AddonInstance.from_addon_instance_id(stack, "Imported", "ai-1")):
        assert Mail.analysis_text(made, "Category").equals("Spam")
        assert Traffic.analysis_text(made, "Listed on").equals("List")


def test_a_condition_names_the_instance_and_the_field(stack: cdk.Stack) -> None:
    made = AddonInstance.from_addon_instance_id(stack, "Imported", "ai-1")
    condition = rendered(Mail.analysis_text(made, "Category").contains("Spam").rendered)
    analysis = condition["StringExpression"]["Evaluate"]["Analysis"]
    assert analysis["ResultField"] == "Category"
    assert analysis["Analyzer"] == "arn:x:ses:x:x:addon-instance/ai-1"


@pytest.mark.parametrize("field", ["", "a-b", "x" * 257])
def test_what_no_add_on_answers_is_no_field(stack: cdk.Stack, field: str) -> None:
    made = AddonInstance.from_addon_instance_id(stack, "Imported", "ai-1")
    with pytest.raises(InvalidSettingError, match="is no field"):
        Traffic.analysis_flag(made, field)
