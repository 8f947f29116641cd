"""The three states of address validation, as the template spells them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import AddressValidation, ConfigurationSet, Suppression


@pytest.mark.parametrize(
    ("validation", "threshold"),
    [
        (
            AddressValidation.on(),
            {
                "ConditionThresholdEnabled": "ENABLED",
                "OverallConfidenceThreshold": {"ConfidenceVerdictThreshold": "MANAGED"},
            },
        ),
        (
            AddressValidation.on(ses.AutoValidationThreshold.HIGH),
            {
                "ConditionThresholdEnabled": "ENABLED",
                "OverallConfidenceThreshold": {"ConfidenceVerdictThreshold": "HIGH"},
            },
        ),
        (AddressValidation.off(), {"ConditionThresholdEnabled": "DISABLED"}),
    ],
)
def test_what_is_said_is_written(
    stack: cdk.Stack, validation: AddressValidation, threshold: dict[str, object]
) -> None:
    ConfigurationSet(stack, "Set", address_validation=validation, suppression=Suppression.inherit())
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::ConfigurationSet",
        {"SuppressionOptions": {"ValidationOptions": {"ConditionThreshold": threshold}}},
    )


@pytest.mark.parametrize("validation", [None, AddressValidation.inherit()])
def test_what_is_inherited_is_not_written(stack: cdk.Stack, validation: AddressValidation | None) -> None:
    ConfigurationSet(stack, "Set", address_validation=validation)
    assert "ValidationOptions" not in str(Template.from_stack(stack).to_json())
