"""The states of the Virtual Deliverability Manager's switches, as the template spells them."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, VdmOverrides


def written(engagement: str | None, shared: str | None) -> dict[str, object] | None:
    options: dict[str, object] = {}
    if engagement is not None:
        options["DashboardOptions"] = {"EngagementMetrics": engagement}
    if shared is not None:
        options["GuardianOptions"] = {"OptimizedSharedDelivery": shared}
    return options or None


@pytest.mark.parametrize(
    ("overrides", "options"),
    [
        (None, None),
        (VdmOverrides.inherit(), None),
        (VdmOverrides.marketing(), written("ENABLED", "ENABLED")),
        (VdmOverrides.transactional(), written("DISABLED", "DISABLED")),
        (VdmOverrides.of(engagement_metrics=True), written("ENABLED", None)),
        (VdmOverrides.of(engagement_metrics=False), written("DISABLED", None)),
        (VdmOverrides.of(optimized_shared_delivery=False), written(None, "DISABLED")),
        (
            VdmOverrides.of(engagement_metrics=False, optimized_shared_delivery=True),
            written("DISABLED", "ENABLED"),
        ),
    ],
)
def test_off_is_not_the_same_as_left_out(
    stack: cdk.Stack, overrides: VdmOverrides | None, options: dict[str, object] | None
) -> None:
    ConfigurationSet(stack, "Set", vdm_overrides=overrides)
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSet").values()
    assert made["Properties"].get("VdmOptions") == options
