"""The three states of suppression, as the template spells them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, Suppression


@pytest.mark.parametrize(
    ("suppression", "options"),
    [
        (None, {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}),
        (Suppression.of(complaints=False), {"SuppressedReasons": ["BOUNCE"]}),
        (Suppression.of(bounces=False), {"SuppressedReasons": ["COMPLAINT"]}),
        (Suppression.of(bounces=False, complaints=False), {"SuppressedReasons": []}),
        (Suppression.none(), {"SuppressedReasons": []}),
        (Suppression.inherit(), None),
    ],
)
def test_each_state_is_written_as_meant(
    stack: cdk.Stack, suppression: Suppression | None, options: dict[str, list[str]] | None
) -> None:
    ConfigurationSet(stack, "Set", suppression=suppression)
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSet").values()
    assert made["Properties"].get("SuppressionOptions") == options
