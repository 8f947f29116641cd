"""A Chromium for the tests of the page: one that is installed, or one unpacked from Debian's packages.

``python -m tests.browser.chromium`` prints its path, and on Debian and its kin fetches it first if need be: into
``.tools/chromium`` of the project, without root and without touching the system.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from tests.debian_packages import NotUnpackedError, can_unpack, unpack

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".tools" / "chromium"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PACKAGES = ("chromium", "fonts-liberation")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-dev-shm-usage", "--disable-component-update"),
)
"""Not sandboxed, since the only page it ever opens is the one under test."""
_LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
root="$here/root"
libraries="$root/usr/lib/{triplet}"
export LD_LIBRARY_PATH="$libraries:$root/lib/{triplet}:$libraries/nss:$libraries/pulseaudio"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$root/usr/lib/chromium/chromium" "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>{root}/usr/share/fonts</dir>
<dir>/usr/share/fonts</dir>
<cachedir>{root}/fonts</cachedir>
</fontconfig>
"""


class NoChromiumError(Exception):
    """There is none, and none can be fetched here."""


def installed(tools: Path = TOOLS) -> Path | None:
    """A Chromium of this machine, or the one unpacked before."""
    named = os.environ.get("CHROMIUM")
    found = [shutil.which(name) for name in ([named] if named else COMMANDS)]
    places = [*filter(None, found), *(() if named else PLACES), str(tools / "chromium")]
    return next((Path(place) for place in places if os.access(place, os.X_OK)), None)


def chromium(tools: Path = TOOLS) -> Path:
    """A Chromium, fetched if there is none.

    Raises:
        NoChromiumError: with what to install.
        NotUnpackedError: when Debian's packages cannot be had.
    """
    found = installed(tools)
    if found is not None:
        return found
    if not can_unpack():
        raise NoChromiumError(f"no Chromium found: install one, or name it in CHROMIUM; looked for {COMMANDS}")
    return unpacked(tools)


def unpacked(tools: Path, *, status: Path = Path("/var/lib/dpkg/status")) -> Path:
    """A Chromium from Debian's packages, with those of its libraries that the system lacks.

    Args:
        tools: The folder it goes to.
        status: Which packages the system has, as dpkg lists them.
    """
    root = tools / "root"
    unpack(PACKAGES, root, status=status)
    (tools / "fonts.conf").write_text(_FONTS.format(root=root))
    launcher = tools / "chromium"
    launcher.write_text(_LAUNCHER.format(triplet=f"{platform.machine()}-linux-gnu"))
    launcher.chmod(0o755)
    return launcher


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{chromium()}\n")
    except (NoChromiumError, NotUnpackedError) as missing:
        sys.exit(str(missing))
