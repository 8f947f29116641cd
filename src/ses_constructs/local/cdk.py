"""The ordinary CDK command line, pointed at an emulator."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ses_constructs.errors import SesConstructsError
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.node import cdk_script, node_binary, node_environment

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient

_TOOLKIT = "CDKToolkit"
_TAIL_LINES = 40
_UNPACKED_PACKAGES = Path.home() / ".cache" / "aws" / "jsii" / "package-cache"
_QUIET = ("--no-notices", "--ci", "--no-color", "--no-version-reporting")


class CdkFailedError(SesConstructsError):
    """The CDK command line ended with an error; ``output`` holds all it said."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        self.status = status
        self.output = output
        tail = "\n".join(f"    {line}" for line in output.splitlines()[-_TAIL_LINES:])
        super().__init__(
            f"'cdk {' '.join(command)}' ended with status {status}:\n{tail}",
            fix="correct what it complains about; the emulator's log may say more",
        )


class Cdk:
    """Runs ``cdk`` for one app.

    Args:
        emulator: A running emulator.
        app_folder: The folder to run it in, with its ``cdk.json`` if there is one.
        app_command: What synthesizes the app, or the folder with what it made. Left out: what ``cdk.json`` says.
        context: Context values for every command.

    Every method raises :class:`CdkFailedError` when the command fails.
    """

    def __init__(
        self,
        emulator: Emulator,
        app_folder: Path,
        *,
        app_command: Sequence[str] | None = None,
        context: Mapping[str, str] | None = None,
    ) -> None:
        self._emulator = emulator
        self._folder = app_folder
        self._app_command = app_command
        self._context = dict(context or {})
        self._output_folder = Path(tempfile.mkdtemp(prefix="cdk-", dir=emulator.folder))

    def bootstrap(self, *, region: str | None = None) -> None:
        """Makes sure that ``cdk bootstrap`` has been done in a region. Left out: the emulator's.

        The first time the command line does it; after a reset of the emulator the same stack is made again from
        its template, which takes a tenth of the time.
        """
        region = region or self._emulator.region
        cloudformation = self._emulator.client("cloudformation", region=region)
        if _is_bootstrapped(cloudformation):
            return
        copy = self._emulator.folder / "bootstrap.json"
        if copy.exists():
            _create_again(cloudformation, copy)
            return
        # Not in the app's folder, where the command line would run the app first, for nothing.
        place, folder = f"aws://{self._emulator.account}/{region}", self._emulator.folder
        self._run(["bootstrap", place], synthesize=False, folder=folder)
        copy.write_text(json.dumps(_toolkit(cloudformation)))

    def synth(self, *stacks: str, context: Mapping[str, str] | None = None) -> Path:
        """Synthesizes and returns the folder of the cloud assembly."""
        self._run(["synth", *(stacks or ("--all",)), "--quiet"], context=context)
        return self._output_folder

    def deploy(
        self, *stacks: str, context: Mapping[str, str] | None = None, parameters: Mapping[str, str] | None = None
    ) -> dict[str, dict[str, str]]:
        """Deploys the stacks (left out: all) and returns the outputs of each: stack name, output name, value."""
        file = self._output_folder / "outputs.json"
        file.unlink(missing_ok=True)
        command = ["deploy", *(stacks or ("--all",)), "--require-approval", "never", "--progress", "events"]
        command += ["--outputs-file", str(file)]
        for name, value in (parameters or {}).items():
            command += ["--parameters", f"{name}={value}"]
        self._run(command, context=context)
        outputs: dict[str, dict[str, str]] = json.loads(file.read_text()) if file.exists() else {}
        return outputs

    def destroy(self, *stacks: str, context: Mapping[str, str] | None = None) -> None:
        """Destroys the stacks (left out: all), as they were synthesized last if they were."""
        command = ["destroy", *(stacks or ("--all",)), "--force"]
        self._run(command, context=context, synthesize=not self._synthesized)

    @property
    def _synthesized(self) -> bool:
        return (self._output_folder / "manifest.json").exists()

    def _run(
        self,
        command: list[str],
        *,
        synthesize: bool = True,
        context: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        full = [*command, *_QUIET]
        if synthesize:
            full += ["--output", str(self._output_folder)]
            if self._app_command is not None:
                full += ["--app", _app(self._app_command)]
        elif self._synthesized:
            full += ["--app", str(self._output_folder)]
        for name, value in {**self._context, **(context or {})}.items():
            full += ["--context", f"{name}={value}"]
        ran = subprocess.run(
            [str(node_binary()), str(cdk_script()), *full],
            cwd=folder if folder is not None else self._folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ran.returncode != 0:
            raise CdkFailedError(command, ran.returncode, ran.stdout)

    def _environment(self) -> dict[str, str]:
        """Quiet, offline, and without the CDK's own validation, which takes longer than the rest of a synth."""
        quiet = {
            "CI": "true",
            "CDK_DISABLE_VERSION_CHECK": "1",
            "CDK_VALIDATION": "false",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
        }
        # The one folder of the home that is not private: unpacking aws-cdk-lib anew takes ten seconds.
        unpacked = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(_UNPACKED_PACKAGES)}
        return {**unpacked, **node_environment(self._emulator.environment()), **quiet}


def _app(command: Sequence[str]) -> str:
    """A value of ``--app``: a folder, or a command whose quotes cdk takes for its own unless a word is first."""
    is_folder = len(command) == 1 and Path(command[0]).is_dir()
    return command[0] if is_folder else f"exec {shlex.join(command)}"


def _is_bootstrapped(cloudformation: CloudFormationClient) -> bool:
    stacks = cloudformation.list_stacks(StackStatusFilter=["CREATE_COMPLETE", "UPDATE_COMPLETE"])
    return any(stack["StackName"] == _TOOLKIT for stack in stacks["StackSummaries"])


def _toolkit(cloudformation: CloudFormationClient) -> dict[str, object]:
    """What it takes to make the toolkit stack again."""
    stack = cloudformation.describe_stacks(StackName=_TOOLKIT)["Stacks"][0]
    # The types say a mapping, but YAML, which this template is, comes as text.
    template: object = cloudformation.get_template(StackName=_TOOLKIT)["TemplateBody"]
    body = template if isinstance(template, str) else json.dumps(template)
    return {"TemplateBody": body, "Parameters": stack.get("Parameters", [])}


def _create_again(cloudformation: CloudFormationClient, copy: Path) -> None:
    cloudformation.create_stack(
        StackName=_TOOLKIT, Capabilities=["CAPABILITY_NAMED_IAM"], **json.loads(copy.read_text())
    )
    waiter = cloudformation.get_waiter("stack_create_complete")
    waiter.wait(StackName=_TOOLKIT, WaiterConfig={"Delay": 1, "MaxAttempts": 60})


def python_app(script: Path) -> list[str]:
    """The command of an app in a Python file, run by this Python."""
    return [sys.executable, str(script)]
