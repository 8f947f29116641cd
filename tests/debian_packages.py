"""Programs of Debian's that only the tests use, unpacked into a folder of the project, without root."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_INSTALLED = re.compile(r"^Inst (\S+)", re.MULTILINE)
_STATUS = Path("/var/lib/dpkg/status")


class NotUnpackedError(Exception):
    """The packages cannot be had here; says what went wrong."""


def can_unpack() -> bool:
    """Whether this system has Debian's tools."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg") is not None


def unpack(packages: Sequence[str], root: Path, *, status: Path = _STATUS) -> None:
    """Unpacks packages, with those they need and the system lacks.

    Args:
        packages: As Debian names them.
        root: The folder that their files go to.
        status: Which packages the system has, as dpkg lists them.

    Raises:
        NotUnpackedError: when apt-get has none to give, or fails.
    """
    apt = root.parent / f"{root.name}-apt"
    lists, cache = apt / "lists", apt / "cache"
    for folder in (lists / "partial", cache / "archives" / "partial", root):
        folder.mkdir(parents=True, exist_ok=True)
    settings = (f"Dir::State={apt}", f"Dir::State::Lists={lists}", f"Dir::State::status={status}")
    common = ["apt-get", "-qq", *(part for one in settings for part in ("-o", one))]
    common += ["-o", f"Dir::Cache={cache}", "-o", "Debug::NoLocking=1"]
    _run([*common, "update"], apt)
    planned = _run([*common, "--simulate", "--no-install-recommends", "install", *packages], apt)
    names = _INSTALLED.findall(planned)
    if not names:
        raise NotUnpackedError(f"apt-get would install nothing for {', '.join(packages)}")
    archives = cache / "archives"
    _run([*common, "download", *names], archives)
    for package in sorted(archives.glob("*.deb")):
        _run(["dpkg", "-x", str(package), str(root)], apt)
    shutil.rmtree(apt)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotUnpackedError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout
