"""The account's suppression list."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import botocore.session
import pytest
from aws_cdk.assertions import Template

from ses_constructs.account import AccountSuppression, SuppressionReason, ValidationThreshold, WhenDeleted
from ses_constructs.errors import InvalidSettingError

BOTH = ["BOUNCE", "COMPLAINT"]


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({}, {"Reasons": BOTH}),
        ({"reasons": []}, {"Reasons": []}),
        ({"reasons": [SuppressionReason.BOUNCE]}, {"Reasons": ["BOUNCE"]}),
        ({"validation": ValidationThreshold.OFF}, {"Reasons": BOTH, "Validation": "OFF"}),
        ({"validation": ValidationThreshold.HIGH}, {"Reasons": BOTH, "Validation": "HIGH"}),
    ],
)
def test_what_is_typed_is_what_is_put_in_force(
    stack: cdk.Stack, settings: dict[str, Any], value: dict[str, object]
) -> None:
    AccountSuppression(stack, "Suppression", **settings)
    (made,) = Template.from_stack(stack).find_resources("Custom::SesAccountSetting").values()
    assert made["Properties"]["Value"] == value
    assert made["Properties"]["OnDelete"] == str(WhenDeleted.KEEP)


def test_a_reason_given_twice_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="has one twice"):
        AccountSuppression(stack, "Suppression", reasons=[SuppressionReason.BOUNCE] * 2)


def test_the_words_are_those_of_the_api() -> None:
    model: Any = botocore.session.get_session().get_service_model("sesv2")
    assert list(SuppressionReason) == model.shape_for("SuppressionListReason").enum
    thresholds = model.shape_for("SuppressionConfidenceVerdictThreshold").enum
    assert sorted(set(ValidationThreshold) - {ValidationThreshold.OFF}) == sorted(thresholds)
