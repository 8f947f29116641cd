"""The command, fed with what the CDK writes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest

from ses_constructs.dns import Dns
from ses_constructs.dns.__main__ import main
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.receiving import InboundMx

Captured = pytest.CaptureFixture[str]
LINES = 'b.shop.example. 1800 IN CNAME c.example. ; DKIM\n_dmarc.shop.example. 1800 IN TXT "v=DMARC1" ; DMARC'


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """Two stacks: one prints its records, the other publishes them in a region that is known."""
    app = cdk.App(outdir=str(tmp_path / "out"), analytics_reporting=False)
    sending = cdk.Stack(app, "Sending")
    DomainIdentity(
        sending,
        "Shop",
        domain="shop.example",
        dns=Dns.by_hand(),
        mail_from_domain="bounce.shop.example",
        dmarc=Dmarc.none(reports_to="dmarc@shop.example"),
    )
    receiving = cdk.Stack(app, "Receiving", env=cdk.Environment(region="eu-west-1"))
    zone = Dns.in_zone_with_id("Z1", zone_name="shop.example")
    InboundMx(receiving, "Mx", domain="shop.example", dns=zone)
    app.synth()
    return tmp_path / "out"


@pytest.fixture
def outputs(mail: Path, tmp_path: Path) -> Path:
    """What a deployment of the two says; the id of the output is the synthesized one."""
    (id,) = json.loads((mail / "Sending.template.json").read_text())["Outputs"]
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"Sending": {id: LINES}}))
    return file


def test_what_needs_no_deployment_is_printed_without_one(mail: Path, capsys: Captured) -> None:
    manifest = json.loads((mail / "manifest.json").read_text())
    del manifest["artifacts"]["Sending"]
    (mail / "manifest.json").write_text(json.dumps(manifest))
    assert main([str(mail)]) == 0
    assert capsys.readouterr().out == (
        "shop.example. 1800 IN MX 10 inbound-smtp.eu-west-1.amazonaws.com."
        " ; mail for the domain goes to Amazon SES\n"
    )


def test_what_only_a_deployment_knows_is_an_error_that_says_how_to_get_it(mail: Path, capsys: Captured) -> None:
    assert main([str(mail)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "only a deployment knows Shop.DkimDNSTokenName1 of stack Sending\n  fix: deploy with"
    )
    for cure in ("--outputs outputs.json", "--stack Sending", "--by-hand"):
        assert cure in said.err


def test_outputs_of_a_deployment_fill_the_records_in(mail: Path, outputs: Path, capsys: Captured) -> None:
    assert main([str(mail), "--outputs", str(outputs)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == LINES.split("\n")
    assert len(lines) == 3


def test_by_hand_prints_only_what_nobody_publishes(mail: Path, outputs: Path, capsys: Captured) -> None:
    assert main([str(mail), "--outputs", str(outputs), "--by-hand", "--format", "json"]) == 0
    assert {record["hosted_zone"] for record in json.loads(capsys.readouterr().out)} == {""}


def test_a_stack_can_be_chosen(mail: Path, outputs: Path, capsys: Captured) -> None:
    assert main([str(mail), "--outputs", str(outputs), "--stack", "Receiving", "--format", "csv"]) == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == ['"name"', '"shop.example"']


def test_names_are_relative_to_the_identity_or_to_the_zone_given(
    mail: Path, outputs: Path, capsys: Captured
) -> None:
    command = [str(mail), "--outputs", str(outputs), "--format", "text"]
    assert main(command) == 0
    assert "  _dmarc   where the form adds shop.example by itself" in capsys.readouterr().out
    assert main([*command, "--zone", "Example."]) == 0
    assert "  _dmarc.shop   where the form adds example by itself" in capsys.readouterr().out


def test_a_record_that_two_stacks_print_is_printed_once(
    write_assembly: Callable[..., Path], capsys: Captured
) -> None:
    output = {"Value": LINES, "Description": "DNS records to publish, as lines of a zone file"}
    folder = write_assembly(Blue={"Outputs": {"A": output}}, Green={"Outputs": {"A": output}})
    assert main([str(folder)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_an_alias_is_left_out_and_said_to_be(write_assembly: Callable[..., Path], capsys: Captured) -> None:
    alias = {"Name": "mta-sts.shop.example.", "Type": "A", "AliasTarget": {"DNSName": "cdn.example"}}
    folder = write_assembly(Mail={"Resources": {"A": {"Type": "AWS::Route53::RecordSet", "Properties": alias}}})
    assert main([str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("left out: mta-sts.shop.example")


def test_many_unknown_values_are_counted(write_assembly: Callable[..., Path], capsys: Captured) -> None:
    def record(number: int) -> dict[str, object]:
        name = {"Fn::GetAtt": ["Shop", f"DkimDNSTokenName{number}"]}
        return {
            "Type": "AWS::Route53::RecordSet",
            "Properties": {"Name": name, "Type": "CNAME", "ResourceRecords": ["a"]},
        }

    resources = {f"Record{number}": record(number) for number in range(5)}
    assert main([str(write_assembly(Mail={"Resources": resources}))]) == 1
    assert "Shop.DkimDNSTokenName2 of stack Mail and 2 more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere is no cloud assembly"),
        (["{mail}", "--stack", "Web"], "there is no stack 'Web'"),
        (["{mail}", "--outputs", "nowhere.json"], "nowhere.json is not a file of stack outputs"),
    ],
)
def test_a_wrong_call_is_told_apart(mail: Path, capsys: Captured, arguments: list[str], said: str) -> None:
    assert main([argument.format(mail=mail) for argument in arguments]) == 2
    assert said in capsys.readouterr().err


def test_asking_cloudformation_needs_boto3(mail: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    assert main([str(mail), "--stack", "Sending"]) == 2
    assert "pip install boto3" in capsys.readouterr().err


def test_it_runs_without_the_cdk_and_without_node(mail: Path, outputs: Path) -> None:
    command = (
        "import sys; sys.modules['jsii'] = sys.modules['aws_cdk'] = None; import runpy; "
        "runpy.run_module('ses_constructs.dns', run_name='__main__', alter_sys=True)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", command, str(mail), "--outputs", str(outputs)],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(LINES)
