"""What is installed from the wheel works by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "ses_constructs"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    files = {
        f"ses_constructs/{path.relative_to(PACKAGE)}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if not name.split("/")[0].endswith(".dist-info")}
    assert inside == files
    assert {"ses_constructs/py.typed", "ses_constructs/lambdas/pause_sending/handler.py"} <= inside


def test_an_example_synthesizes_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    pins = tmp_path / "pins.txt"
    lines = (ROOT / "requirements-dev.txt").read_text().splitlines()
    pins.write_text("\n".join(line.rstrip(" \\") for line in lines if not line.startswith((" ", "#"))))
    install = [str(python), "-m", "pip", "install", "--quiet", "--constraint", str(pins), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, cwd=tmp_path)
    example = (ROOT / "examples" / "pause_on_bad_reputation.py").read_text()
    (tmp_path / "run.py").write_text(
        f"{example}\n\napp = cdk.App(outdir='out')\nPauseOnBadReputation(app, 'Example')\napp.synth()\n"
    )
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [str(python), "run.py"], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    template = json.loads((tmp_path / "out" / "Example.template.json").read_text())
    kinds = {resource["Type"] for resource in template["Resources"].values()}
    assert {"AWS::Lambda::Function", "AWS::CloudWatch::Alarm", "AWS::SES::ConfigurationSet"} <= kinds
    assert list((tmp_path / "out").glob("asset.*/handler.py"))
