"""Stacks of the tests' own, synthesized in this process and deployed by the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk

from ses_constructs.local.cdk import Cdk
from ses_constructs.local.emulator import Emulator

ROOT = Path(__file__).parent.parent.parent


class Assembly:
    """A folder that is synthesized anew for each deployment.

    Args:
        emulator: Running.
        folder: Where the cloud assembly is written.
    """

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self._folder = folder
        self._cdk = Cdk(emulator, folder.parent, app_command=[str(folder)])
        self._cdk.bootstrap()

    def deploy(self, *build: Callable[[cdk.App], object]) -> dict[str, dict[str, str]]:
        """Makes the app's stacks and deploys them all; returns their outputs."""
        self._synthesize(*build)
        return self._cdk.deploy()

    def destroy(self, *build: Callable[[cdk.App], object]) -> None:
        """Destroys the stacks."""
        self._synthesize(*build)
        self._cdk.destroy()

    def _synthesize(self, *build: Callable[[cdk.App], object]) -> None:
        flags = json.loads((ROOT / "cdk.json").read_text())["context"]
        app = cdk.App(outdir=str(self._folder), context=flags, analytics_reporting=False)
        for make in build:
            make(app)
        app.synth()
