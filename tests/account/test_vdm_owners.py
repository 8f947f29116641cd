"""A second owner of the Virtual Deliverability Manager, whoever has made it."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses

from ses_constructs.account import VirtualDeliverabilityManager


def in_region(app: cdk.App, id: str, region: str) -> cdk.Stack:
    return cdk.Stack(app, id, env=cdk.Environment(account="111122223333", region=region))


@pytest.mark.parametrize("kind", [ses.VdmAttributes, ses.CfnVdmAttributes])
def test_one_of_another_library_is_found_at_synthesis(app: cdk.App, kind: type[ses.VdmAttributes]) -> None:
    VirtualDeliverabilityManager(in_region(app, "Ours", "eu-west-1"), "Vdm")
    kind(in_region(app, "Theirs", "eu-west-1"), "Vdm")
    with pytest.raises(RuntimeError, match=r"set by Theirs/Vdm[\s\S]*fix: keep one of them"):
        app.synth()


def test_other_regions_have_their_own(app: cdk.App) -> None:
    VirtualDeliverabilityManager(in_region(app, "Ours", "eu-west-1"), "Vdm")
    VirtualDeliverabilityManager(in_region(app, "OursToo", "us-west-2"), "Vdm")
    ses.VdmAttributes(in_region(app, "Theirs", "us-east-1"), "Vdm")
    app.synth()
