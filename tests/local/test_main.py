"""The demo's command: what it says, and the status it ends with."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from ses_constructs.local import __main__ as demo
from ses_constructs.local.walkthrough import Walkthrough

ROOT = Path(__file__).parent.parent.parent
KEEP = """
import sys
from ses_constructs.local.__main__ import main
from ses_constructs.local.walkthrough import Walkthrough

Walkthrough.steps = lambda walk: [("Own three domains", walk.own_domains), *{more}]
sys.exit(main(["--keep"]))
"""
"""The first step only: the others have their own tests."""


def test_the_demo_passes_and_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert demo.main([]) == 0
    said = capsys.readouterr().out
    assert re.findall(r"^ok +(\d+)/13 ", said, re.MULTILINE) == [str(number) for number in range(1, 14)]
    assert "nothing is left" in said
    assert "Done: 13 steps" in said


def test_a_missing_app_is_a_mistake_of_the_caller(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main(["--app", str(tmp_path / "[none].py")]) == 2
    said = capsys.readouterr().out.replace("\n", "")
    assert f"no app at {tmp_path / '[none].py'}" in said
    assert "fix: run this in the project's folder, or give --app" in said


def test_without_the_extra_packages_it_says_which_to_install() -> None:
    program = "import runpy, sys; sys.modules['rich'] = None; runpy.run_module('ses_constructs.local.__main__')"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert re.fullmatch(
        r"the emulator needs rich\S*, which is not installed\n  fix: pip install 'ses-constructs\[local\]'\n",
        ran.stderr,
    )


def test_a_step_that_fails_ends_it_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    app = tmp_path / "app.py"
    app.write_text("raise SystemExit('no such [/domain]')")
    assert demo.main(["--app", str(app)]) == 1
    said = capsys.readouterr().out
    assert "FAIL  3/13 Deploy four stacks" in said
    assert "no such [/domain]" in said
    assert "4/13" not in said


def test_an_emulator_that_does_not_start_ends_it_with_the_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("ses_constructs.local.ministack.version.MINISTACK_VERSION", "9.9.9")
    assert demo.main([]) == 1
    assert "works with 9.9.9 only" in capsys.readouterr().out


def test_a_hand_on_the_keyboard_stops_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(walk: Walkthrough) -> str:
        raise KeyboardInterrupt

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(Walkthrough, "own_domains", interrupted)
    assert demo.main(["--keep"]) == 130
    said = capsys.readouterr().out
    assert "stopped by hand" in said
    assert not Path(f"/proc/{re.findall(r'process ([0-9]+)', said)[0]}").exists()


@pytest.mark.parametrize(
    ("more", "status"), [("[]", 0), ("[('Fail', lambda: 1 / 0)]", 1)], ids=["passed", "failed"]
)
def test_what_is_kept_can_be_used_and_stopped_as_it_says(more: str, status: int) -> None:
    code = KEEP.format(more=more)
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == status, ran.stderr
    told = re.search(r"Stop it with: kill (\d+); its files are in (\S+)", ran.stdout)
    assert told is not None
    try:
        variables = dict(re.findall(r"^export (\w+)=(.*)$", ran.stdout, re.MULTILINE))
        client = boto3.client(
            "route53",
            endpoint_url=variables["AWS_ENDPOINT_URL"],
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
            region_name=variables["AWS_REGION"],
        )
        zones = client.list_hosted_zones()["HostedZones"]
        client.close()
        assert sorted(zone["Name"] for zone in zones) == ["account.example.", "news.example.", "shop.example."]
    finally:
        subprocess.run(["kill", f"-{signal.SIGTERM:d}", told[1]], check=True)
        shutil.rmtree(told[2])
