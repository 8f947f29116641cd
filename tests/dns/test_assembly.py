"""Cloud assemblies: the CDK's own, and folders that are none."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest

from ses_constructs.dns.assembly import read_assembly
from ses_constructs.errors import SesConstructsError


def test_stacks_of_the_app_and_of_its_stages_are_read(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    plain = cdk.Stack(app, "Plain", stack_name="plain-stack")
    cdk.CfnOutput(plain, "Here", value="there")
    stage = cdk.Stage(app, "Prod", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    cdk.Stack(stage, "Mail")
    app.synth()
    one, other = sorted(read_assembly(tmp_path), key=lambda stack: stack.path)
    assert (one.name, one.path, one.account, one.region) == ("plain-stack", "Plain", None, None)
    assert (other.name, other.path) == ("Prod-Mail", "Prod/Mail")
    assert (other.account, other.region) == ("111122223333", "eu-west-1")
    assert one.section("Outputs")["Here"]["Value"] == "there"
    assert other.section("Outputs") == {}


@pytest.mark.parametrize("content", [None, "no JSON", "[]", '{"artifacts": {"A": {}}}'])
def test_a_folder_that_is_no_assembly_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(SesConstructsError, match="is no cloud assembly") as caught:
        read_assembly(tmp_path)
    assert "cdk synth" in caught.value.fix
