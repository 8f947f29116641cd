"""The JavaScript CDK of the very packages that Python uses: unpacked from their wheels, not installed anew."""

from __future__ import annotations

import json
import sysconfig
import tarfile
from pathlib import Path

_ARCHIVES = ("constructs/_jsii/*.tgz", "aws_cdk/_jsii/*.tgz", "aws_cdk/*/_jsii/*.tgz")
"""aws-cdk-lib, constructs and the asset packages, as jsii ships them inside the Python packages."""


def unpack(into: Path) -> Path:
    """A ``node_modules`` folder below ``into`` with ``aws-cdk-lib`` and what it needs."""
    modules = into / "node_modules"
    installed = Path(sysconfig.get_path("purelib"))
    archives = [archive for pattern in _ARCHIVES for archive in installed.glob(pattern)]
    for archive in archives:
        with tarfile.open(archive) as opened:
            opened.extractall(into / archive.stem, filter="data")
        package = into / archive.stem / "package"
        target = modules / json.loads((package / "package.json").read_text())["name"]
        target.parent.mkdir(parents=True, exist_ok=True)
        package.rename(target)
    return modules
