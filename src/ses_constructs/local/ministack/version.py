"""The one MiniStack release this package works with.

The adapter uses private parts of MiniStack, which change between patch releases; hence an exact version.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from ses_constructs.errors import SesConstructsError

MINISTACK_VERSION = "1.5.33"


def check_ministack_version() -> None:
    """Does nothing when the right MiniStack is installed.

    Raises:
        SesConstructsError: when MiniStack is missing or is another release.
    """
    found = _installed()
    if found == MINISTACK_VERSION:
        return
    problem = "MiniStack is not installed" if found is None else f"MiniStack {found} is installed"
    raise SesConstructsError(
        f"{problem}; the local emulator works with {MINISTACK_VERSION} only",
        fix=f"pip install 'ses-constructs[local]' (or ministack=={MINISTACK_VERSION})",
    )


def _installed() -> str | None:
    try:
        return version("ministack")
    except PackageNotFoundError:
        return None
